package io.fabula.model.gru;

import io.fabula.envs.ActionSet;
import io.fabula.model.agents.InputBuffer;

/** Rows of an agent's input, kept as floats in the world's own units. */
final class GruInputs implements InputBuffer {
  private final int width;
  private final float[] rows;

  GruInputs(int width, int rows) {
    this.width = width;
    this.rows = new float[Math.multiplyExact(rows, width)];
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void put(int row, byte[] observation, int offset, ActionSet available) {
    for (int i = 0; i < width; i++) rows[row * width + i] = observation[offset + i] & 0xFF;
  }

  @Override
  public void put(int row, float[] observation, int offset, ActionSet available) {
    System.arraycopy(observation, offset, rows, row * width, width);
  }

  @Override
  public void expand(int row, float[] target, int offset) {
    System.arraycopy(rows, row * width, target, offset, width);
  }
}
