package io.fabula.model.simulator;

/** Actions as rows of zeros with one 1. */
final class OneHot {
  private OneHot() {}

  static float[] of(int[] actions, int from, int count, int width) {
    float[] rows = new float[count * width];
    for (int i = 0; i < count; i++) {
      int action = actions[from + i];
      if (action < 0 || action >= width) {
        throw new IllegalArgumentException(
            "action must be in 0.." + (width - 1) + ", got " + action);
      }
      rows[i * width + action] = 1;
    }
    return rows;
  }
}
