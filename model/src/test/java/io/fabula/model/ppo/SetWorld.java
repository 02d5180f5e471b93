package io.fabula.model.ppo;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.random.RandomStream;
import java.util.Arrays;
import java.util.List;

/**
 * Six directions on a circle of which two to five are on offer, others at every step; pays 1 for
 * the one on offer that is nearest to the direction shown.
 */
final class SetWorld extends FiveStepWorld {
  static final int CATALOGUE = 6;

  private double wanted;
  private int[] offered = {};

  SetWorld() {
    super(
        new EnvironmentSpec(
            "directions",
            new ObservationSpace.Vector(List.of("x", "y"), -1, 1),
            new ActionSpace.VariableSet(CATALOGUE, 0, 2, List.of()),
            LENGTH,
            0,
            1));
  }

  @Override
  void ask(RandomStream stream) {
    wanted = 2 * Math.PI * stream.nextDouble();
    offered = Arrays.copyOf(stream.permutation(CATALOGUE), 2 + stream.nextInt(4));
  }

  private static double angle(int id) {
    return 2 * Math.PI * id / CATALOGUE;
  }

  private double nearness(int id) {
    return Math.cos(angle(id) - wanted);
  }

  @Override
  double pay(Action answer) {
    int id = ((Action.Discrete) answer).index();
    if (!availableActions().contains(id))
      throw new IllegalArgumentException(id + " is not offered");
    return Arrays.stream(offered).allMatch(each -> nearness(each) <= nearness(id)) ? 1 : 0;
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
  void write(SnapshotWriter out) {
    out.put(wanted).put(offered);
  }

  @Override
  void read(SnapshotReader in) {
    wanted = in.nextDouble();
    offered = in.nextInts();
  }
}
