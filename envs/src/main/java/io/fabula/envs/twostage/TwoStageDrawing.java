package io.fabula.envs.twostage;

import static io.fabula.envs.twostage.TwoStageConstants.*;

import io.fabula.envs.Picture;
import io.fabula.envs.drawing.Sketch;

/**
 * Draws both worlds as diagrams: the current state is lit, the last action and reward are written.
 */
final class TwoStageDrawing {
  private static final int WIDTH = 480;
  private static final int HEIGHT = 280;
  private static final int PAPER = 0xF7F4EC;
  private static final int INK = 0x33312C;
  private static final int PALE = 0xCFC9BA;
  private static final int HERE = 0x2F6DB5;
  private static final int SET = 0xF2A93B;
  private static final int REWARD = 0x3C9A5F;
  private static final int CLOSED = 0xC2483D;

  private TwoStageDrawing() {}

  static Picture flat(TwoStageFlat world, int lastAction) {
    Sketch sketch = new Sketch(WIDTH, HEIGHT, PAPER);
    boolean atStart = world.state() == TwoStageFlat.START;
    sketch.text("TwoStage-Flat", 16, 14, 2, INK);
    box(sketch, 24, 90, 120, 100, "STAGE 1", atStart);
    box(sketch, 178, 60, 132, 160, "STAGE 2", !atStart && !world.done());
    box(sketch, 344, 90, 112, 100, "END", world.done());
    sketch.arrow(147, 140, 174, 140, 3, INK);
    sketch.arrow(314, 140, 341, 140, 3, INK);
    lamp(sketch, 202, 104, "M", "mediator", !atStart, TwoStageFlat.mediator(world.state()));
    lamp(sketch, 202, 144, "C", "context", !atStart, TwoStageFlat.context(world.state()));
    lamp(sketch, 202, 184, "D", "distractor", !atStart, TwoStageFlat.distractor(world.state()));
    if (world.done()) reward(sketch, 400, 150, world.reward());
    return footer(sketch, world.spec().actions().count(), lastAction, world.steps());
  }

  static Picture walk(TwoStageWalk world, int lastAction) {
    Sketch sketch = new Sketch(WIDTH, HEIGHT, PAPER);
    int state = world.state();
    sketch.text("TwoStage-Walk", 16, 14, 2, INK);
    sketch.text("STAGE 1", 24, 48, 1, INK).text("STAGE 2", 330, 48, 1, INK);
    for (int x = 0; x < POSITIONS; x++) {
      double left = 24 + 76 * x;
      sketch.fillRound(left, 120, 64, 64, 12, PALE).centred("x=" + x, left + 32, 196, 1, INK);
      if (state == x) agent(sketch, left + 32, 152);
    }
    boolean closed = state == GATE_CLOSED;
    sketch.fillRectangle(258, 84, 10, 136, INK);
    sketch.fillRectangle(258, 120, 10, 64, closed ? CLOSED : PAPER);
    sketch.centred("GATE", 263, 72, 1, INK);
    sketch.arrow(276, 140, 320, 106, 3, INK).arrow(276, 166, 320, 196, 3, CLOSED);
    room(sketch, 330, 66, "M=1 pays 8 in 10", state == GATE_PASSED, world);
    room(sketch, 330, 156, "M=0 pays 2 in 10", closed, world);
    return footer(sketch, world.spec().actions().count(), lastAction, world.steps());
  }

  private static void room(
      Sketch sketch, int left, int top, String name, boolean here, TwoStageWalk world) {
    sketch.fillRound(left, top, 130, 72, 12, PALE).text(name, left + 12, top + 8, 1, INK);
    if (!here) return;
    sketch.outlineRound(left, top, 130, 72, 12, 3, HERE);
    if (world.done()) {
      sketch.centred("END", left + 36, top + 44, 2, INK);
    } else {
      agent(sketch, left + 36, top + 44);
    }
    if (world.steps() > 0 && world.reward() > 0) reward(sketch, left + 92, top + 44, 1);
  }

  private static void agent(Sketch sketch, double x, double y) {
    sketch.fillCircle(x, y, 18, HERE).fillCircle(x - 6, y - 4, 4, PAPER);
    sketch.fillCircle(x + 6, y - 4, 4, PAPER);
  }

  private static void box(
      Sketch sketch, int left, int top, int width, int height, String name, boolean here) {
    sketch.fillRound(left, top, width, height, 16, PALE);
    if (here) sketch.outlineRound(left, top, width, height, 16, 4, HERE);
    sketch.centred(name, left + width / 2.0, top + 16, 1, INK);
  }

  private static void lamp(
      Sketch sketch, int x, int y, String letter, String name, boolean known, boolean on) {
    sketch.fillCircle(x, y, 14, known && on ? SET : PAPER).outlineCircle(x, y, 14, 2, INK);
    sketch.centred(letter, x, y, 2, known ? INK : PALE);
    sketch.text(known ? name + (on ? "=1" : "=0") : name, x + 22, y - 3, 1, INK);
  }

  private static void reward(Sketch sketch, double x, double y, double reward) {
    boolean paid = reward > 0;
    sketch.fillCircle(x, y, 20, paid ? REWARD : PAPER).outlineCircle(x, y, 20, 2, INK);
    sketch.centred(paid ? "+1" : "0", x, y, 2, paid ? PAPER : INK);
  }

  private static Picture footer(Sketch sketch, int actions, int lastAction, int steps) {
    sketch.text("step " + steps, 16, 254, 1, INK).text("action", 110, 254, 1, INK);
    for (int action = 0; action < actions; action++) {
      int left = 160 + 32 * action;
      sketch.fillRound(left, 246, 26, 22, 6, action == lastAction ? HERE : PALE);
      sketch.centred("" + action, left + 13, 257, 2, action == lastAction ? PAPER : INK);
    }
    return sketch.toPicture();
  }
}
