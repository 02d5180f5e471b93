package io.fabula.envs.doorkey;

import static io.fabula.envs.doorkey.DoorKeyConstants.*;

import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.random.GymRandom;

/** The rules: how a level is drawn, and what an action does to it. */
final class DoorKeyDynamics {
  static final int CARRIED = -1;

  /** There is no key in the world. */
  static final int NO_KEY = -2;

  final int size;
  final int maximumSteps;

  /** What each cell holds, index {@code x * size + y}. */
  final byte[] cells;

  private final GymRandom random = new GymRandom(CONSTRUCTION_SEED);
  int split;
  int doorAt;

  /** The key's cell, {@link #CARRIED} or {@link #NO_KEY}. */
  int keyAt;

  int at;
  int direction;
  int steps;
  double reward;
  boolean terminated;
  boolean truncated;

  DoorKeyDynamics(int size) {
    this.size = size;
    maximumSteps = STEPS_PER_CELL * size * size;
    cells = new byte[size * size];
  }

  void seed(long seed) {
    random.seed(seed);
  }

  /** Draws a level; the order of the draws is part of the world. */
  void generate() {
    for (int x = 0; x < size; x++) {
      for (int y = 0; y < size; y++) {
        boolean border = x == 0 || y == 0 || x == size - 1 || y == size - 1;
        cells[x * size + y] = border ? WALL : EMPTY;
      }
    }
    cells[goalAt()] = GOAL;
    split = random.nextInt(2, size - 2);
    for (int y = 0; y < size; y++) cells[split * size + y] = WALL;
    at = drawLeftCell(-1);
    direction = random.nextInt(0, 4);
    doorAt = split * size + random.nextInt(1, size - 2);
    cells[doorAt] = DOOR_LOCKED;
    keyAt = drawLeftCell(at);
    cells[keyAt] = KEY;
    steps = 0;
    reward = 0;
    terminated = false;
    truncated = false;
  }

  private int drawLeftCell(int taken) {
    while (true) {
      int x = random.nextInt(0, split);
      int cell = x * size + random.nextInt(0, size);
      if (cells[cell] == EMPTY && cell != taken) return cell;
    }
  }

  int goalAt() {
    return (size - 2) * size + size - 2;
  }

  boolean carrying() {
    return keyAt == CARRIED;
  }

  /** The cell in front of the agent. */
  int ahead() {
    return at + DX[direction] * size + DY[direction];
  }

  void step(int action) {
    steps++;
    reward = 0;
    int ahead = ahead();
    byte front = cells[ahead];
    switch (action) {
      case LEFT -> direction = (direction + 3) & 3;
      case RIGHT -> direction = (direction + 1) & 3;
      case FORWARD -> forward(ahead, front);
      case PICKUP -> {
        if (front == KEY) {
          keyAt = CARRIED;
          cells[ahead] = EMPTY;
        }
      }
      case DROP -> {
        if (front == EMPTY && carrying()) {
          keyAt = ahead;
          cells[ahead] = KEY;
        }
      }
      case TOGGLE -> toggle(ahead, front);
      default -> {} // done: does nothing
    }
    truncated = !terminated && steps >= maximumSteps;
  }

  private void forward(int ahead, byte front) {
    if (front == EMPTY || front == DOOR_OPEN) {
      at = ahead;
    } else if (front == GOAL) {
      at = ahead;
      terminated = true;
      reward = 1 - REWARD_DECAY * ((double) steps / maximumSteps);
    }
  }

  private void toggle(int ahead, byte front) {
    if (front == DOOR_OPEN) {
      cells[ahead] = DOOR_CLOSED;
    } else if (front == DOOR_CLOSED || (front == DOOR_LOCKED && carrying())) {
      cells[ahead] = DOOR_OPEN;
    }
  }

  void save(SnapshotWriter out) {
    out.put(random.state()).put(cells).put(split).put(doorAt).put(keyAt).put(at).put(direction);
    out.put(steps).put(reward).put(terminated).put(truncated);
  }

  /**
   * Reads what {@link #save} wrote into these dynamics, which are then only used if all is well.
   */
  void load(SnapshotReader in) {
    random.restore(in.nextInts());
    byte[] saved = in.nextBytes();
    if (saved.length != cells.length) {
      throw new IllegalArgumentException(
          "snapshot is of a grid of " + saved.length + " cells, expected " + cells.length);
    }
    for (byte cell : saved) {
      if (cell < EMPTY || cell > DOOR_LOCKED) {
        throw new IllegalArgumentException("snapshot is damaged: a cell holds " + cell);
      }
    }
    System.arraycopy(saved, 0, cells, 0, cells.length);
    split = in.nextInt();
    doorAt = in.nextInt();
    keyAt = in.nextInt();
    at = in.nextInt();
    direction = in.nextInt();
    steps = in.nextInt();
    reward = in.nextDouble();
    terminated = in.nextBoolean();
    truncated = in.nextBoolean();
    boolean placed = isCell(doorAt) && isCell(at) && keyAt >= NO_KEY && keyAt < cells.length;
    if (!placed || cells[at] == WALL || (direction & ~3) != 0) {
      throw new IllegalArgumentException("snapshot is damaged: no agent at cell " + at);
    }
  }

  private boolean isCell(int cell) {
    return cell >= 0 && cell < cells.length;
  }
}
