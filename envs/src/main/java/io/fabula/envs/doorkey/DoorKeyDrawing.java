package io.fabula.envs.doorkey;

import static io.fabula.envs.doorkey.DoorKeyConstants.*;

import io.fabula.envs.Picture;
import io.fabula.envs.drawing.Sketch;

/**
 * Draws both rooms; what the agent sees is lit, the rest dimmed. Beside the grid stand the agent's
 * hand and, turned as the agent sees it, its own view.
 */
final class DoorKeyDrawing {
  private static final int GRID_SIDE = 360;
  private static final int PANEL = 176;
  private static final int HEADER = 34;
  private static final int VIEW_CELL = 22;
  private static final int PAPER = 0xF7F4EC;
  private static final int LIT = 0xFFFDF5;
  private static final int DIM = 0xDCD7CA;
  private static final int LINE = 0xC9C3B3;
  private static final int INK = 0x33312C;
  private static final int STONE = 0x6B6A70;
  private static final int STONE_DIM = 0x8B8A8F;
  private static final int YELLOW = 0xE2B22C;
  private static final int YELLOW_DARK = 0x8A6A10;
  private static final int GREEN = 0x3C9A5F;
  private static final int RED = 0xC2483D;
  private static final int HIDDEN = 0x4A494E;

  private DoorKeyDrawing() {}

  static Picture draw(DoorKey world, DoorKeyDynamics state, byte[] partial) {
    int size = world.size();
    double cell = (double) GRID_SIDE / size;
    Sketch sketch = new Sketch(GRID_SIDE + PANEL, HEADER + GRID_SIDE, PAPER);
    for (int x = 0; x < size; x++) {
      for (int y = 0; y < size; y++) {
        boolean lit = sees(world, partial, x, y);
        byte content = state.cells[x * size + y];
        drawCell(sketch, x * cell, HEADER + y * cell, cell, content, lit);
      }
    }
    double agentX = (world.x() + 0.5) * cell;
    double agentY = HEADER + (world.y() + 0.5) * cell;
    sketch.pointer(agentX, agentY, world.direction(), 0.38 * cell, RED);
    header(sketch, world);
    hand(sketch, world.carrying());
    view(sketch, partial, world.carrying());
    return sketch.toPicture();
  }

  /** Whether a cell of the grid is within sight: looks it up in the agent's own view. */
  private static boolean sees(DoorKey world, byte[] partial, int x, int y) {
    int forwardX = DX[world.direction()];
    int forwardY = DY[world.direction()];
    int dx = x - world.x();
    int dy = y - world.y();
    int ahead = dx * forwardX + dy * forwardY;
    int aside = -dx * forwardY + dy * forwardX;
    int column = aside + VIEW / 2;
    int row = VIEW - 1 - ahead;
    if (column < 0 || column >= VIEW || row < 0 || row >= VIEW) return false;
    return partial[(column * VIEW + row) * CHANNELS] != 0;
  }

  private static void drawCell(
      Sketch sketch, double left, double top, double side, byte content, boolean lit) {
    sketch.fillRectangle(left, top, side, side, LINE);
    sketch.fillRectangle(left + 1, top + 1, side - 1, side - 1, lit ? LIT : DIM);
    double x = left + side / 2;
    double y = top + side / 2;
    switch (content) {
      case WALL -> sketch.fillRectangle(left, top, side, side, lit ? STONE : STONE_DIM);
      case GOAL ->
          sketch
              .fillRectangle(left + 1, top + 1, side - 1, side - 1, GREEN)
              .outlineCircle(x, y, 0.28 * side, 0.06 * side, LIT)
              .fillCircle(x, y, 0.1 * side, LIT);
      case KEY -> key(sketch, x, y, side);
      case DOOR_OPEN ->
          sketch
              .outlineRound(left + 2, top + 2, side - 4, side - 4, 4, 0.05 * side, YELLOW)
              .fillRectangle(left + 0.08 * side, top + 2, 0.16 * side, side - 4, YELLOW);
      case DOOR_CLOSED, DOOR_LOCKED -> {
        sketch.fillRectangle(left + 1, top + 1, side - 1, side - 1, YELLOW);
        sketch.outlineRound(
            left + 0.12 * side, top + 0.12 * side, 0.76 * side, 0.76 * side, 4, 2, YELLOW_DARK);
        if (content == DOOR_LOCKED) {
          sketch.fillCircle(x, y - 0.06 * side, 0.12 * side, INK);
          sketch.polygon(
              INK,
              x,
              y - 0.06 * side,
              x - 0.12 * side,
              y + 0.24 * side,
              x + 0.12 * side,
              y + 0.24 * side);
        } else {
          sketch.fillCircle(x + 0.22 * side, y, 0.06 * side, INK);
        }
      }
      default -> {}
    }
  }

  private static void key(Sketch sketch, double x, double y, double side) {
    sketch.outlineCircle(x - 0.16 * side, y, 0.13 * side, 0.07 * side, YELLOW_DARK);
    sketch.line(x - 0.03 * side, y, x + 0.3 * side, y, 0.08 * side, YELLOW_DARK);
    sketch.line(x + 0.28 * side, y, x + 0.28 * side, y + 0.14 * side, 0.08 * side, YELLOW_DARK);
    sketch.line(x + 0.15 * side, y, x + 0.15 * side, y + 0.1 * side, 0.08 * side, YELLOW_DARK);
  }

  private static void header(Sketch sketch, DoorKey world) {
    String outcome = world.terminated() ? "GOAL" : world.truncated() ? "OUT OF TIME" : "";
    sketch.text("step " + world.steps() + "/" + world.spec().maximumSteps(), 8, 10, 2, INK);
    int width = Sketch.textWidth(outcome, 2);
    sketch.text(outcome, GRID_SIDE - width - 8, 10, 2, world.terminated() ? GREEN : RED);
  }

  private static void hand(Sketch sketch, boolean carrying) {
    int left = GRID_SIDE + 16;
    sketch.text("in hand", left, HEADER + 6, 1, INK);
    sketch.fillRound(left, HEADER + 18, 56, 56, 10, carrying ? LIT : DIM);
    if (carrying) key(sketch, left + 28, HEADER + 46, 52);
  }

  private static void view(Sketch sketch, byte[] partial, boolean carrying) {
    int left = GRID_SIDE + 11;
    int top = HEADER + 116;
    sketch.text("what it sees", left, top - 14, 1, INK);
    for (int column = 0; column < VIEW; column++) {
      for (int row = 0; row < VIEW; row++) {
        int i = (column * VIEW + row) * CHANNELS;
        double x = left + column * VIEW_CELL;
        double y = top + row * VIEW_CELL;
        if (partial[i] == 0) {
          sketch.fillRectangle(x, y, VIEW_CELL, VIEW_CELL, HIDDEN);
        } else {
          drawCell(sketch, x, y, VIEW_CELL, content(partial[i], partial[i + 2]), true);
        }
      }
    }
    double middle = left + VIEW / 2.0 * VIEW_CELL;
    double foot = top + (VIEW - 0.5) * VIEW_CELL;
    if (carrying) drawCell(sketch, middle - 11, foot - 11, VIEW_CELL, EMPTY, true);
    sketch.pointer(middle, foot, 3, 0.38 * VIEW_CELL, RED);
  }

  private static byte content(byte type, byte door) {
    for (byte content = EMPTY; content <= DOOR_LOCKED; content++) {
      if (TYPE_CODE[content] == type && STATE_CODE[content] == door) return content;
    }
    throw new IllegalArgumentException("no cell has the code " + type);
  }
}
