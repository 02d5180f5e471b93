package io.fabula.model.ppo;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.Environment;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.Picture;
import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.random.RandomStream;
import java.util.Arrays;
import java.util.List;

/**
 * Six directions on a circle of which two to five are on offer, others at every step; pays 1 for
 * the one on offer that is nearest to the direction shown.
 */
final class SetWorld implements Environment {
  static final int CATALOGUE = 6;
  private static final int LENGTH = 5;
  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "directions",
          new ObservationSpace.Vector(List.of("x", "y"), -1, 1),
          new ActionSpace.VariableSet(CATALOGUE, 0, 2, List.of()),
          LENGTH,
          0,
          1);

  private RandomStream random = new RandomStream(0);
  private int step = LENGTH;
  private double wanted;
  private int[] offered = {};
  private double reward;

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public void reset(long seed) {
    random = new RandomStream(seed);
    step = 0;
    reward = 0;
    offer();
  }

  private void offer() {
    wanted = 2 * Math.PI * random.nextDouble();
    offered = Arrays.copyOf(random.permutation(CATALOGUE), 2 + random.nextInt(4));
  }

  private static double angle(int id) {
    return 2 * Math.PI * id / CATALOGUE;
  }

  private double nearness(int id) {
    return Math.cos(angle(id) - wanted);
  }

  @Override
  public void step(Action action) {
    SPEC.actions().check(action);
    int id = ((Action.Discrete) action).index();
    if (!availableActions().contains(id))
      throw new IllegalArgumentException(id + " is not offered");
    reward = Arrays.stream(offered).allMatch(each -> nearness(each) <= nearness(id)) ? 1 : 0;
    step++;
    if (step < LENGTH) offer();
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
  public void observe(float[] target, int offset) {
    target[offset] = (float) Math.cos(wanted);
    target[offset + 1] = (float) Math.sin(wanted);
  }

  @Override
  public ActionSet availableActions() {
    float[] features = new float[2 * offered.length];
    for (int i = 0; i < offered.length; i++) {
      features[2 * i] = (float) Math.cos(angle(offered[i]));
      features[2 * i + 1] = (float) Math.sin(angle(offered[i]));
    }
    return new ActionSet(offered, features);
  }

  @Override
  public byte[] snapshot() {
    return new SnapshotWriter("directions", 1)
        .put(random.state())
        .put(step)
        .put(wanted)
        .put(offered)
        .put(reward)
        .toBytes();
  }

  @Override
  public void restore(byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot, "directions", 1);
    random = RandomStream.ofState(in.nextLongs());
    step = in.nextInt();
    wanted = in.nextDouble();
    offered = in.nextInts();
    reward = in.nextDouble();
    in.end();
  }

  @Override
  public Picture render() {
    throw new UnsupportedOperationException("nobody looks at this world");
  }
}
