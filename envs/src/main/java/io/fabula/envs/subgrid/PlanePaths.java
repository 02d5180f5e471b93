package io.fabula.envs.subgrid;

import java.util.Arrays;

/**
 * Lengths of shortest paths to the reward inside its plane, by breadth-first search from the reward
 * over cells that are not walls.
 */
final class PlanePaths {
  static final int UNREACHABLE = -1;

  private final int height;
  private final boolean[] wall;
  private final int[] steps;

  PlanePaths(SubGridOptions options) {
    int width = options.planeWidth();
    height = options.planeHeight();
    wall = new boolean[width * height];
    for (PlaneCell cell : options.walls()) wall[cell.first() * height + cell.second()] = true;
    steps = new int[width * height];
    Arrays.fill(steps, UNREACHABLE);
    int[] queue = new int[width * height];
    int end = 0;
    int reward = options.reward().first() * height + options.reward().second();
    steps[reward] = 0;
    queue[end++] = reward;
    for (int begin = 0; begin < end; begin++) {
      int cell = queue[begin];
      int first = cell / height;
      int second = cell % height;
      if (first > 0) end = reach(cell - height, cell, queue, end);
      if (first < width - 1) end = reach(cell + height, cell, queue, end);
      if (second > 0) end = reach(cell - 1, cell, queue, end);
      if (second < height - 1) end = reach(cell + 1, cell, queue, end);
    }
  }

  private int reach(int cell, int from, int[] queue, int end) {
    if (wall[cell] || steps[cell] != UNREACHABLE) return end;
    steps[cell] = steps[from] + 1;
    queue[end] = cell;
    return end + 1;
  }

  boolean wall(int first, int second) {
    return wall[first * height + second];
  }

  /** Steps to the reward, or {@link #UNREACHABLE}, also for walls. */
  int steps(int first, int second) {
    return steps[first * height + second];
  }

  /** How many cells that are no walls have no path to the reward. */
  int unreachableCells() {
    int count = 0;
    for (int i = 0; i < steps.length; i++) if (!wall[i] && steps[i] == UNREACHABLE) count++;
    return count;
  }

  /** How many cells have a path to the reward, the reward's own included. */
  int reachableCells() {
    int count = 0;
    for (int each : steps) if (each != UNREACHABLE) count++;
    return count;
  }
}
