package io.fabula.envs.diglava;

import static io.fabula.envs.diglava.DigLavaConstants.*;

import io.fabula.envs.ActionSet;
import io.fabula.envs.Picture;
import io.fabula.envs.drawing.Sketch;

/**
 * Draws the grid: lava with bubbles, sub-goals as small flags that fade when reached, the goal as a
 * target, two lamps that tell which dig skills the episode has, the set of skills below.
 */
final class DigLavaDrawing {
  private static final int CELL = 36;
  private static final int HEADER = 34;
  private static final int FOOTER = 66;
  private static final int CHIP_HEIGHT = 20;
  private static final int PAPER = 0xF7F4EC;
  private static final int INK = 0x33312C;
  private static final int GRID = 0xE4DED0;
  private static final int STONE = 0x6B6A70;
  private static final int STONE_EDGE = 0x55545A;
  private static final int ORANGE = 0xF08A24;
  private static final int ORANGE_LIGHT = 0xFFC15E;
  private static final int PINK = 0xE0559B;
  private static final int PINK_LIGHT = 0xF7A3CB;
  private static final int DARK = 0x3A393E;
  private static final int DUG = 0xB79F84;
  private static final int GREEN = 0x3C9A5F;
  private static final int FADED = 0xD3CDBE;
  private static final int AGENT = 0x2F6DB5;

  private DigLavaDrawing() {}

  static Picture draw(DigLava world, DigLavaDynamics state) {
    int size = world.options().size();
    int side = size * CELL;
    Sketch sketch = new Sketch(side, HEADER + side + FOOTER, PAPER);
    byte[] layout = DigLavaGrid.layout(size);
    for (int x = 0; x < size; x++) {
      for (int y = 0; y < size; y++) {
        int cell = x * size + y;
        drawCell(sketch, x * CELL, HEADER + y * CELL, layout[cell], state.cells[cell], state);
      }
    }
    lamp(sketch, DigLavaGrid.orangeColumn(size) + 1, ORANGE, DigLavaSkill.DIG_ORANGE, world);
    lamp(sketch, DigLavaGrid.pinkColumn(size) - 1, PINK, DigLavaSkill.DIG_PINK, world);
    double x = (world.x() + 0.5) * CELL;
    double y = HEADER + (world.y() + 0.5) * CELL;
    sketch.pointer(x, y, world.direction(), 0.4 * CELL, PAPER);
    sketch.pointer(x, y, world.direction(), 0.34 * CELL, AGENT);
    header(sketch, state, side);
    skills(sketch, world.availableActions(), HEADER + side + 8, side);
    return sketch.toPicture();
  }

  private static void drawCell(
      Sketch sketch, int left, int top, byte layout, byte cell, DigLavaDynamics state) {
    double middleX = left + CELL / 2.0;
    double middleY = top + CELL / 2.0;
    if (cell == WALL) {
      sketch.fillRectangle(left, top, CELL, CELL, STONE);
      sketch.line(left, top + CELL - 1, left + CELL, top + CELL - 1, 1, STONE_EDGE);
      return;
    }
    sketch.fillRectangle(left, top, CELL, CELL, GRID);
    sketch.fillRectangle(left + 1, top + 1, CELL - 2, CELL - 2, PAPER);
    if (cell == ORANGE_LAVA) {
      lava(sketch, left, top, ORANGE, ORANGE_LIGHT);
    } else if (cell == PINK_LAVA) {
      lava(sketch, left, top, PINK, PINK_LIGHT);
    } else if (DigLavaGrid.isLava(layout)) {
      sketch.fillCircle(middleX, middleY, 0.42 * CELL, DUG);
      sketch.fillCircle(middleX, middleY, 0.3 * CELL, PAPER);
    } else if (cell == SUBGOAL_1) {
      flag(sketch, middleX, middleY, state.subgoal1Reached ? FADED : ORANGE);
    } else if (cell == SUBGOAL_2) {
      flag(sketch, middleX, middleY, state.subgoal2Reached ? FADED : PINK);
    } else if (cell == GOAL) {
      sketch.fillRectangle(left + 1, top + 1, CELL - 2, CELL - 2, GREEN);
      sketch.outlineCircle(middleX, middleY, 0.3 * CELL, 2.5, PAPER);
      sketch.fillCircle(middleX, middleY, 0.12 * CELL, PAPER);
    }
  }

  private static void lava(Sketch sketch, int left, int top, int colour, int light) {
    sketch.fillRectangle(left, top, CELL, CELL, colour);
    sketch.fillCircle(left + 10, top + 11, 4, light).fillCircle(left + 25, top + 16, 3, light);
    sketch.fillCircle(left + 14, top + 27, 3, light).fillCircle(left + 29, top + 29, 2, light);
  }

  private static void flag(Sketch sketch, double x, double y, int colour) {
    sketch.line(x - 4, y - 8, x - 4, y + 8, 1.5, FADED);
    sketch.polygon(colour, x - 4, y - 8, x + 6, y - 4, x - 4, y);
  }

  private static void lamp(
      Sketch sketch, int column, int colour, DigLavaSkill skill, DigLava world) {
    boolean lit = world.availableActions().contains(skill.id());
    double x = (column + 0.5) * CELL;
    double y = HEADER + 0.5 * CELL;
    sketch.fillCircle(x, y, 0.36 * CELL, DARK).fillCircle(x, y, 0.27 * CELL, lit ? colour : STONE);
  }

  private static void header(Sketch sketch, DigLavaDynamics state, int side) {
    String outcome =
        state.success
            ? "GOAL"
            : state.terminated ? "DIED IN LAVA" : state.truncated ? "OUT OF TIME" : "";
    sketch.text("step " + state.steps, 8, 10, 2, INK);
    int width = Sketch.textWidth(outcome, 2);
    sketch.text(outcome, side - width - 8, 10, 2, state.success ? GREEN : PINK);
  }

  private static void skills(Sketch sketch, ActionSet set, int top, int side) {
    int left = 6;
    for (int id : set.ids()) {
      DigLavaSkill skill = DigLavaSkill.ALL[id];
      int width = Sketch.textWidth(skill.label(), 1) + 12;
      if (left + width > side - 4) {
        left = 6;
        top += CHIP_HEIGHT + 6;
      }
      int colour =
          skill == DigLavaSkill.DIG_ORANGE ? ORANGE : skill == DigLavaSkill.DIG_PINK ? PINK : FADED;
      sketch.fillRound(left, top, width, CHIP_HEIGHT, 8, colour);
      sketch.text(skill.label(), left + 6, top + 7, 1, INK);
      left += width + 6;
    }
  }
}
