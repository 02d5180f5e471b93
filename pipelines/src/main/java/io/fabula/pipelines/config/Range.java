package io.fabula.pipelines.config;

/**
 * Checks of settings, whose messages begin with the key. Every number must be finite; {@link
 * IllegalArgumentException} says what the range is.
 */
public final class Range {
  private Range() {}

  /** Requires a finite number of at least {@code least}. */
  public static void atLeast(String key, double value, double least) {
    if (!(value >= least) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "%s must be at least %s, got %s".formatted(key, text(least), text(value)));
    }
  }

  /** Requires a number from {@code least} to {@code most}. */
  public static void within(String key, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s must be within %s..%s, got %s".formatted(key, text(least), text(most), text(value)));
    }
  }

  /** Requires a finite number above {@code bound}. */
  public static void above(String key, double value, double bound) {
    if (!(value > bound) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "%s must be above %s, got %s".formatted(key, text(bound), text(value)));
    }
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
