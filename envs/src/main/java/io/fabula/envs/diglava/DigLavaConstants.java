package io.fabula.envs.diglava;

/**
 * The numbers of the Dig Lava Grid World of AGILE ("Know Your Action Set: Learning Action Relations
 * for Reinforcement Learning", ICLR 2022; world {@code MiniGrid-DualLavaEnv-v0}).
 */
final class DigLavaConstants {
  /** Cells per side of the published world. */
  static final int SIZE = 11;

  /** Cells per side and step limit of the sized-down world; same rules. */
  static final int MINI_SIZE = 7;

  static final int MINI_MAXIMUM_STEPS = 25;

  /** Sides for which the two rivers and the start find room; encoding of rows ends here. */
  static final int SMALLEST_SIZE = 7;

  static final int LARGEST_SIZE = 15;

  // Type ids of cells as observed. Sub-goals can be walked on and look empty to people.
  static final byte EMPTY = 1;
  static final byte WALL = 2;
  static final byte GOAL = 8;
  static final byte ORANGE_LAVA = 9;
  static final byte SUBGOAL_1 = 11;
  static final byte PINK_LAVA = 12;
  static final byte SUBGOAL_2 = 14;

  /** Number of different values in an observation: type ids up to 14, flags and coordinates. */
  static final int SYMBOLS = 15;

  /** Goal reward at step t of T: {@code 100 - 99 t / T}. */
  static final double GOAL_REWARD = 100;

  static final double GOAL_REWARD_DECAY = 99;

  /** Sub-goal reward at step t of T: {@code 0.5 (1 - 0.9 t / T)}, or 0.5 if it is not scaled. */
  static final double SUBGOAL_REWARD = 0.5;

  static final double SUBGOAL_REWARD_DECAY = 0.9;

  /** For the first visit of a cell; taken back when a sub-goal or the goal pays. */
  static final double VISIT_REWARD = 0.01;

  static final double DIG_REWARD = 0.01;

  /** Skills drawn for each episode beside those that are always there. */
  static final int DRAWN_SKILLS = 2;

  /** The four steps are always available. */
  static final int LEAST_AVAILABLE = 4;

  // Defaults of the options.
  static final int MAXIMUM_STEPS = 50;
  static final int LAVA_DEAD_COUNT = 1;
  static final int AVAILABLE_UP_TO = 9;

  // Directions.
  static final int RIGHT = 0;
  static final int DOWN = 1;
  static final int LEFT = 2;
  static final int UP = 3;
  static final int[] DX = {1, 0, -1, 0};
  static final int[] DY = {0, 1, 0, -1};

  private DigLavaConstants() {}
}
