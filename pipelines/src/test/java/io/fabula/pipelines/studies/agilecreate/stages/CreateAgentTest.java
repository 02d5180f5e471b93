package io.fabula.pipelines.studies.agilecreate.stages;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.create.CreateOptions;
import io.fabula.envs.create.Level;
import io.fabula.model.agile.SetAgent;
import io.fabula.model.ppo.PpoTrainer;
import io.fabula.pipelines.studies.agilecreate.settings.WorldSettings;
import io.fabula.pipelines.studies.agilegrid.settings.NetworkSettings;
import io.fabula.pipelines.studies.agilegrid.settings.PpoSettings;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CreateAgentTest {
  private static final NetworkSettings NETWORK =
      new NetworkSettings(4, 1, true, 1, 2, false, false, false);

  private static final PpoSettings TRAINING =
      new PpoSettings(2, 8, 32, 32, 1e-3, true, 1e-5, 0.005, 0.5, 0.5, 0.99, 0.95, 0.1, 1, 1, 1);

  static Stream<String> levels() {
    return Stream.concat(Level.NAMES.stream(), Level.OWN_NAMES.stream());
  }

  @ParameterizedTest
  @MethodSource("levels")
  void agentsLearnInEveryLevel(String level) {
    WorldSettings world =
        new WorldSettings(level, true, CreateOptions.View.STATE, 6, 2, List.of(), false);
    CreateAgent agent = new CreateAgent(SetAgent.AGILE, 1, world, NETWORK, TRAINING, 0.1);
    try (PpoTrainer trainer = agent.trainer(1)) {
      String name = "action_linear.weight";
      float[] before = trainer.network().parameters().get(name);
      trainer.advance();
      assertThat(trainer.frames()).isEqualTo(16);
      assertThat(Arrays.equals(before, trainer.network().parameters().get(name))).isFalse();
    }
  }
}
