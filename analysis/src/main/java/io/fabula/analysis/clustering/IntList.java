package io.fabula.analysis.clustering;

import java.util.Arrays;

/** A growing list of ints. */
final class IntList {
  private int[] values = new int[8];
  private int size;

  void add(int value) {
    if (size == values.length) values = Arrays.copyOf(values, 2 * size);
    values[size++] = value;
  }

  int get(int i) {
    return values[i];
  }

  int size() {
    return size;
  }

  boolean contains(int value) {
    for (int i = 0; i < size; i++) if (values[i] == value) return true;
    return false;
  }

  void sort() {
    Arrays.sort(values, 0, size);
  }
}
