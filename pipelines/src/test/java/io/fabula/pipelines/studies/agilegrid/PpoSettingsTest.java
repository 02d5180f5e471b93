package io.fabula.pipelines.studies.agilegrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.model.agile.SetAgent;
import io.fabula.model.ppo.PpoOptions;
import io.fabula.pipelines.studies.agilegrid.settings.AgentChoice;
import io.fabula.pipelines.studies.agilegrid.settings.PpoSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The original's training, by what the specification says of it. */
class PpoSettingsTest {
  private static PpoSettings training(int processes, int steps, long total, long horizon) {
    return new PpoSettings(
        processes, steps, total, horizon, 1e-3, true, 1e-5, 0.05, 0.5, 0.5, 0.99, 0.95, 0.1, 4, 4,
        2);
  }

  @Test
  void theGridsLearningRateFallsToThreeQuartersAndALittleMore() {
    PpoSettings grid = training(64, 512, 10_000_000, 40_000_000);
    assertThat(grid.updates()).isEqualTo(305);
    PpoOptions options = grid.options(true);
    assertThat(options.optimisation().learningRate().at(0)).isEqualTo(1e-3);
    // at update 305, behind the last one
    assertThat(options.optimisation().learningRate().at(1)).isCloseTo(7.75e-4, within(1e-9));
    assertThat(options.minibatches(false).size()).isEqualTo(8192);
    assertThat(options.minibatches(false).minibatchesPerEpoch()).isEqualTo(4);
  }

  @Test
  void createsLearningRateEndsAtATenth() {
    PpoSettings create = training(32, 384, 100_000_000, 100_000_000);
    assertThat(create.updates()).isEqualTo(8138);
    assertThat(create.options(false).optimisation().learningRate().at(8137 / 8138.0))
        .isCloseTo(1e-4, within(2e-7));
  }

  @Test
  void agentsAreNamedAloneJoinedOrAllTogether() {
    assertThat(AgentChoice.of("mask_input_output")).containsExactly(SetAgent.MASK_INPUT_OUTPUT);
    assertThat(AgentChoice.of("agile + utility"))
        .isEqualTo(List.of(SetAgent.AGILE, SetAgent.UTILITY));
    assertThat(AgentChoice.of("published")).hasSize(9).doesNotContain(SetAgent.AGILE_GATV2);
    assertThat(AgentChoice.of("all")).hasSize(10);
    assertThatThrownBy(() -> AgentChoice.of("summary_gta"))
        .hasMessageContaining("got \"summary_gta\"")
        .hasMessageContaining("summary_gat");
  }
}
