package io.fabula.pipelines.nearest;

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
 * Six numbers on a line of which two to five are on offer, others at every step; pays 1 for the one
 * on offer that is nearest to the number shown.
 */
final class NearestWorld implements Environment {
  private static final int CATALOGUE = 6;
  private static final int LENGTH = 5;
  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "nearest",
          new ObservationSpace.Vector(List.of("number"), -1, 1),
          new ActionSpace.VariableSet(CATALOGUE, 0, 1, List.of()),
          LENGTH,
          0,
          1);

  private RandomStream random = new RandomStream(0);
  private int step = LENGTH;
  private double shown;
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
    shown = 2 * random.nextDouble() - 1;
    offered = Arrays.copyOf(random.permutation(CATALOGUE), 2 + random.nextInt(4));
  }

  private static double number(int id) {
    return 2.0 * id / (CATALOGUE - 1) - 1;
  }

  private double distance(int id) {
    return Math.abs(number(id) - shown);
  }

  @Override
  public void step(Action action) {
    SPEC.actions().check(action);
    int id = ((Action.Discrete) action).index();
    if (!availableActions().contains(id)) {
      throw new IllegalArgumentException(id + " is not offered");
    }
    reward = Arrays.stream(offered).allMatch(each -> distance(each) >= distance(id)) ? 1 : 0;
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
    target[offset] = (float) shown;
  }

  @Override
  public ActionSet availableActions() {
    float[] numbers = new float[offered.length];
    for (int i = 0; i < numbers.length; i++) numbers[i] = (float) number(offered[i]);
    return new ActionSet(offered, numbers);
  }

  @Override
  public byte[] snapshot() {
    return new SnapshotWriter(SPEC.name(), 1)
        .put(random.state())
        .put(step)
        .put(shown)
        .put(offered)
        .put(reward)
        .toBytes();
  }

  @Override
  public void restore(byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot, SPEC.name(), 1);
    random = RandomStream.ofState(in.nextLongs());
    step = in.nextInt();
    shown = in.nextDouble();
    offered = in.nextInts();
    reward = in.nextDouble();
    in.end();
  }

  @Override
  public Picture render() {
    throw new UnsupportedOperationException("nobody looks at this world");
  }
}
