package io.fabula.envs.doorkey;

/** The numbers of {@code MiniGrid-DoorKey} as in gym-minigrid 1.0.2. */
final class DoorKeyConstants {
  /** Cells per side: the default class, and the range offered here. */
  static final int DEFAULT_SIZE = 8;

  static final int SMALLEST_SIZE = 5;
  static final int LARGEST_SIZE = 32;

  /** Step limit: this many times the number of cells. */
  static final int STEPS_PER_CELL = 10;

  /** Reward for the goal at step t of T: {@code 1 - 0.9 t / T}. */
  static final double REWARD_DECAY = 0.9;

  /** The seed that a new world begins with. */
  static final long CONSTRUCTION_SEED = 1337;

  // Actions.
  static final int LEFT = 0;
  static final int RIGHT = 1;
  static final int FORWARD = 2;
  static final int PICKUP = 3;
  static final int DROP = 4;
  static final int TOGGLE = 5;
  static final int DONE = 6;
  static final int ACTIONS = 7;

  // Directions: 0 right, 1 down, 2 left, 3 up.
  static final int[] DX = {1, 0, -1, 0};
  static final int[] DY = {0, 1, 0, -1};

  // What a cell can hold; the arrays below are indexed by it.
  static final byte EMPTY = 0;
  static final byte WALL = 1;
  static final byte GOAL = 2;
  static final byte KEY = 3;
  static final byte DOOR_OPEN = 4;
  static final byte DOOR_CLOSED = 5;
  static final byte DOOR_LOCKED = 6;

  /** Object codes: empty 1, wall 2, door 4, key 5, goal 8. */
  static final byte[] TYPE_CODE = {1, 2, 8, 5, 4, 4, 4};

  /** Colour codes: grey 5, green 1, yellow 4; empty cells have none. */
  static final byte[] COLOUR_CODE = {0, 5, 1, 4, 4, 4, 4};

  /** Door states: open 0, closed 1, locked 2. */
  static final byte[] STATE_CODE = {0, 0, 0, 0, 0, 1, 2};

  /** The agent's object code in the full view; its state is the direction, its colour red. */
  static final byte AGENT_CODE = 10;

  /** Number of different values of an encoded cell's channels. */
  static final int SYMBOLS = 11;

  static final int CHANNELS = 3;

  /** Cells per side of what the agent sees; it stands at the middle of the last row. */
  static final int VIEW = 7;

  /** Planes of one cell: wall, door open, closed, locked, key, goal, agent in four directions. */
  static final int PLANES_PER_CELL = 10;

  static final int AGENT_PLANE = 6;

  /** Planes of a cell in the partial view: the first six of those, and empty. */
  static final int PLANES_PER_SEEN_CELL = 7;

  static final int SEEN_EMPTY_PLANE = 6;

  /** The plane that shows a cell's content; empty cells have none. */
  static final int[] PLANE = {-1, 0, 5, 4, 1, 2, 3};

  private DoorKeyConstants() {}

  static boolean blocksSight(byte cell) {
    return cell == WALL || cell == DOOR_CLOSED || cell == DOOR_LOCKED;
  }
}
