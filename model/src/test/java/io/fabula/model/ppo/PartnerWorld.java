package io.fabula.model.ppo;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.random.RandomStream;
import java.util.List;

/**
 * A safe action is always on offer and pays 0.5; so is a door, which pays 1 where its key is on
 * offer too, in half of the questions, and else nothing. Who does not see the set can earn 3 in
 * five questions, who sees it 3.75 on average.
 */
final class PartnerWorld extends FiveStepWorld {
  static final double BLIND = 2.5;
  static final double SEEING = 3.75;

  private static final int CATALOGUE = 6;
  private static final int SAFE = 0;
  private static final int DOOR = 1;
  private static final int KEY = 2;
  private static final double SAFE_PAY = 0.5;

  private int[] offered = {};

  PartnerWorld() {
    super(
        new EnvironmentSpec(
            "partners",
            new ObservationSpace.Vector(List.of("one"), 1, 1),
            new ActionSpace.VariableSet(CATALOGUE, 4, CATALOGUE, List.of()),
            LENGTH,
            0,
            1));
  }

  @Override
  void ask(RandomStream stream) {
    int[] others = stream.permutation(CATALOGUE - KEY);
    int[] set = {SAFE, DOOR, KEY + others[0], KEY + others[1]};
    int[] order = stream.permutation(set.length);
    offered = new int[set.length];
    for (int i = 0; i < set.length; i++) offered[i] = set[order[i]];
  }

  @Override
  double pay(Action answer) {
    int id = ((Action.Discrete) answer).index();
    if (id == SAFE) return SAFE_PAY;
    return id == DOOR && availableActions().contains(KEY) ? 1 : 0;
  }

  @Override
  public void observe(float[] target, int offset) {
    target[offset] = 1;
  }

  @Override
  public ActionSet availableActions() {
    float[] features = new float[offered.length * CATALOGUE];
    for (int i = 0; i < offered.length; i++) features[i * CATALOGUE + offered[i]] = 1;
    return new ActionSet(offered, features);
  }

  @Override
  void write(SnapshotWriter out) {
    out.put(offered);
  }

  @Override
  void read(SnapshotReader in) {
    offered = in.nextInts();
  }
}
