package io.fabula.model.training;

import java.util.List;

/**
 * A number that follows the progress of a training: a learning rate, an entropy weight, the share
 * of random actions. Progress is usually that of the {@link Budget}; any count divided by its
 * horizon will do, such as episodes for exploration.
 */
public sealed interface Schedule {
  /**
   * The value at {@code progress}.
   *
   * @param progress 0 at the beginning; below 0 counts as 0
   */
  double at(double progress);

  /** The same number all the time. */
  static Schedule constant(double value) {
    return new Constant(value);
  }

  /** In a straight line from {@code start} at progress 0 to {@code end} at progress 1. */
  static Schedule linear(double start, double end) {
    return new Linear(start, end, 1);
  }

  /**
   * The same number all the time.
   *
   * @param value at least 0, finite
   */
  record Constant(double value) implements Schedule {
    public Constant {
      require("value", value);
    }

    @Override
    public double at(double progress) {
      return value;
    }
  }

  /**
   * A straight line, then a constant.
   *
   * @param start value at progress 0, at least 0
   * @param end value at progress {@code until} and after, at least 0
   * @param until above 0; above 1 for a line that the budget cuts off
   */
  record Linear(double start, double end, double until) implements Schedule {
    public Linear {
      require("start", start);
      require("end", end);
      require("until", until);
      if (until == 0) throw new IllegalArgumentException("until must be above 0, got 0");
    }

    @Override
    public double at(double progress) {
      double done = Math.max(0, Math.min(1, progress / until));
      return start + (end - start) * done;
    }
  }

  /**
   * Steps between constants.
   *
   * @param values one more than bounds, each at least 0
   * @param bounds rising progress at which the next value begins
   */
  record Steps(List<Double> values, List<Double> bounds) implements Schedule {
    public Steps {
      values = List.copyOf(values);
      bounds = List.copyOf(bounds);
      for (double value : values) require("values", value);
      if (values.size() != bounds.size() + 1) {
        throw new IllegalArgumentException(
            "there must be one value more than bounds, got " + values + " and " + bounds);
      }
      for (int i = 1; i < bounds.size(); i++) {
        if (!(bounds.get(i) > bounds.get(i - 1))) {
          throw new IllegalArgumentException("bounds must rise, got " + bounds);
        }
      }
    }

    @Override
    public double at(double progress) {
      int i = 0;
      while (i < bounds.size() && progress >= bounds.get(i)) i++;
      return values.get(i);
    }
  }

  /**
   * A constant factor for equal stretches of progress: {@code start (end / start)^progress}.
   *
   * @param start value at progress 0, above 0
   * @param end value at progress 1 and after, above 0
   */
  record Exponential(double start, double end) implements Schedule {
    public Exponential {
      require("start", start);
      require("end", end);
      if (start == 0 || end == 0) {
        throw new IllegalArgumentException(
            "start and end must be above 0, got " + start + " and " + end);
      }
    }

    @Override
    public double at(double progress) {
      double done = Math.max(0, Math.min(1, progress));
      return start * StrictMath.pow(end / start, done);
    }
  }

  private static void require(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be finite and at least 0, got " + value);
    }
  }
}
