package io.fabula.envs.subgrid;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * Shape and task of a sub-grid world.
 *
 * @param size cells along x, y and z; each at least 2
 * @param plane the axes that matter
 * @param reward where in the plane the reward is
 * @param maximumSteps step limit, or 0 for none; reaching it costs a reward of -1
 * @param walls cells of the plane that are walls, through the whole box along the free axis
 * @param view what the agent sees
 * @param reachableStartsOnly whether episodes start only where a path to the reward exists (the
 *     original's {@code check_valid} and {@code check_valid_run}, which differ only in when they
 *     look)
 */
public record SubGridOptions(
    List<Integer> size,
    Plane plane,
    PlaneCell reward,
    int maximumSteps,
    List<PlaneCell> walls,
    View view,
    boolean reachableStartsOnly) {
  /** Published worlds (Nautrup et al. 2020): a cube of this many cells a side. */
  private static final int PUBLISHED_SIZE = 12;

  private static final int PUBLISHED_STEPS = 400;

  public SubGridOptions {
    size = List.copyOf(size);
    walls = List.copyOf(walls);
    Objects.requireNonNull(plane, "plane");
    Objects.requireNonNull(view, "view");
    if (size.size() != 3 || size.stream().anyMatch(n -> n < 2)) {
      throw new IllegalArgumentException("size must be three numbers of at least 2, got " + size);
    }
    if (maximumSteps < 0) {
      throw new IllegalArgumentException(
          "maximumSteps must be at least 0 (0 = no limit), got " + maximumSteps);
    }
    checkInside("reward", reward, size, plane);
    for (PlaneCell wall : walls) checkInside("wall", wall, size, plane);
    if (walls.contains(reward)) {
      throw new IllegalArgumentException("the reward stands in a wall, at " + words(reward));
    }
    if (new HashSet<>(walls).size() + 1 >= size.get(plane.first()) * size.get(plane.second())) {
      throw new IllegalArgumentException("walls leave no cell to start from");
    }
  }

  /**
   * One of the three published objectives in a box of 12 x 12 x 12 cells with 400 steps and no
   * walls.
   *
   * @param objective 1: x and y matter, reward at (6, 11); 2: y and z, (11, 6); 3: x and z, (6, 6)
   */
  public static SubGridOptions published(int objective) {
    return switch (objective) {
      case 1 -> published(Plane.XY, new PlaneCell(6, 11));
      case 2 -> published(Plane.YZ, new PlaneCell(11, 6));
      case 3 -> published(Plane.XZ, new PlaneCell(6, 6));
      default ->
          throw new IllegalArgumentException("objective must be within 1..3, got " + objective);
    };
  }

  private static SubGridOptions published(Plane plane, PlaneCell reward) {
    List<Integer> size = List.of(PUBLISHED_SIZE, PUBLISHED_SIZE, PUBLISHED_SIZE);
    return open(size, plane, reward, PUBLISHED_STEPS);
  }

  /** A world without walls that the agent sees one-hot. */
  public static SubGridOptions open(
      List<Integer> size, Plane plane, PlaneCell reward, int maximumSteps) {
    return new SubGridOptions(size, plane, reward, maximumSteps, List.of(), View.ONE_HOT, false);
  }

  /** The same world with other walls. */
  public SubGridOptions withWalls(List<PlaneCell> newWalls) {
    return new SubGridOptions(
        size, plane, reward, maximumSteps, newWalls, view, reachableStartsOnly);
  }

  /** The same world seen otherwise. */
  public SubGridOptions withView(View newView) {
    return new SubGridOptions(
        size, plane, reward, maximumSteps, walls, newView, reachableStartsOnly);
  }

  /** The same world, starting only where a path to the reward exists. */
  public SubGridOptions withReachableStartsOnly() {
    return new SubGridOptions(size, plane, reward, maximumSteps, walls, view, true);
  }

  /** Cells along the plane's first axis. */
  int planeWidth() {
    return size.get(plane.first());
  }

  /** Cells along the plane's second axis. */
  int planeHeight() {
    return size.get(plane.second());
  }

  private static void checkInside(String what, PlaneCell cell, List<Integer> size, Plane plane) {
    if (cell.first() < 0
        || cell.second() < 0
        || cell.first() >= size.get(plane.first())
        || cell.second() >= size.get(plane.second())) {
      throw new IllegalArgumentException(
          what + " must be within the " + plane + " plane of " + size + ", got " + words(cell));
    }
  }

  private static String words(PlaneCell cell) {
    return "[" + cell.first() + ", " + cell.second() + "]";
  }
}
