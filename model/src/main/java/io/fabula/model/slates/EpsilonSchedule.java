package io.fabula.model.slates;

/**
 * The chance of random slates by epoch: falls in even steps over the first part of the training.
 *
 * @param start within 0..1, in epochs 0 and 1
 * @param end within 0..1, after the first part
 * @param epochs of the training, at least 1
 * @param share the part of the epochs over which it falls, above 0, at most 1
 */
public record EpsilonSchedule(double start, double end, int epochs, double share) {
  public EpsilonSchedule {
    require("start", start, 0);
    require("end", end, 0);
    if (epochs < 1) throw new IllegalArgumentException("epochs must be at least 1, got " + epochs);
    require("share", share, Double.MIN_VALUE);
  }

  private static void require(String name, double value, double least) {
    if (!(value >= least && value <= 1)) {
      throw new IllegalArgumentException(
          "%s must be within %s..1, got %s".formatted(name, least > 0 ? "(0" : "0", value));
    }
  }

  /**
   * The chance in an epoch, counted from 0.
   *
   * @implNote where the share holds less than one epoch the original fails; here one counts. Of one
   *     epoch there is only the start, which then stays, as published.
   */
  public double at(long epoch) {
    int steps = Math.max(1, (int) (epochs * share));
    long entry = Math.min(Math.max(1, epoch), steps);
    if (steps == 1) return start;
    return start + (end - start) * (entry - 1) / (steps - 1.0);
  }
}
