package io.fabula.model.ppo;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.ActionSpace.Parameter;
import io.fabula.envs.ActionSpace.ParameterisedAction;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.random.RandomStream;
import java.util.List;

/**
 * Shows a side and a place; pays for the action of that side 1 less the distance of its parameter
 * from the place, as a share of the parameter's range, and nothing for the others.
 */
final class AimWorld extends FiveStepWorld {
  static final ActionSpace.Parameterised ACTIONS =
      new ActionSpace.Parameterised(
          List.of(
              new ParameterisedAction("left", List.of(new Parameter("place", -1, 1))),
              new ParameterisedAction("wait", List.of()),
              new ParameterisedAction("right", List.of(new Parameter("place", 0, 10)))));

  private final double centre;
  private final double reach;
  private boolean right;
  private double place;

  /** Shows numbers within -1..1. */
  AimWorld() {
    this(0, 1);
  }

  /** Shows numbers within {@code reach} around {@code centre}. */
  AimWorld(double centre, double reach) {
    super(
        new EnvironmentSpec(
            "aim",
            new ObservationSpace.Vector(
                List.of("side", "place"), (float) (centre - reach), (float) (centre + reach)),
            ACTIONS,
            LENGTH,
            0,
            1));
    this.centre = centre;
    this.reach = reach;
  }

  @Override
  void ask(RandomStream stream) {
    right = stream.nextDouble() < 0.5;
    place = stream.nextDouble();
  }

  @Override
  double pay(Action answer) {
    Action.Parameterised chosen = (Action.Parameterised) answer;
    if (chosen.index() != (right ? 2 : 0)) return 0;
    double x = chosen.parameters()[0];
    return 1 - Math.abs((right ? x / 10 : (x + 1) / 2) - place);
  }

  @Override
  public void observe(float[] target, int offset) {
    target[offset] = (float) (centre + (right ? reach : -reach));
    target[offset + 1] = (float) (centre + reach * (2 * place - 1));
  }

  @Override
  public ActionSet availableActions() {
    return ActionSet.all(ACTIONS.count());
  }

  @Override
  void write(SnapshotWriter out) {
    out.put(right).put(place);
  }

  @Override
  void read(SnapshotReader in) {
    right = in.nextBoolean();
    place = in.nextDouble();
  }
}
