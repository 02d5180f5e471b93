package io.fabula.model.mpdqn;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.training.ReplayBuffer;
import io.fabula.model.training.ReplayBuffer.Column;
import io.fabula.model.training.ReplayBuffer.Kind;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.List;

/** An agent's memory of transitions, from which batches are drawn. */
final class Transitions {
  private final int stateSize;
  private final int width;
  private final ReplayBuffer buffer;
  private final int[] slots;
  private RandomStream random;

  Transitions(MpDqnArchitecture agent, int capacity, int batch, long seed) {
    stateSize = agent.stateSize();
    width = agent.proposals();
    slots = new int[batch];
    random = new RandomStream(Seeds.of(seed, "replay"));
    buffer =
        new ReplayBuffer(
            capacity,
            List.of(
                new Column("state", Kind.FLOATS, stateSize),
                new Column("action", Kind.INTS, 1),
                new Column("parameters", Kind.FLOATS, width),
                new Column("reward", Kind.FLOATS, 1),
                new Column("next", Kind.FLOATS, stateSize),
                new Column("end", Kind.FLOATS, 1),
                new Column("return", Kind.FLOATS, 1)));
  }

  /** Transitions kept now. */
  int size() {
    return buffer.size();
  }

  void add(
      float[] state,
      int action,
      float[] parameters,
      double reward,
      float[] next,
      boolean end,
      double discountedReturn) {
    int slot = buffer.next();
    System.arraycopy(state, 0, buffer.floats("state"), slot * stateSize, stateSize);
    buffer.ints("action")[slot] = action;
    System.arraycopy(parameters, 0, buffer.floats("parameters"), slot * width, width);
    buffer.floats("reward")[slot] = (float) reward;
    System.arraycopy(next, 0, buffer.floats("next"), slot * stateSize, stateSize);
    buffer.floats("end")[slot] = end ? 1 : 0;
    buffer.floats("return")[slot] = (float) discountedReturn;
  }

  /** Fills a batch, drawn uniformly and with replacement. */
  void sample(TransitionBatch batch) {
    buffer.sample(random, slots);
    float[] states = buffer.floats("state");
    int[] actions = buffer.ints("action");
    float[] parameters = buffer.floats("parameters");
    float[] rewards = buffer.floats("reward");
    float[] nexts = buffer.floats("next");
    float[] ends = buffer.floats("end");
    float[] returns = buffer.floats("return");
    for (int b = 0; b < slots.length; b++) {
      int slot = slots[b];
      System.arraycopy(states, slot * stateSize, batch.states(), b * stateSize, stateSize);
      batch.actions()[b] = actions[slot];
      System.arraycopy(parameters, slot * width, batch.parameters(), b * width, width);
      batch.rewards()[b] = rewards[slot];
      System.arraycopy(nexts, slot * stateSize, batch.nextStates(), b * stateSize, stateSize);
      batch.ends()[b] = ends[slot];
      batch.returns()[b] = returns[slot];
    }
  }

  void save(TensorFile file) {
    buffer.save(file, "replay");
    file.put("replay.random", Tensor.of(random.state()));
  }

  void restore(TensorFile file) throws DamagedFileException {
    buffer.restore(file, "replay");
    random = RandomStream.ofState(file.longs("replay.random", 4));
  }
}
