package io.fabula.model.ppo;

/**
 * A number that moves in a straight line while training progresses.
 *
 * @param start value at progress 0
 * @param end value at progress 1 and after
 */
public record Annealed(double start, double end) {
  public Annealed {
    if (!(start >= 0) || !(end >= 0)) {
      throw new IllegalArgumentException(
          "an annealed number must be at least 0, got " + start + " and " + end);
    }
  }

  /** The same number all the time. */
  public static Annealed constant(double value) {
    return new Annealed(value, value);
  }

  /** The value at {@code progress}. */
  public double at(double progress) {
    double done = Math.max(0, Math.min(1, progress));
    return start + (end - start) * done;
  }
}
