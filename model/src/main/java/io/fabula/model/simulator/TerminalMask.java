package io.fabula.model.simulator;

/**
 * Which steps of a window still belong to its episode: 1 up to and including the terminal step, 0
 * after it.
 *
 * @implNote The published code overlooks a terminal flag at the very first step.
 */
final class TerminalMask {
  private TerminalMask() {}

  /**
   * Fills the mask.
   *
   * @param terminals flags, 0 or 1, {@code [steps, batch]}, beginning at {@code offset}
   * @param mask receives 0 or 1, {@code [steps, batch]}
   */
  static void fill(float[] terminals, int offset, int steps, int batch, float[] mask) {
    for (int b = 0; b < batch; b++) {
      float alive = 1;
      for (int t = 0; t < steps; t++) {
        int at = t * batch + b;
        mask[at] = alive;
        if (terminals[offset + at] != 0) alive = 0;
      }
    }
  }
}
