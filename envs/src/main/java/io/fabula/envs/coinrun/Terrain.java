package io.fabula.envs.coinrun;

import org.jspecify.annotations.Nullable;

/** Reads the ground of a level: heights and pits. */
final class Terrain {
  /** Ground that is higher is the border of the world. */
  static final int HIGHEST = 40;

  private static final int FIRST_COLUMN = 5;
  private static final int LAST_COLUMN = Grid.SIZE - 2;
  private static final int NARROWEST_PIT = 2;
  private static final int WIDEST_PIT = 7;
  private static final int LEAST_DEPTH = 4;

  private Terrain() {}

  /**
   * A pit: columns whose ground is the lowest row, between higher ground on both sides.
   *
   * @param first its leftmost column
   * @param last its rightmost column
   * @param edge height of the ground before it
   */
  record Pit(int first, int last, int edge) {
    boolean holds(double x) {
      return x > first && x < last + 1;
    }
  }

  static boolean isGround(byte code) {
    return code == Grid.GROUND || code == Grid.GROUND_TOP;
  }

  static boolean isLava(byte code) {
    return code == Grid.LAVA || code == Grid.LAVA_TOP;
  }

  static boolean isFree(byte code) {
    return code == Grid.EMPTY || code == Grid.BARRIER;
  }

  /** How many cells of ground lie on each other from the bottom of a column. */
  static int height(Grid grid, int x) {
    int y = 0;
    while (y < Grid.SIZE && isGround(grid.at(x, y))) y++;
    return y;
  }

  /** The pit that a column belongs to. */
  static @Nullable Pit pit(Grid grid, int x) {
    if (x < FIRST_COLUMN || x > LAST_COLUMN || height(grid, x) != 1) return null;
    int first = x;
    int last = x;
    while (first > 1 && height(grid, first - 1) == 1) first--;
    while (last < LAST_COLUMN && height(grid, last + 1) == 1) last++;
    int width = last - first + 1;
    if (first <= FIRST_COLUMN || width < NARROWEST_PIT || width > WIDEST_PIT) return null;
    int before = height(grid, first - 1);
    int after = height(grid, last + 1);
    boolean deep = before >= LEAST_DEPTH && after >= LEAST_DEPTH;
    return deep && before <= HIGHEST && after <= HIGHEST ? new Pit(first, last, before) : null;
  }
}
