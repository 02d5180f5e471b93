package io.fabula.envs.platform;

import static io.fabula.envs.platform.PlatformConstants.*;

import io.fabula.envs.Action;
import io.fabula.envs.Player;

/**
 * A hand-written player that knows the rules: it tries short plans in its head, without noise and
 * with a steady headwind of noise, and takes the first action of the plan whose worse outcome is
 * the farthest to the right. Reaches the goal in nearly all episodes.
 *
 * <p>An instance belongs to one thread.
 */
public final class PlatformPlayer implements Player<Platform> {
  private static final int[] ACTIONS = {RUN, RUN, HOP, HOP, HOP, LEAP, LEAP};
  private static final double[] PARAMETERS = {30, 3, 10, 240, 720, 10, 430};
  private static final int DEPTH = 4;

  /** Counts against a plan that ends in death, in world units. */
  private static final double DEATH = 2 * TOTAL_WIDTH;

  /** What each imagined noise draw is worth, in standard deviations. */
  private static final double HEADWIND = 1.0;

  private final PlatformDynamics calm = new PlatformDynamics(() -> 0);
  private final PlatformDynamics windy = new PlatformDynamics(() -> HEADWIND);

  /** The action to take now. */
  @Override
  public Action act(Platform world) {
    PlatformState state = world.state();
    int best = 0;
    double bestValue = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < ACTIONS.length; i++) {
      double value = valueOf(i, state, state, DEPTH - 1);
      if (value > bestValue) {
        best = i;
        bestValue = value;
      }
    }
    return Action.of(ACTIONS[best], (float) PARAMETERS[best]);
  }

  /** How far the best plan that begins with choice {@code i} gets in the worse of both cases. */
  private double valueOf(int i, PlatformState calmState, PlatformState windyState, int depth) {
    PlatformState calmAfter = imagine(calm, i, calmState);
    double value = value(calm);
    boolean over = calm.terminal();
    PlatformState windyAfter = imagine(windy, i, windyState);
    value = Math.min(value, value(windy));
    if (over || windy.terminal() || depth == 0) return value + depth; // sooner is better
    double best = Double.NEGATIVE_INFINITY;
    for (int next = 0; next < ACTIONS.length; next++) {
      best = Math.max(best, valueOf(next, calmAfter, windyAfter, depth - 1));
    }
    return best;
  }

  private static PlatformState imagine(PlatformDynamics world, int i, PlatformState from) {
    world.setState(from);
    world.step(ACTIONS[i], PARAMETERS[i], null);
    return world.state();
  }

  private static double value(PlatformDynamics world) {
    boolean dead = world.terminal() && world.x() < TOTAL_WIDTH;
    return dead ? world.x() - DEATH : world.x();
  }
}
