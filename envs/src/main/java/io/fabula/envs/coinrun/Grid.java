package io.fabula.envs.coinrun;

import java.util.Arrays;

/** The cells of a level: 64 columns from the left, 64 rows from the bottom. */
final class Grid {
  static final int SIZE = 64;

  static final byte COIN = 1;
  static final byte GROUND = 15;
  static final byte GROUND_TOP = 16;
  static final byte LAVA = 17;
  static final byte LAVA_TOP = 18;

  /** Invisible; turns enemies back. */
  static final byte BARRIER = 19;

  static final byte EMPTY = 100;

  /** The codes that are drawn. */
  static final byte[] VISIBLE = {COIN, GROUND, GROUND_TOP, LAVA, LAVA_TOP};

  /** Row by row from the bottom. */
  final byte[] cells = new byte[SIZE * SIZE];

  /** The code of a cell; {@link #GROUND} outside the world. */
  byte at(int x, int y) {
    return ((x | y) & -SIZE) != 0 ? GROUND : cells[y * SIZE + x];
  }

  /** The code of the cell around a point; {@link #GROUND} outside the world. */
  byte around(float x, float y) {
    return x < 0 || y < 0 ? GROUND : at((int) x, (int) y);
  }

  void set(int x, int y, byte code) {
    cells[y * SIZE + x] = code;
  }

  void clear() {
    Arrays.fill(cells, EMPTY);
  }

  void fill(int x, int y, int width, int height, byte code) {
    for (int row = y; row < y + height; row++) {
      Arrays.fill(cells, row * SIZE + x, row * SIZE + x + width, code);
    }
  }

  /** A block of {@code body} whose uppermost row is {@code top}. */
  void block(int x, int y, int width, int height, byte body, byte top) {
    fill(x, y, width, height - 1, body);
    fill(x, y + height - 1, width, 1, top);
  }
}
