package io.fabula.envs.subgrid;

import io.fabula.envs.Action;
import io.fabula.envs.Player;

/**
 * A hand-written player that walks a shortest path inside the plane where it started, and gives the
 * lowest action when several are equally good. Where no path exists it walks against the box.
 */
public final class SubGridPlayer implements Player<SubGridWorld> {
  /** The action to take now. */
  @Override
  public Action act(SubGridWorld world) {
    Plane plane = world.options().plane();
    int free = plane.free();
    int away = world.rewardPosition(free) - world.position(free);
    if (away != 0) return Action.of(2 * free + (away > 0 ? 0 : 1));
    int best = 0;
    int bestSteps = Integer.MAX_VALUE;
    for (int axis = 0; axis < 3; axis++) {
      if (axis == free) continue;
      for (int direction = 0; direction < 2; direction++) {
        int steps = stepsAfter(world, plane, axis, direction == 0 ? 1 : -1);
        if (steps < bestSteps) {
          best = 2 * axis + direction;
          bestSteps = steps;
        }
      }
    }
    return Action.of(best);
  }

  private static int stepsAfter(SubGridWorld world, Plane plane, int axis, int delta) {
    int moved = world.position(axis) + delta;
    if (moved < 0 || moved >= world.options().size().get(axis)) return Integer.MAX_VALUE;
    int first = plane.first() == axis ? moved : world.position(plane.first());
    int second = plane.second() == axis ? moved : world.position(plane.second());
    return world.optimalSteps(new PlaneCell(first, second)).orElse(Integer.MAX_VALUE);
  }
}
