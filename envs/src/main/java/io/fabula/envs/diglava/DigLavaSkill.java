package io.fabula.envs.diglava;

import static io.fabula.envs.diglava.DigLavaConstants.*;

/** The 13 skills; in the order of their ids. */
public enum DigLavaSkill {
  STEP_RIGHT(0, "right", Kind.STEP, RIGHT, -1, -1),
  STEP_DOWN(1, "down", Kind.STEP, DOWN, -1, 1),
  STEP_LEFT(2, "left", Kind.STEP, LEFT, 1, -1),
  STEP_UP(3, "up", Kind.STEP, UP, 1, 1),
  RIGHT_DOWN(4, "right+down", Kind.DIAGONAL, RIGHT, -1, -1),
  DOWN_LEFT(5, "down+left", Kind.DIAGONAL, DOWN, -1, 1),
  LEFT_UP(6, "left+up", Kind.DIAGONAL, LEFT, 1, -1),
  UP_RIGHT(7, "up+right", Kind.DIAGONAL, UP, 1, 1),
  TURN_LEFT(8, "turn left", Kind.TURN, 3, -1, 1),
  TURN_RIGHT(9, "turn right", Kind.TURN, 1, 1, -1),
  FORWARD(10, "forward", Kind.TURN, 0, 1, 1),
  DIG_ORANGE(11, "dig orange", Kind.DIG_ORANGE, ORANGE_LAVA, 0, 0),
  DIG_PINK(12, "dig pink", Kind.DIG_PINK, PINK_LAVA, 0, 0);

  /** Numbers that describe a skill to an agent. */
  public static final int REPRESENTATION_SIZE = 11;

  /** Number of skills. */
  public static final int COUNT = 13;

  static final DigLavaSkill[] ALL = values();

  /** Kinds of skills, each with its column of the one-hot part and the place of its code. */
  private enum Kind {
    DIG_PINK(0, -1),
    DIG_ORANGE(1, -1),
    TURN(2, 9),
    DIAGONAL(3, 7),
    STEP(4, 5);

    final int column;
    final int codeColumn;

    Kind(int column, int codeColumn) {
      this.column = column;
      this.codeColumn = codeColumn;
    }
  }

  private final int id;
  private final String label;
  private final Kind kind;
  private final int argument;
  private final int firstCode;
  private final int secondCode;

  DigLavaSkill(int id, String label, Kind kind, int argument, int firstCode, int secondCode) {
    this.id = id;
    this.label = label;
    this.kind = kind;
    this.argument = argument;
    this.firstCode = firstCode;
    this.secondCode = secondCode;
  }

  /** The skill of an id, 0 to 12. */
  public static DigLavaSkill of(int id) {
    return ALL[id];
  }

  /** The action's id. */
  public int id() {
    return id;
  }

  /** Its name for people. */
  public String label() {
    return label;
  }

  /** Whether this is a step right, down, left or up. */
  boolean isStep() {
    return kind == Kind.STEP;
  }

  boolean isDiagonal() {
    return kind == Kind.DIAGONAL;
  }

  boolean isDig() {
    return kind == Kind.DIG_ORANGE || kind == Kind.DIG_PINK;
  }

  /** First direction of a step or diagonal, quarter turns of a turn, lava of a dig. */
  int argument() {
    return argument;
  }

  /**
   * The published description: columns 0 to 4 say the kind (dig pink, dig orange, turn or forward,
   * diagonal, step), 5-6, 7-8 and 9-10 the direction within steps, diagonals and turns.
   */
  public float[] representation() {
    float[] row = new float[REPRESENTATION_SIZE];
    row[kind.column] = 1;
    if (kind.codeColumn >= 0) {
      row[kind.codeColumn] = firstCode;
      row[kind.codeColumn + 1] = secondCode;
    }
    return row;
  }
}
