package io.fabula.pipelines.mediation.phases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.model.mlp.MlpArchitecture;
import io.fabula.model.mlp.MlpNetwork;
import io.fabula.pipelines.studies.doorkey.settings.DoorKeyWorlds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfirmedPolicyTest {
  private static final ObjectWorlds WORLDS = new DoorKeyWorlds(5, DoorKeyWorlds.View.PLANES);

  private static boolean keeps(double takenAt, int episodes, double level, long steps) {
    try (MlpNetwork untrained =
        MlpNetwork.createByFanIn(MlpArchitecture.of(WORLDS.make().spec(), 16), 1)) {
      return new ConfirmedPolicy(WORLDS, takenAt, episodes, 64, 3).keeps(level, steps, untrained);
    }
  }

  /** An untrained agent plays nearly uniformly, which reaches the goal in 8.5 % of the episodes. */
  @Test
  void episodesDecide() {
    assertThat(keeps(0.5, 100, 0.5, 16 * 64)).isFalse();
    assertThat(keeps(0.01, 200, 0.01, 16 * 64)).isTrue();
    assertThat(keeps(0.01, 200, 0.01, 15 * 64)).as("between trials").isFalse();
  }

  @Test
  void nothingElseIsAskedOf() {
    assertThat(keeps(0.5, 0, 0.5, 15 * 64)).as("no trial is wanted").isTrue();
    assertThat(keeps(0.5, 100, 0.3, 15 * 64)).as("another level").isTrue();
  }

  /** 220 of 400 are 0.55, two standard errors of 0.0249 above 0.5; 219 are not. */
  @ParameterizedTest
  @CsvSource({"0.5, 400, 220", "0, 400, 0", "1, 400, 400", "0.9, 1000, 918"})
  void theShareLiesTwoStandardErrorsAboveTheLevel(double level, int episodes, int needed) {
    assertThat(ConfirmedPolicy.needed(level, episodes)).isEqualTo(needed);
  }
}
