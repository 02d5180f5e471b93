package io.fabula.envs.subgrid;

import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.List;

/** Random mazes for the sub-grid world: a fixed layout per seed, part of the options. */
public final class RandomWalls {
  /** Chance of each cell but the reward's (the original's code; its help text says 0.3). */
  private static final double DENSITY = 0.2;

  /** Greatest ratio of unreachable to reachable cells (code; its help text says 0.2). */
  private static final double UNREACHABLE_RATIO = 0.01;

  private static final int ATTEMPTS = 10_000;

  private RandomWalls() {}

  /**
   * The given world with random walls instead of its own.
   *
   * <p>If the options allow reachable starts only, layouts are drawn until at most one cell in a
   * hundred is cut off from the reward.
   *
   * @throws IllegalArgumentException if no such layout turns up in 10,000 attempts
   */
  public static SubGridOptions draw(SubGridOptions options, long seed) {
    RandomStream stream = new RandomStream(seed);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      List<PlaneCell> walls = new ArrayList<>();
      for (int first = 0; first < options.planeWidth(); first++) {
        for (int second = 0; second < options.planeHeight(); second++) {
          PlaneCell cell = new PlaneCell(first, second);
          if (!cell.equals(options.reward()) && stream.nextDouble() < DENSITY) walls.add(cell);
        }
      }
      if (walls.size() + 1 >= options.planeWidth() * options.planeHeight()) continue;
      SubGridOptions drawn = options.withWalls(walls);
      if (!options.reachableStartsOnly()) return drawn;
      PlanePaths paths = new PlanePaths(drawn);
      // the reward's own cell is no start
      int reachable = paths.reachableCells() - 1;
      if (reachable > 0 && paths.unreachableCells() <= UNREACHABLE_RATIO * reachable) return drawn;
    }
    throw new IllegalArgumentException(
        "found no layout with reachable starts in " + ATTEMPTS + " attempts for " + options);
  }
}
