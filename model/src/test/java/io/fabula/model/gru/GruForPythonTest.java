package io.fabula.model.gru;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.ActionSpace;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.random.RandomStream;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What an agent with memory computes in a block of steps, as files that the tests of the Python
 * package compare theirs with. This test holds that the files are what the engine computes; with
 * {@code -Dfabula.record=true} it writes them.
 */
class GruForPythonTest {
  private static final Path PLACE = Path.of("..", "python", "tests", "memory");
  private static final int STEPS = 5;
  private static final int WORLDS = 2;
  private static final int SIZE = 6;
  private static final int ACTIONS = 3;
  private static final int MEMORY = 4;

  private static GruNetwork network() {
    GruNetwork network =
        GruNetwork.create(
            new GruArchitecture(
                new ObservationSpace.Grid(List.of(2, 3), 2),
                new ActionSpace.Discrete(List.of("x", "y", "z")),
                5,
                MEMORY),
            11);
    for (String name : network.parameters().names()) {
      float[] values = network.parameters().get(name);
      RandomStream random = new RandomStream(name.hashCode());
      for (int i = 0; i < values.length; i++) values[i] = 2 * random.nextFloat() - 1;
      network.parameters().set(name, values);
    }
    return network;
  }

  @Test
  void isWhatTheEngineComputes() throws IOException {
    Path weights = PLACE.resolve("agent.safetensors");
    Path steps = PLACE.resolve("agent-steps.safetensors");
    try (GruNetwork network = network()) {
      TensorFile computed = compute(network);
      if (Boolean.getBoolean("fabula.record")) {
        Files.createDirectories(PLACE);
        network.save().write(weights);
        computed.write(steps);
      }
      assertThat(TensorFile.read(weights).metadata()).isEqualTo(network.save().metadata());
      for (String name : network.parameters().names())
        same(TensorFile.read(weights), network.save(), name);
      TensorFile recorded = TensorFile.read(steps);
      assertThat(recorded.bytes("observations"))
          .isEqualTo(((Tensor.Bytes) computed.tensor("observations")).values());
      for (String name : List.of("masks", "logits", "value", "hidden")) {
        same(recorded, computed, name);
      }
    }
  }

  private static void same(TensorFile recorded, TensorFile computed, String name)
      throws IOException {
    Tensor.Floats now = (Tensor.Floats) computed.tensor(name);
    float[] then = recorded.floats(name, now.shape());
    for (int i = 0; i < then.length; i++) {
      // sums of at most 6 products around 1 and five steps of them, in another order elsewhere
      assertThat(now.values()[i]).as(name).isCloseTo(then[i], within(1e-5f));
    }
  }

  /** The second world's episode begins anew in the third step. */
  private static TensorFile compute(GruNetwork network) {
    byte[] seen = new byte[STEPS * WORLDS * SIZE];
    float[] masks = new float[STEPS * WORLDS];
    float[] logits = new float[STEPS * WORLDS * ACTIONS];
    float[] values = new float[STEPS * WORLDS];
    float[] hidden = new float[STEPS * WORLDS * MEMORY];
    RandomStream random = new RandomStream(3);
    for (int i = 0; i < seen.length; i++) seen[i] = (byte) random.nextInt(2);
    Arrays.fill(masks, WORLDS, masks.length, 1);
    masks[2 * WORLDS + 1] = 0;
    try (ActingPlan plan = network.acting(WORLDS)) {
      for (int t = 0; t < STEPS; t++) {
        for (int i = 0; i < WORLDS * SIZE; i++) plan.inputs()[i] = seen[t * WORLDS * SIZE + i];
        System.arraycopy(masks, t * WORLDS, plan.masks(), 0, WORLDS);
        plan.run();
        System.arraycopy(plan.stateOut(), 0, plan.stateIn(), 0, WORLDS * MEMORY);
        System.arraycopy(plan.outputs(), 0, logits, t * WORLDS * ACTIONS, WORLDS * ACTIONS);
        System.arraycopy(plan.values(), 0, values, t * WORLDS, WORLDS);
        System.arraycopy(plan.stateOut(), 0, hidden, t * WORLDS * MEMORY, WORLDS * MEMORY);
      }
    }
    TensorFile file = new TensorFile();
    file.put("observations", new Tensor.Bytes(List.of(STEPS, WORLDS, SIZE), seen));
    file.put("masks", new Tensor.Floats(List.of(STEPS, WORLDS), masks));
    file.put("logits", new Tensor.Floats(List.of(STEPS, WORLDS, ACTIONS), logits));
    file.put("value", new Tensor.Floats(List.of(STEPS, WORLDS), values));
    return file.put("hidden", new Tensor.Floats(List.of(STEPS, WORLDS, MEMORY), hidden));
  }
}
