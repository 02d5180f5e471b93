package io.fabula.model.slates;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.training.ReplayBuffer;
import io.fabula.model.training.ReplayBuffer.Column;
import io.fabula.model.training.ReplayBuffer.Kind;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import java.util.List;

/** The last transitions, from which batches are drawn uniformly and with replacement. */
final class SlateReplay {
  private final int inputs;
  private final int slateSize;
  private final int candidates;
  private final boolean lastOnly;
  private final boolean endsTogether;
  private final ReplayBuffer buffer;
  private final int[] slots;

  /**
   * @param lastOnly whether only the last position is rewarded; else all are
   * @param endsTogether whether nothing follows any position of a user's last slate; else only the
   *     last
   */
  SlateReplay(
      SlateArchitecture agent, int capacity, int batch, boolean lastOnly, boolean endsTogether) {
    inputs = agent.user().inputs();
    slateSize = agent.slateSize();
    candidates = agent.candidates();
    this.lastOnly = lastOnly;
    this.endsTogether = endsTogether;
    slots = new int[batch];
    buffer =
        new ReplayBuffer(
            capacity,
            List.of(
                new Column("user", Kind.FLOATS, inputs),
                new Column("slate", Kind.INTS, slateSize),
                new Column("reward", Kind.FLOATS, 1),
                new Column("next", Kind.FLOATS, inputs),
                new Column("end", Kind.FLOATS, 1),
                new Column("candidates", Kind.INTS, candidates)));
  }

  int size() {
    return buffer.size();
  }

  void add(
      int user,
      float[] users,
      int[] positions,
      double reward,
      float[] nextUsers,
      boolean end,
      int[] offered) {
    int slot = buffer.next();
    System.arraycopy(users, user * inputs, buffer.floats("user"), slot * inputs, inputs);
    System.arraycopy(
        positions, user * slateSize, buffer.ints("slate"), slot * slateSize, slateSize);
    buffer.floats("reward")[slot] = (float) reward;
    System.arraycopy(nextUsers, user * inputs, buffer.floats("next"), slot * inputs, inputs);
    buffer.floats("end")[slot] = end ? 1 : 0;
    System.arraycopy(offered, 0, buffer.ints("candidates"), slot * candidates, candidates);
  }

  void sample(RandomStream random, SlateBatch batch) {
    buffer.sample(random, slots);
    float[] rewards = buffer.floats("reward");
    float[] ends = buffer.floats("end");
    for (int b = 0; b < slots.length; b++) {
      int slot = slots[b];
      System.arraycopy(buffer.floats("user"), slot * inputs, batch.users(), b * inputs, inputs);
      System.arraycopy(buffer.floats("next"), slot * inputs, batch.nextUsers(), b * inputs, inputs);
      System.arraycopy(
          buffer.ints("slate"), slot * slateSize, batch.slates(), b * slateSize, slateSize);
      System.arraycopy(
          buffer.ints("candidates"),
          slot * candidates,
          batch.candidates(),
          b * candidates,
          candidates);
      for (int j = 0; j < slateSize; j++) {
        boolean last = j == slateSize - 1;
        batch.rewards()[b * slateSize + j] = last || !lastOnly ? rewards[slot] : 0;
        batch.ends()[b * slateSize + j] = last || endsTogether ? ends[slot] : 0;
      }
    }
  }

  void save(TensorFile file) {
    buffer.save(file, "replay");
  }

  void restore(TensorFile file) throws DamagedFileException {
    buffer.restore(file, "replay");
  }
}
