package io.fabula.model.mlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.ActionSpace.Parameter;
import io.fabula.envs.ActionSpace.ParameterisedAction;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationBatch;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.random.RandomStream;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.InputBuffer;
import io.fabula.model.agents.LearnableNetwork;
import io.fabula.model.agents.NormalisedNetwork;
import io.fabula.model.agents.ParameterDensity;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What perceptrons of each kind compute, as files that the tests of the Python package compare
 * theirs with. This test holds that the files are what the engine computes; with {@code
 * -Dfabula.record=true} it writes them.
 */
class PerceptronsForPythonTest {
  private static final Path PLACE = Path.of("..", "python", "tests", "perceptrons");
  private static final int ROWS = 5;
  private static final ObservationSpace NUMBERS =
      new ObservationSpace.Vector(List.of("a", "b", "c"), -1, 1);

  enum Kind {
    DISCRETE(NUMBERS, new ActionSpace.Discrete(List.of("x", "y", "z", "w"))),
    GRID(new ObservationSpace.Grid(List.of(2, 3), 5), new ActionSpace.Discrete(List.of("x", "y"))),
    PARAMETERISED(
        NUMBERS,
        new ActionSpace.Parameterised(
            List.of(
                new ParameterisedAction("run", List.of(new Parameter("by", 0, 3))),
                new ParameterisedAction("wait", List.of())))),
    SET(NUMBERS, new ActionSpace.VariableSet(9, 4, 2, List.of())),
    SET_WITH_PARAMETERS(
        NUMBERS,
        new ActionSpace.VariableSet(
            9, 0, 2, List.of(new Parameter("x", -1, 1), new Parameter("y", 0, 1)))),
    STANDARDISED_GRID(
        new ObservationSpace.Grid(List.of(2, 3), 5), new ActionSpace.Discrete(List.of("x", "y"))),
    SLATE(NUMBERS, new ActionSpace.Slate(9, 2, 4, 3));

    final MlpArchitecture agent;

    Kind(ObservationSpace observations, ActionSpace actions) {
      agent = new MlpArchitecture(observations, actions, List.of(6, 4), ParameterDensity.BETA);
    }

    String fileName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @ParameterizedTest
  @EnumSource
  void areWhatTheEngineComputes(Kind kind) throws IOException {
    Path weights = PLACE.resolve(kind.fileName() + ".safetensors");
    Path steps = PLACE.resolve(kind.fileName() + "-steps.safetensors");
    try (LearnableNetwork network = network(kind)) {
      // the policy's outputs begin nearly 0
      network.parameters().names().forEach(name -> scale(network, name));
      TensorFile computed = compute(kind.agent, network);
      if (Boolean.getBoolean("fabula.record")) {
        Files.createDirectories(PLACE);
        network.save().write(weights);
        computed.write(steps);
      }
      assertSame(TensorFile.read(weights), network.save());
      assertSame(TensorFile.read(steps), computed);
    }
  }

  private static LearnableNetwork network(Kind kind) {
    MlpNetwork network = MlpNetwork.create(kind.agent, 11);
    if (kind != Kind.STANDARDISED_GRID) return network;
    EnvironmentSpec world =
        new EnvironmentSpec("grid", kind.agent.observations(), kind.agent.actions(), 0, 0, 1);
    NormalisedNetwork standardised = NormalisedNetwork.create(network, world, 1.2);
    ObservationBatch seen = new ObservationBatch(world.observations(), 4);
    RandomStream random = new RandomStream(8);
    for (int i = 0; i < seen.bytes().length; i++) seen.bytes()[i] = (byte) random.nextInt(5);
    standardised.takeIn(seen);
    return standardised;
  }

  private static void scale(LearnableNetwork network, String name) {
    float[] values = network.parameters().get(name);
    RandomStream random = new RandomStream(name.hashCode());
    for (int i = 0; i < values.length; i++) values[i] = 2 * random.nextFloat() - 1;
    network.parameters().set(name, values);
  }

  private static TensorFile compute(MlpArchitecture agent, LearnableNetwork network) {
    int size = agent.observations().size();
    int candidates = agent.candidates();
    int width = agent.representation();
    RandomStream random = new RandomStream(3);
    float[] floats = new float[ROWS * size];
    byte[] bytes = new byte[ROWS * size];
    float[] features = new float[ROWS * candidates * width];
    float[] exists = new float[ROWS * candidates];
    InputBuffer input = network.inputs(ROWS);
    try (ActingPlan plan = network.acting(ROWS)) {
      for (int row = 0; row < ROWS; row++) {
        int there = candidates == 0 ? 0 : candidates - row % Math.min(3, candidates);
        float[] described = new float[there * width];
        for (int i = 0; i < described.length; i++) described[i] = 2 * random.nextFloat() - 1;
        System.arraycopy(described, 0, features, row * candidates * width, described.length);
        Arrays.fill(exists, row * candidates, row * candidates + there, 1);
        ActionSet set = new ActionSet(IntStream.range(0, there).toArray(), described);
        for (int i = row * size; i < (row + 1) * size; i++) {
          floats[i] = 2 * random.nextFloat() - 1;
          bytes[i] = (byte) random.nextInt(5);
        }
        if (agent.observations().byteValued()) input.put(row, bytes, row * size, set);
        else input.put(row, floats, row * size, set);
        input.expand(row, plan.inputs(), row * input.width());
      }
      plan.run();
      TensorFile file = new TensorFile();
      List<Integer> shape = List.of(ROWS, size);
      file.put(
          "observations",
          agent.observations().byteValued()
              ? new Tensor.Bytes(shape, bytes)
              : new Tensor.Floats(shape, floats));
      if (candidates > 0) {
        file.put("features", new Tensor.Floats(List.of(ROWS, candidates, width), features));
        file.put("exists", new Tensor.Floats(List.of(ROWS, candidates), exists));
      }
      List<Integer> outputs = List.of(ROWS, agent.head().outputs());
      file.put("logits", new Tensor.Floats(outputs, plan.outputs()));
      file.put("value", new Tensor.Floats(List.of(ROWS), plan.values()));
      return file.putMetadata("scale", Float.toString(agent.scale()));
    }
  }

  private static void assertSame(TensorFile recorded, TensorFile computed) throws IOException {
    assertThat(recorded.names()).isEqualTo(computed.names());
    assertThat(recorded.metadata()).isEqualTo(computed.metadata());
    for (String name : computed.names()) {
      if (computed.tensor(name) instanceof Tensor.Bytes bytes) {
        assertThat(recorded.bytes(name)).isEqualTo(bytes.values());
        continue;
      }
      if (computed.tensor(name) instanceof Tensor.Doubles doubles) {
        assertThat(recorded.doubles(name, -1)).isEqualTo(doubles.values());
        continue;
      }
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
