package io.fabula.envs.recsim;

import io.fabula.envs.Picture;
import io.fabula.envs.drawing.Sketch;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Draws a user's last step: time left, tastes, the candidates as tiles (one colour per main
 * category), and the slate as cards with sub-category and chance of a click; the clicked card is
 * framed.
 */
final class RecSimRenderer {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 440;
  private static final int MARGIN = 24;
  private static final int INNER = WIDTH - 2 * MARGIN;

  private static final int PAPER = 0xF7F3E8;
  private static final int INK = 0x2B2A33;
  private static final int QUIET = 0x8A8577;
  private static final int GROOVE = 0xE3DCC8;
  private static final int LEFT = 0x4C9A6A;
  private static final int CLICK = 0xD93F3F;
  private static final int[] COLOURS = {
    0x4E79A7, 0xF28E2B, 0x76B7B2, 0xE15759, 0x59A14F, 0xEDC948, 0xB07AA1, 0xFF9DA7, 0x9C755F,
    0x9A958C
  };

  private final RecSim world;
  private final ItemCatalogue catalogue;
  private final int[] slate;
  private final double[] chances;
  private final Sketch sketch = new Sketch(WIDTH, HEIGHT, PAPER);

  /**
   * Prepares a drawing.
   *
   * @param slate what was shown last; empty before the first step
   * @param chances of its items and of a skip
   */
  RecSimRenderer(RecSim world, int[] slate, double[] chances) {
    this.world = world;
    catalogue = world.catalogue();
    this.slate = slate;
    this.chances = chances;
  }

  Picture draw() {
    drawTime();
    drawInterests();
    drawCandidates();
    drawSlate();
    return sketch.toPicture();
  }

  private void drawTime() {
    sketch.text("STEP " + world.steps(), MARGIN, 16, 2, INK);
    double left = Math.max(0, world.timeBudget());
    String minutes = String.format(Locale.ROOT, "%.0f MINUTES LEFT", left);
    sketch.text(minutes, WIDTH - MARGIN - Sketch.textWidth(minutes, 2), 16, 2, INK);
    double share = Math.min(1, left / world.options().timeBudget());
    sketch.fillRectangle(MARGIN, 38, INNER, 10, GROOVE);
    sketch.fillRectangle(MARGIN, 38, INNER * share, 10, LEFT);
  }

  private void drawInterests() {
    sketch.text("INTERESTS", MARGIN, 64, 1, QUIET);
    double[] interests = world.interests();
    double step = INNER / (double) interests.length;
    double zero = 122;
    for (int i = 0; i < interests.length; i++) {
      double height = Math.max(-1, Math.min(1, interests[i])) * 40;
      double top = Math.min(zero, zero - height);
      sketch.fillRectangle(
          MARGIN + i * step + step * 0.15, top, step * 0.7, Math.abs(height), colour(i));
    }
    sketch.line(MARGIN, zero, WIDTH - MARGIN, zero, 1, INK);
  }

  private void drawCandidates() {
    int[] ids = world.availableActions().ids();
    sketch.text("CANDIDATES BY MAIN CATEGORY", MARGIN, 176, 1, QUIET);
    double size = Math.min(30, INNER / (double) Math.max(1, ids.length));
    int at = 0;
    for (int m = 0; m < catalogue.categories(); m++) {
      for (int id : ids) {
        if (catalogue.main(id) != m) continue;
        double x = MARGIN + at * size;
        boolean shown = false;
        for (int item : slate) shown |= item == id;
        sketch.fillRound(x + 1, 190, size - 2, size - 2, 6, colour(m));
        sketch.centred(sub(id), x + size / 2, 190 + size / 2, 1, 0xFFFFFF);
        if (shown) sketch.fillCircle(x + size / 2, 196 + size, 3, INK);
        at++;
      }
    }
  }

  private void drawSlate() {
    int top = 258;
    sketch.text("SLATE: SUB-CATEGORY AND CHANCE OF A CLICK", MARGIN, top - 14, 1, QUIET);
    if (slate.length == 0) return;
    double step = INNER / (slate.length + 1.0);
    OptionalInt clicked = world.clicked();
    for (int i = 0; i < slate.length; i++) {
      double x = MARGIN + i * step;
      boolean taken = clicked.isPresent() && clicked.getAsInt() == slate[i];
      sketch.fillRound(x + 4, top, step - 8, 90, 10, colour(catalogue.main(slate[i])));
      sketch.centred(sub(slate[i]), x + step / 2, top + 36, 4, 0xFFFFFF);
      if (taken) sketch.outlineRound(x + 2, top - 2, step - 4, 94, 12, 4, CLICK);
      drawChance(x, step, top + 100, chances[i], taken);
    }
    double x = MARGIN + slate.length * step;
    sketch.outlineRound(x + 4, top, step - 8, 90, 10, 1, QUIET);
    sketch.centred("SKIP", x + step / 2, top + 45, 2, QUIET);
    boolean skipped = clicked.isEmpty() && !world.terminated();
    if (skipped) sketch.outlineRound(x + 2, top - 2, step - 4, 94, 12, 4, CLICK);
    drawChance(x, step, top + 100, chances[slate.length], skipped);
  }

  private void drawChance(double x, double step, int top, double chance, boolean taken) {
    sketch.fillRectangle(x + 4, top, step - 8, 8, GROOVE);
    sketch.fillRectangle(x + 4, top, (step - 8) * chance, 8, taken ? CLICK : INK);
    String percent = String.format(Locale.ROOT, "%.0f%%", 100 * chance);
    sketch.centred(percent, x + step / 2, top + 24, 2, INK);
  }

  private String sub(int item) {
    return String.valueOf((char) ('A' + catalogue.sub(item) % 26));
  }

  private static int colour(int category) {
    return COLOURS[category % COLOURS.length];
  }
}
