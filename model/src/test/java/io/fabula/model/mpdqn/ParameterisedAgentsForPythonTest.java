package io.fabula.model.mpdqn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.graph.Parameters;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What agents with parameterised actions compute in each form, as files that the tests of the
 * Python package compare theirs with. This test holds that the files are what the engine computes;
 * with {@code -Dfabula.record=true} it writes them.
 */
class ParameterisedAgentsForPythonTest {
  private static final Path PLACE = Path.of("..", "python", "tests", "value-agents");
  private static final int ROWS = 5;
  private static final int STATE = 3;

  @ParameterizedTest
  @EnumSource
  void areWhatTheEngineComputes(ValueForm form) throws IOException {
    String name = form.name().toLowerCase(Locale.ROOT).replace('_', '-');
    Path weights = PLACE.resolve(name + ".safetensors");
    Path steps = PLACE.resolve(name + "-steps.safetensors");
    MpDqnArchitecture size =
        new MpDqnArchitecture(
            form,
            STATE,
            List.of(1, 0, 2),
            form == ValueForm.SPLIT ? 1 : 0,
            List.of(6, 4),
            List.of(5),
            List.of(0.5f, -0.25f, 0.125f));
    try (MpDqnNetwork network = MpDqnNetwork.create(size, false, 7)) {
      draw(network.values());
      draw(network.actor());
      TensorFile computed = compute(network);
      if (Boolean.getBoolean("fabula.record")) {
        Files.createDirectories(PLACE);
        network.save().write(weights);
        computed.write(steps);
      }
      assertThat(TensorFile.read(weights).digest()).isEqualTo(network.save().digest());
      assertThat(TensorFile.read(weights).metadata()).isEqualTo(network.save().metadata());
      assertClose(TensorFile.read(steps), computed);
    }
  }

  private static void draw(Parameters parameters) {
    for (String name : parameters.names()) {
      float[] values = parameters.get(name);
      RandomStream random = new RandomStream(name.hashCode());
      for (int i = 0; i < values.length; i++) values[i] = 2 * random.nextFloat() - 1;
      parameters.set(name, values);
    }
  }

  private static TensorFile compute(MpDqnNetwork network) {
    MpDqnArchitecture size = network.architecture();
    RandomStream random = new RandomStream(3);
    float[] logits = new float[ROWS * size.actions()];
    float[] parameters = new float[ROWS * size.parameters()];
    float[] value = new float[ROWS];
    try (MpDqnPlan plan = new MpDqnPlan(network, ROWS)) {
      for (int i = 0; i < plan.states.length; i++) plan.states[i] = 2 * random.nextFloat() - 1;
      plan.run();
      for (int row = 0; row < ROWS; row++) {
        plan.actionsOf(row, logits, row * size.actions());
        plan.parametersOf(row, parameters, row * size.parameters());
        value[row] = plan.value(row);
      }
      return new TensorFile()
          .put("observations", Tensor.of(plan.states, ROWS, STATE))
          .put("logits", Tensor.of(logits, ROWS, size.actions()))
          .put("parameters", Tensor.of(parameters, ROWS, size.parameters()))
          .put("value", Tensor.of(value, ROWS));
    }
  }

  private static void assertClose(TensorFile recorded, TensorFile computed) throws IOException {
    assertThat(recorded.names()).isEqualTo(computed.names());
    for (String name : computed.names()) {
      Tensor.Floats now = (Tensor.Floats) computed.tensor(name);
      float[] then = recorded.floats(name, now.shape());
      for (int i = 0; i < then.length; i++) {
        // sums of at most 6 products around 1, in another order on another processor
        assertThat(now.values()[i])
            .isCloseTo(then[i], Offset.offset(2e-6f * Math.max(1, Math.abs(then[i]))));
      }
    }
  }
}
