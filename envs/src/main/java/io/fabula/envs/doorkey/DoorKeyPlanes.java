package io.fabula.envs.doorkey;

import static io.fabula.envs.doorkey.DoorKeyConstants.*;

/**
 * Reads a state that is shown as {@link DoorKeyView#PLANES}.
 *
 * @param planes as the world writes them
 * @param size cells per side
 */
@SuppressWarnings("ArrayRecordComponent") // read in place
public record DoorKeyPlanes(byte[] planes, int size) {
  private static final int LOCKED_PLANE = 3;

  public DoorKeyPlanes {
    if (planes.length != size * size * PLANES_PER_CELL + 1) {
      throw new IllegalArgumentException(
          "planes of %d x %d cells have %d values, got %d"
              .formatted(size, size, size * size * PLANES_PER_CELL + 1, planes.length));
    }
  }

  /**
   * The agent's cell, {@code y * size + x}.
   *
   * @throws IllegalArgumentException if the agent is not shown
   */
  public int agentCell() {
    for (int cell = 0; cell < size * size; cell++) {
      for (int direction = 0; direction < 4; direction++) {
        if (planes[cell * PLANES_PER_CELL + AGENT_PLANE + direction] != 0) return cell;
      }
    }
    throw new IllegalArgumentException("the agent is not shown");
  }

  /** Whether the key is carried. */
  public boolean carried() {
    return planes[size * size * PLANES_PER_CELL] != 0;
  }

  /** The cell of a door that is locked, or -1. */
  public int lockedCell() {
    for (int cell = 0; cell < size * size; cell++) {
      if (planes[cell * PLANES_PER_CELL + LOCKED_PLANE] != 0) return cell;
    }
    return -1;
  }
}
