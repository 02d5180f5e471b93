package io.fabula.model.ppo;

import org.jspecify.annotations.Nullable;

/** The last 40 of a sequence of numbers. */
final class RecentValues {
  private static final int KEPT = 40;

  private final double[] values = new double[KEPT];
  private long count;

  void add(double value) {
    values[(int) (count++ % KEPT)] = value;
  }

  @Nullable Double mean() {
    int size = size();
    if (size == 0) return null;
    double sum = 0;
    for (int i = 0; i < size; i++) sum += values[i];
    return sum / size;
  }

  @Nullable Double max() {
    int size = size();
    if (size == 0) return null;
    double best = values[0];
    for (int i = 1; i < size; i++) best = Math.max(best, values[i]);
    return best;
  }

  @Nullable Double min() {
    int size = size();
    if (size == 0) return null;
    double best = values[0];
    for (int i = 1; i < size; i++) best = Math.min(best, values[i]);
    return best;
  }

  private int size() {
    return (int) Math.min(KEPT, count);
  }

  /** The count, then all places. */
  double[] state() {
    double[] state = new double[KEPT + 1];
    state[0] = count;
    System.arraycopy(values, 0, state, 1, KEPT);
    return state;
  }

  static int stateSize() {
    return KEPT + 1;
  }

  void restore(double[] state) {
    count = (long) state[0];
    System.arraycopy(state, 1, values, 0, KEPT);
  }
}
