package io.fabula.envs.doorkey;

import static io.fabula.envs.doorkey.DoorKeyConstants.*;

import java.util.Arrays;

/** Writes a world's observations. */
final class DoorKeyViews {
  private static final int AGENT_COLUMN = VIEW / 2;
  private static final int AGENT_ROW = VIEW - 1;
  private static final byte OUT_OF_SIGHT = -1;

  private final int size;
  private final byte[] seen = new byte[VIEW * VIEW];

  DoorKeyViews(int size) {
    this.size = size;
  }

  void write(DoorKeyView view, DoorKeyDynamics world, byte[] target, int offset) {
    switch (view) {
      case PARTIAL -> partial(world, target, offset);
      case PARTIAL_PLANES -> partialPlanes(world, target, offset);
      case FULL -> full(world, target, offset);
      case PLANES, OBJECTS -> {
        Arrays.fill(target, offset, offset + size * size * PLANES_PER_CELL + 1, (byte) 0);
        for (int x = 0, cell = 0; x < size; x++) {
          for (int y = 0; y < size; y++, cell++) {
            int plane = PLANE[world.cells[cell]];
            if (plane >= 0) target[offset + planes(x, y) + plane] = 1;
          }
        }
        if (view == DoorKeyView.PLANES) target[offset + agentPlane(world)] = 1;
        if (world.carrying()) target[offset + size * size * PLANES_PER_CELL] = 1;
      }
    }
  }

  private int planes(int x, int y) {
    return (y * size + x) * PLANES_PER_CELL;
  }

  private int agentPlane(DoorKeyDynamics world) {
    return planes(world.at / size, world.at % size) + AGENT_PLANE + world.direction;
  }

  private void full(DoorKeyDynamics world, byte[] target, int offset) {
    grid(world, target, offset);
    int agent = offset + world.at * CHANNELS;
    target[agent] = AGENT_CODE;
    target[agent + 1] = 0;
    target[agent + 2] = (byte) world.direction;
  }

  /** All cells without the agent. */
  void grid(DoorKeyDynamics world, byte[] target, int offset) {
    for (int cell = 0, i = offset; cell < world.cells.length; cell++, i += CHANNELS) {
      encode(world.cells[cell], target, i);
    }
  }

  private void partial(DoorKeyDynamics world, byte[] target, int offset) {
    look(world);
    seen[AGENT_COLUMN * VIEW + AGENT_ROW] = world.carrying() ? KEY : EMPTY;
    for (int cell = 0, i = offset; cell < seen.length; cell++, i += CHANNELS) {
      if (seen[cell] != OUT_OF_SIGHT) {
        encode(seen[cell], target, i);
      } else {
        target[i] = 0;
        target[i + 1] = 0;
        target[i + 2] = 0;
      }
    }
  }

  private void partialPlanes(DoorKeyDynamics world, byte[] target, int offset) {
    look(world);
    seen[AGENT_COLUMN * VIEW + AGENT_ROW] = world.carrying() ? KEY : EMPTY;
    Arrays.fill(target, offset, offset + seen.length * PLANES_PER_SEEN_CELL, (byte) 0);
    for (int cell = 0; cell < seen.length; cell++) {
      if (seen[cell] == OUT_OF_SIGHT) continue;
      int plane = seen[cell] == EMPTY ? SEEN_EMPTY_PLANE : PLANE[seen[cell]];
      target[offset + cell * PLANES_PER_SEEN_CELL + plane] = 1;
    }
  }

  private static void encode(byte cell, byte[] target, int i) {
    target[i] = TYPE_CODE[cell];
    target[i + 1] = COLOUR_CODE[cell];
    target[i + 2] = STATE_CODE[cell];
  }

  /**
   * Fills {@link #seen}, index {@code column * 7 + row}. Sight spreads from the agent's row to the
   * next row away from it: a cell that is seen and does not block shows its neighbours to the side
   * and the cells before these and itself. Rows are bit masks, bit i for column i.
   */
  private void look(DoorKeyDynamics world) {
    int forwardX = DX[world.direction];
    int forwardY = DY[world.direction];
    int middleX = world.at / size;
    int middleY = world.at % size;
    int visible = 1 << AGENT_COLUMN;
    for (int row = AGENT_ROW; row >= 0; row--) {
      int x = middleX + AGENT_COLUMN * forwardY; // column 0; columns go along (-forwardY, forwardX)
      int y = middleY - AGENT_COLUMN * forwardX;
      int clear = 0;
      for (int column = 0; column < VIEW; column++) {
        boolean inside = x >= 0 && y >= 0 && x < size && y < size;
        byte cell = inside ? world.cells[x * size + y] : WALL;
        seen[column * VIEW + row] = cell;
        if (!blocksSight(cell)) clear |= 1 << column;
        x -= forwardY;
        y += forwardX;
      }
      int next = 0;
      for (int column = 0; column < VIEW - 1; column++) {
        if ((visible & clear & 1 << column) != 0) {
          visible |= 2 << column;
          next |= 3 << column;
        }
      }
      for (int column = VIEW - 1; column > 0; column--) {
        if ((visible & clear & 1 << column) != 0) {
          visible |= 1 << (column - 1);
          next |= 3 << (column - 1);
        }
      }
      for (int column = 0; column < VIEW; column++) {
        if ((visible >> column & 1) == 0) seen[column * VIEW + row] = OUT_OF_SIGHT;
      }
      visible = next;
      middleX += forwardX;
      middleY += forwardY;
    }
  }
}
