package io.fabula.envs.subgrid;

import java.util.Arrays;
import java.util.List;

/**
 * The image view: every cell is a block of 7 x 7 x 7 voxels; walls are full, the agent is a hollow
 * block with a small figure on its faces, the reward is not drawn.
 */
final class Voxels {
  static final int BLOCK = 7;

  private static final float FULL = 1.0f;
  private static final float BODY = 0.9f;
  private static final float HEAD = 0.8f;
  private static final float CROSS = 0.7f;

  private static final String[] AGENT_FACE = {
    "...h...", //
    "bbbbbbb", "..bbb..", "..bbb..", "..b.b..", "..b.b..", ".bb.bb."
  };

  private static final String[] REWARD_FACE = {
    "x.....x", //
    ".x...x.", "..x.x..", "...x...", "..x.x..", ".x...x.", "x.....x"
  };

  /** {@code [7 * 7 * 7]}, last axis fastest. */
  static final float[] AGENT = block(AGENT_FACE);

  /** The reward's block; drawn nowhere in the observation, as in the original. */
  static final float[] REWARD = block(REWARD_FACE);

  private static final float[] WALL = new float[BLOCK * BLOCK * BLOCK];

  static {
    Arrays.fill(WALL, FULL);
  }

  private Voxels() {}

  /** Writes the figure on the six faces in the original's order; later faces overwrite edges. */
  private static float[] block(String[] face) {
    float[] block = new float[BLOCK * BLOCK * BLOCK];
    int far = BLOCK - 1;
    for (int axis = 0; axis < 3; axis++) {
      for (int depth = 0; depth <= far; depth += far) {
        for (int i = 0; i < BLOCK; i++) {
          for (int j = 0; j < BLOCK; j++) {
            int at =
                switch (axis) {
                  case 0 -> index(depth, i, j);
                  case 1 -> index(i, depth, j);
                  default -> index(i, j, depth);
                };
            block[at] = value(face[i].charAt(j));
          }
        }
      }
    }
    return block;
  }

  private static int index(int i, int j, int k) {
    return (i * BLOCK + j) * BLOCK + k;
  }

  private static float value(char symbol) {
    return switch (symbol) {
      case 'b' -> BODY;
      case 'h' -> HEAD;
      case 'x' -> CROSS;
      default -> 0;
    };
  }

  /** Writes the whole image, {@code [7N, 7M, 7L]}, from {@code offset}. */
  static void draw(
      SubGridOptions options, PlanePaths paths, int[] agent, float[] target, int offset) {
    List<Integer> size = options.size();
    int rows = size.get(1) * BLOCK;
    int columns = size.get(2) * BLOCK;
    Plane plane = options.plane();
    Arrays.fill(target, offset, offset + size.get(0) * BLOCK * rows * columns, 0);
    int[] cell = new int[3];
    for (cell[0] = 0; cell[0] < size.get(0); cell[0]++) {
      for (cell[1] = 0; cell[1] < size.get(1); cell[1]++) {
        for (cell[2] = 0; cell[2] < size.get(2); cell[2]++) {
          boolean wall = paths.wall(cell[plane.first()], cell[plane.second()]);
          boolean here = Arrays.equals(cell, agent);
          if (wall || here) copy(here ? AGENT : WALL, cell, rows, columns, target, offset);
        }
      }
    }
  }

  private static void copy(
      float[] block, int[] cell, int rows, int columns, float[] target, int offset) {
    for (int i = 0; i < BLOCK; i++) {
      for (int j = 0; j < BLOCK; j++) {
        int row = (cell[0] * BLOCK + i) * rows + cell[1] * BLOCK + j;
        int at = offset + row * columns + cell[2] * BLOCK;
        System.arraycopy(block, index(i, j, 0), target, at, BLOCK);
      }
    }
  }
}
