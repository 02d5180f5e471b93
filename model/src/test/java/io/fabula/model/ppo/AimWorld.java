package io.fabula.model.ppo;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.ActionSpace.Parameter;
import io.fabula.envs.ActionSpace.ParameterisedAction;
import io.fabula.envs.Environment;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.Picture;
import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.random.RandomStream;
import java.util.List;

/**
 * Shows a side and a place; pays for the action of that side 1 less the distance of its parameter
 * from the place, as a share of the parameter's range, and nothing for the others.
 */
final class AimWorld implements Environment {
  private static final int LENGTH = 5;
  static final ActionSpace.Parameterised ACTIONS =
      new ActionSpace.Parameterised(
          List.of(
              new ParameterisedAction("left", List.of(new Parameter("place", -1, 1))),
              new ParameterisedAction("wait", List.of()),
              new ParameterisedAction("right", List.of(new Parameter("place", 0, 10)))));
  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "aim",
          new ObservationSpace.Vector(List.of("side", "place"), -1, 1),
          ACTIONS,
          LENGTH,
          0,
          1);

  private RandomStream random = new RandomStream(0);
  private int step = LENGTH;
  private boolean right;
  private double place;
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
    show();
  }

  private void show() {
    right = random.nextDouble() < 0.5;
    place = random.nextDouble();
  }

  @Override
  public void step(Action action) {
    SPEC.actions().check(action);
    Action.Parameterised chosen = (Action.Parameterised) action;
    reward = 0;
    if (chosen.index() == (right ? 2 : 0)) {
      double x = chosen.parameters()[0];
      reward = 1 - Math.abs((right ? x / 10 : (x + 1) / 2) - place);
    }
    step++;
    if (step < LENGTH) show();
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
    target[offset] = right ? 1 : -1;
    target[offset + 1] = (float) (2 * place - 1);
  }

  @Override
  public ActionSet availableActions() {
    return ActionSet.all(ACTIONS.count());
  }

  @Override
  public byte[] snapshot() {
    return new SnapshotWriter("aim", 1)
        .put(random.state())
        .put(step)
        .put(right)
        .put(place)
        .put(reward)
        .toBytes();
  }

  @Override
  public void restore(byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot, "aim", 1);
    random = RandomStream.ofState(in.nextLongs());
    step = in.nextInt();
    right = in.nextBoolean();
    place = in.nextDouble();
    reward = in.nextDouble();
    in.end();
  }

  @Override
  public Picture render() {
    throw new UnsupportedOperationException("nobody looks at this world");
  }
}
