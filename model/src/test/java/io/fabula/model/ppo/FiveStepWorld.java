package io.fabula.model.ppo;

import io.fabula.envs.Action;
import io.fabula.envs.Environment;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.Picture;
import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.random.RandomStream;

/** Five independent questions, each paid at once; subclasses ask them. */
abstract class FiveStepWorld implements Environment {
  static final int LENGTH = 5;

  private final EnvironmentSpec spec;
  private RandomStream random = new RandomStream(0);
  private int step = LENGTH;
  private double reward;

  FiveStepWorld(EnvironmentSpec spec) {
    this.spec = spec;
  }

  /** Draws the next question. */
  abstract void ask(RandomStream stream);

  /** What an answer to the question pays. */
  abstract double pay(Action answer);

  /** Writes the question. */
  abstract void write(SnapshotWriter out);

  /** Reads what {@link #write} wrote. */
  abstract void read(SnapshotReader in);

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public void reset(long seed) {
    random = new RandomStream(seed);
    step = 0;
    reward = 0;
    ask(random);
  }

  @Override
  public void step(Action action) {
    spec.actions().check(action);
    reward = pay(action);
    step++;
    if (step < LENGTH) ask(random);
  }

  @Override
  public double reward() {
    return reward;
  }

  @Override
  public boolean terminated() {
    return step == LENGTH;
  }

  @Override
  public boolean truncated() {
    return false;
  }

  @Override
  public byte[] snapshot() {
    SnapshotWriter out = new SnapshotWriter(spec.name(), 1);
    out.put(random.state()).put(step).put(reward);
    write(out);
    return out.toBytes();
  }

  @Override
  public void restore(byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot, spec.name(), 1);
    random = RandomStream.ofState(in.nextLongs());
    step = in.nextInt();
    reward = in.nextDouble();
    read(in);
    in.end();
  }

  @Override
  public Picture render() {
    throw new UnsupportedOperationException("nobody looks at this world");
  }
}
