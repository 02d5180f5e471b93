package io.fabula.envs.subgrid;

import io.fabula.envs.Picture;
import io.fabula.envs.drawing.Sketch;

/**
 * Draws the plane that matters from above (first axis to the right, second axis up), and beside it
 * the free axis as a column. The agent is filled while it is in the reward's plane and hollow when
 * it has left it; the column shows both levels.
 */
final class SubGridRenderer {
  private static final int BOARD = 384;
  private static final int MARGIN = 36;
  private static final int HEAD = 40;
  private static final int TEXT = 2;
  private static final String[] AXES = {"X", "Y", "Z"};

  private static final int PAPER = 0xF7F3E8;
  private static final int INK = 0x2B2A33;
  private static final int LINE = 0xCFC8B4;
  private static final int OPEN = 0xFFFFFF;
  private static final int WALL = 0x5B5A63;
  private static final int AGENT = 0x6A2B82;
  private static final int REWARD = 0xE0A100;
  private static final int REWARD_LEVEL = 0xF6DE9C;

  private final SubGridOptions options;
  private final PlanePaths paths;
  private final int columns;
  private final int rows;
  private final int levels;
  private final int cell;
  private final int bottom;
  private final int columnLeft;
  private final Sketch sketch;

  SubGridRenderer(SubGridOptions options, PlanePaths paths) {
    this.options = options;
    this.paths = paths;
    columns = options.planeWidth();
    rows = options.planeHeight();
    levels = options.size().get(options.plane().free());
    cell = Math.max(4, BOARD / Math.max(columns, Math.max(rows, levels)));
    bottom = HEAD + Math.max(rows, levels) * cell;
    columnLeft = MARGIN + columns * cell + 2 * MARGIN;
    sketch = new Sketch(columnLeft + cell + MARGIN, bottom + MARGIN, PAPER);
  }

  Picture draw(int[] agent, int[] reward, int steps) {
    Plane plane = options.plane();
    String limit = options.maximumSteps() > 0 ? "/" + options.maximumSteps() : "";
    sketch.text("STEP " + steps + limit, MARGIN, HEAD / 2 - 7, TEXT, INK);
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < rows; j++) drawCell(MARGIN, i, j, paths.wall(i, j) ? WALL : OPEN);
    }
    nameAxis(AXES[plane.first()], columns);
    nameAxis(MARGIN, AXES[plane.second()], rows);
    drawStar(middle(MARGIN, reward[plane.first()]), level(reward[plane.second()]));
    boolean inPlane = agent[plane.free()] == reward[plane.free()];
    drawAgent(middle(MARGIN, agent[plane.first()]), level(agent[plane.second()]), inPlane);
    for (int i = 0; i < levels; i++) {
      drawCell(columnLeft, 0, i, i == reward[plane.free()] ? REWARD_LEVEL : OPEN);
    }
    nameAxis(columnLeft, AXES[plane.free()], levels);
    drawAgent(middle(columnLeft, 0), level(agent[plane.free()]), inPlane);
    return sketch.toPicture();
  }

  private double middle(int left, int column) {
    return left + (column + 0.5) * cell;
  }

  private double level(int row) {
    return bottom - (row + 0.5) * cell;
  }

  private void drawCell(int left, int column, int row, int colour) {
    int x = left + column * cell;
    int y = bottom - (row + 1) * cell;
    sketch.fillRectangle(x, y, cell, cell, LINE);
    sketch.fillRectangle(x + 0.5, y + 0.5, cell - 1, cell - 1, colour);
  }

  /** Names the axis across and numbers its first and last cells. */
  private void nameAxis(String name, int cells) {
    double y = bottom + 15;
    sketch.centred("0", middle(MARGIN, 0), y, TEXT, INK);
    sketch.centred(name, MARGIN + cells * cell / 2.0, y, TEXT, INK);
    sketch.centred(String.valueOf(cells - 1), middle(MARGIN, cells - 1), y, TEXT, INK);
  }

  /** Names the axis that goes up at {@code left} and numbers its first and last cells. */
  private void nameAxis(int left, String name, int cells) {
    nameLeftOf(left, "0", level(0));
    nameLeftOf(left, name, bottom - cells * cell / 2.0);
    nameLeftOf(left, String.valueOf(cells - 1), level(cells - 1));
  }

  private void nameLeftOf(int left, String text, double y) {
    sketch.centred(text, left - 6 - Sketch.textWidth(text, TEXT) / 2.0, y, TEXT, INK);
  }

  private void drawAgent(double x, double y, boolean inPlane) {
    sketch.fillCircle(x, y, cell * 0.34, inPlane ? AGENT : OPEN);
    sketch.outlineCircle(x, y, cell * 0.34, Math.max(1, cell * 0.08), AGENT);
  }

  private void drawStar(double x, double y) {
    double[] corners = new double[20];
    for (int i = 0; i < 10; i++) {
      double radius = cell * (i % 2 == 0 ? 0.46 : 0.2);
      double angle = Math.PI * (i / 5.0 - 0.5);
      corners[2 * i] = x + radius * StrictMath.cos(angle);
      corners[2 * i + 1] = y + radius * StrictMath.sin(angle);
    }
    sketch.polygon(REWARD, corners);
  }
}
