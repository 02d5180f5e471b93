package io.fabula.envs.diglava;

import static io.fabula.envs.diglava.DigLavaConstants.*;

/**
 * The fixed layout: a walled square, an orange river at a third and a pink one at two thirds of the
 * width, each with one opening, a column of sub-goals behind each, the goal at the right. Cells are
 * indexed {@code x * size + y}, y downwards, as observations are.
 *
 * @implNote the goal is placed last; the original places sub-goal 2 over it when the world is
 *     small.
 */
final class DigLavaGrid {
  private DigLavaGrid() {}

  static byte[] layout(int size) {
    byte[] cells = new byte[size * size];
    for (int x = 0; x < size; x++) {
      for (int y = 0; y < size; y++) {
        boolean border = x == 0 || y == 0 || x == size - 1 || y == size - 1;
        cells[x * size + y] = border ? WALL : EMPTY;
      }
    }
    int orange = orangeColumn(size);
    int pink = pinkColumn(size);
    for (int y = 2; y <= size - 2; y++) cells[orange * size + y] = ORANGE_LAVA;
    for (int y = 1; y <= size - 3; y++) cells[pink * size + y] = PINK_LAVA;
    for (int y = 1; y <= size - 2; y++) {
      cells[(orange + 1) * size + y] = SUBGOAL_1;
      cells[(pink + 1) * size + y] = SUBGOAL_2;
    }
    cells[goal(size)] = GOAL;
    return cells;
  }

  static int orangeColumn(int size) {
    return size / 3;
  }

  static int pinkColumn(int size) {
    return 2 * size / 3;
  }

  static int start(int size) {
    return size + size / 2;
  }

  static int goal(int size) {
    return (size - 2) * size + size / 2;
  }

  static boolean isLava(byte cell) {
    return cell == ORANGE_LAVA || cell == PINK_LAVA;
  }
}
