package io.fabula.model.mlp;

import io.fabula.envs.ActionSet;
import io.fabula.model.agents.InputBuffer;
import java.util.Arrays;

/** Rows of a perceptron's input, kept as floats. */
final class MlpInputs implements InputBuffer {
  private final MlpArchitecture agent;
  private final int size;
  private final int width;
  private final float scale;
  private final float[] rows;

  MlpInputs(MlpArchitecture agent, int rows) {
    this.agent = agent;
    size = agent.observations().size();
    width = agent.inputSize();
    scale = agent.scale();
    this.rows = new float[Math.multiplyExact(rows, width)];
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void put(int row, byte[] observation, int offset, ActionSet available) {
    int at = row * width;
    for (int i = 0; i < size; i++) rows[at + i] = (observation[offset + i] & 0xFF) * scale;
    put(row, available);
  }

  @Override
  public void put(int row, float[] observation, int offset, ActionSet available) {
    System.arraycopy(observation, offset, rows, row * width, size);
    put(row, available);
  }

  private void put(int row, ActionSet available) {
    int candidates = agent.candidates();
    if (candidates == 0) return;
    int count = available.ids().length;
    if (count > candidates) {
      throw new IllegalArgumentException(
          "the agent scores at most " + candidates + " actions, got " + count);
    }
    int from = row * width + size;
    Arrays.fill(rows, from, (row + 1) * width, 0);
    float[] described = available.representation();
    System.arraycopy(described, 0, rows, from, described.length);
    int exists = from + candidates * agent.representation();
    Arrays.fill(rows, exists, exists + count, 1);
  }

  @Override
  public void expand(int row, float[] target, int offset) {
    System.arraycopy(rows, row * width, target, offset, width);
  }
}
