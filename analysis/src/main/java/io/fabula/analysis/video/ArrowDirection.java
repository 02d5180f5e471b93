package io.fabula.analysis.video;

/** The way an action points, for the arrow over a frame. */
public enum ArrowDirection {
  NONE(0, 0),
  DOWN_LEFT(-1, -1),
  LEFT(-1, 0),
  UP_LEFT(-1, 1),
  DOWN(0, -1),
  UP(0, 1),
  DOWN_RIGHT(1, -1),
  RIGHT(1, 0),
  UP_RIGHT(1, 1);

  private static final ArrowDirection[] PROCGEN = {
    DOWN_LEFT, LEFT, UP_LEFT, DOWN, NONE, UP, DOWN_RIGHT, RIGHT, UP_RIGHT
  };

  final int right;
  final int up;

  ArrowDirection(int right, int up) {
    this.right = right;
    this.up = up;
  }

  /**
   * The direction of an action of Procgen's combined space (0 = down left ... 8 = up right); the
   * null action and the special ones point nowhere.
   *
   * @param action within 0..14
   */
  public static ArrowDirection ofProcgen(int action) {
    if (action < 0 || action > 14) {
      throw new IllegalArgumentException("action must be within 0..14, got " + action);
    }
    return action < PROCGEN.length ? PROCGEN[action] : NONE;
  }
}
