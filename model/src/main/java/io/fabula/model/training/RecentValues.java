package io.fabula.model.training;

import java.util.OptionalDouble;

/** The last 40 of a sequence of numbers; part of a checkpoint. */
public final class RecentValues {
  private static final int KEPT = 40;

  private final double[] values = new double[KEPT];
  private long count;

  /** Takes in a number. */
  public void add(double value) {
    values[(int) (count++ % KEPT)] = value;
  }

  /** Their mean, if there is one at all. */
  public OptionalDouble mean() {
    int size = size();
    if (size == 0) return OptionalDouble.empty();
    double sum = 0;
    for (int i = 0; i < size; i++) sum += values[i];
    return OptionalDouble.of(sum / size);
  }

  /** The largest, if there is one at all. */
  public OptionalDouble max() {
    int size = size();
    if (size == 0) return OptionalDouble.empty();
    double best = values[0];
    for (int i = 1; i < size; i++) best = Math.max(best, values[i]);
    return OptionalDouble.of(best);
  }

  /** The smallest, if there is one at all. */
  public OptionalDouble min() {
    int size = size();
    if (size == 0) return OptionalDouble.empty();
    double best = values[0];
    for (int i = 1; i < size; i++) best = Math.min(best, values[i]);
    return OptionalDouble.of(best);
  }

  private int size() {
    return (int) Math.min(KEPT, count);
  }

  /** The count, then all places. */
  public double[] state() {
    double[] state = new double[KEPT + 1];
    state[0] = count;
    System.arraycopy(values, 0, state, 1, KEPT);
    return state;
  }

  /** Length of {@link #state()}. */
  public static int stateSize() {
    return KEPT + 1;
  }

  /** Takes a state of {@link #stateSize()} numbers. */
  public void restore(double[] state) {
    count = (long) state[0];
    System.arraycopy(state, 1, values, 0, KEPT);
  }
}
