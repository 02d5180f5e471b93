package io.fabula.model.scinet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * What a preference network computes, as files that the tests of the Python package compare theirs
 * with. This test holds that the files are what the engine computes; with {@code
 * -Dfabula.record=true} it writes them.
 */
class PreferencesForPythonTest {
  private static final Path PLACE = Path.of("..", "python", "tests", "value-agents");
  private static final int ROWS = 5;
  private static final int OBSERVATION = 3;
  private static final int ACTIONS = 4;

  @Test
  void areWhatTheEngineComputes() throws IOException {
    Path weights = PLACE.resolve("preferences.safetensors");
    Path steps = PLACE.resolve("preferences-steps.safetensors");
    PreferenceArchitecture size = new PreferenceArchitecture(OBSERVATION, ACTIONS, List.of(6, 5));
    try (PreferenceNetwork network = PreferenceNetwork.create(size, 7);
        PreferencePlan plan = new PreferencePlan(network, ROWS)) {
      RandomStream random = new RandomStream(3);
      float[] observations = new float[ROWS * OBSERVATION];
      for (int i = 0; i < observations.length; i++) observations[i] = 2 * random.nextFloat() - 1;
      float[] preferences = new float[ROWS * ACTIONS];
      plan.run(observations, preferences);
      TensorFile agent = new TensorFile();
      network.save(agent);
      agent.put("preferences", Tensor.of(new float[2 * ACTIONS], 2, ACTIONS));
      if (Boolean.getBoolean("fabula.record")) {
        Files.createDirectories(PLACE);
        agent.write(weights);
        new TensorFile()
            .put("observations", Tensor.of(observations, ROWS, OBSERVATION))
            .put("logits", Tensor.of(preferences, ROWS, ACTIONS))
            .write(steps);
      }
      assertThat(TensorFile.read(weights).digest()).isEqualTo(agent.digest());
      TensorFile recorded = TensorFile.read(steps);
      assertThat(recorded.floats("observations", List.of(ROWS, OBSERVATION)))
          .isEqualTo(observations);
      float[] then = recorded.floats("logits", List.of(ROWS, ACTIONS));
      for (int i = 0; i < then.length; i++) {
        // sums of at most 7 products around 1, in another order on another processor
        assertThat(preferences[i]).isCloseTo(then[i], Offset.offset(5e-6f * then[i]));
      }
    }
  }
}
