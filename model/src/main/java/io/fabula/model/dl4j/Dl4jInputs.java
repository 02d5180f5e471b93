package io.fabula.model.dl4j;

import io.fabula.envs.ActionSet;
import io.fabula.envs.ObservationSpace;
import io.fabula.model.agents.InputBuffer;

/**
 * Observations as Deeplearning4j takes them: images channel by channel with numbers from 0 to 1,
 * everything else as the world gives it.
 */
final class Dl4jInputs implements InputBuffer {
  private static final float BRIGHTEST = 255;

  private final int size;
  private final int channels;
  private final float scale;
  private final float[] rows;

  Dl4jInputs(ObservationSpace space, int rows) {
    size = space.size();
    channels = space instanceof ObservationSpace.Image image ? image.channels() : 1;
    scale = space instanceof ObservationSpace.Image image && image.byteValued() ? BRIGHTEST : 1;
    this.rows = new float[Math.multiplyExact(rows, size)];
  }

  @Override
  public int width() {
    return size;
  }

  @Override
  public void put(int row, byte[] observation, int offset, ActionSet available) {
    for (int i = 0; i < size; i++) rows[at(row, i)] = (observation[offset + i] & 0xFF) / scale;
  }

  @Override
  public void put(int row, float[] observation, int offset, ActionSet available) {
    for (int i = 0; i < size; i++) rows[at(row, i)] = observation[offset + i];
  }

  private int at(int row, int i) {
    return row * size + i % channels * (size / channels) + i / channels;
  }

  @Override
  public void expand(int row, float[] target, int offset) {
    System.arraycopy(rows, row * size, target, offset, size);
  }
}
