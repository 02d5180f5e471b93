package io.fabula.model.ppo;

import io.fabula.envs.ActionBatch;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.AutoResetWorld;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.Picture;
import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.VectorEnvironment;
import io.fabula.envs.random.RandomStream;
import java.util.Arrays;
import java.util.List;

/**
 * Shows one of three colours and pays 1 for the action of that number. With a delay it shows the
 * colour at the first step only and asks for it at the last, so that only an agent with memory
 * earns more than a third.
 */
final class SignalWorld implements AutoResetWorld {
  static final int SIDE = 8;
  private static final int COLOURS = 3;
  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "signal",
          new ObservationSpace.Image(SIDE, SIDE, COLOURS, true),
          new ActionSpace.Discrete(List.of("red", "green", "blue")),
          0,
          0,
          1);

  private final boolean delayed;
  private final int length;
  private RandomStream random;
  private int step;
  private int colour;
  private float reward;
  private boolean ended;

  SignalWorld(long seed, int length, boolean delayed) {
    this.delayed = delayed;
    this.length = length;
    random = new RandomStream(seed);
    colour = random.nextInt(COLOURS);
  }

  /** Worlds together, stepped by their caller. */
  static VectorEnvironment worlds(int count, int length, boolean delayed) {
    SignalWorld[] worlds = new SignalWorld[count];
    for (int i = 0; i < count; i++) worlds[i] = new SignalWorld(100 + i, length, delayed);
    return new VectorEnvironment(List.of(worlds), 1, false);
  }

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public void step(ActionBatch actions, int row) {
    boolean asked = !delayed || step == length - 1;
    reward = asked && actions.indices()[row] == colour ? 1 : 0;
    step++;
    ended = step == length || actions.endsEpisode(row);
    if (!ended && !delayed) colour = random.nextInt(COLOURS);
  }

  @Override
  public void beginEpisode() {
    step = 0;
    colour = random.nextInt(COLOURS);
  }

  @Override
  public float reward() {
    return reward;
  }

  @Override
  public boolean first() {
    return step == 0;
  }

  @Override
  public boolean terminated() {
    return ended;
  }

  @Override
  public boolean truncated() {
    return false;
  }

  @Override
  public boolean completed() {
    return reward > 0;
  }

  @Override
  public long episodeSeed() {
    return 0;
  }

  @Override
  public long previousEpisodeSeed() {
    return 0;
  }

  @Override
  public ActionSet availableActions() {
    return ActionSet.all(COLOURS);
  }

  @Override
  public void observe(float[] target, int offset) {
    throw new UnsupportedOperationException("signals are bytes");
  }

  @Override
  public void observe(byte[] target, int offset) {
    Arrays.fill(target, offset, offset + SPEC.observations().size(), (byte) 0);
    if (delayed && step > 0) return;
    for (int p = 0; p < SIDE * SIDE; p++) target[offset + p * COLOURS + colour] = (byte) 255;
  }

  @Override
  public byte[] snapshot() {
    return new SnapshotWriter("signal", 1)
        .put(random.state())
        .put(step)
        .put(colour)
        .put(reward)
        .put(ended)
        .toBytes();
  }

  @Override
  public void restore(byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot, "signal", 1);
    long[] state = in.nextLongs();
    int readStep = in.nextInt();
    int readColour = in.nextInt();
    float readReward = in.nextFloat();
    boolean readEnded = in.nextBoolean();
    in.end();
    random = RandomStream.ofState(state);
    step = readStep;
    colour = readColour;
    reward = readReward;
    ended = readEnded;
  }

  @Override
  public Picture render() {
    throw new UnsupportedOperationException("nobody looks at this world");
  }
}
