package io.fabula.model.slates;

import java.util.Arrays;

/**
 * What agents see of items: a vector per id, and which ids mask agents have an output for.
 *
 * @param values row by row, {@code [items, size]}
 * @param size numbers of an item, at least 1
 * @param trainIds ids of the training items in the order of mask agents' outputs
 */
@SuppressWarnings("ArrayRecordComponent") // shared tables, never compared
public record ItemFeatures(float[] values, int size, int[] trainIds) {
  public ItemFeatures {
    if (size < 1 || values.length % size != 0) {
      throw new IllegalArgumentException(
          "%d values are no items of %d numbers".formatted(values.length, size));
    }
    for (int id : trainIds) {
      if (id < 0 || id >= values.length / size) {
        throw new IllegalArgumentException("there is no item " + id);
      }
    }
  }

  /** Number of items. */
  public int count() {
    return values.length / size;
  }

  /** Copies the vector of an item; zeros for the empty item -1. */
  public void copy(int id, float[] target, int offset) {
    if (id < 0) Arrays.fill(target, offset, offset + size, 0);
    else System.arraycopy(values, id * size, target, offset, size);
  }

  /** For each id its output of mask agents, or -1. */
  int[] outputs() {
    int[] outputs = new int[count()];
    Arrays.fill(outputs, -1);
    for (int k = 0; k < trainIds.length; k++) outputs[trainIds[k]] = k;
    return outputs;
  }
}
