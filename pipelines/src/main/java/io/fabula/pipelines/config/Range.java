package io.fabula.pipelines.config;

/** Checks of settings, whose messages begin with the key. */
public final class Range {
  private Range() {}

  public static void atLeast(String key, double value, double least) {
    if (!(value >= least)) {
      throw new IllegalArgumentException(
          "%s must be at least %s, got %s".formatted(key, text(least), text(value)));
    }
  }

  public static void within(String key, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s must be within %s..%s, got %s".formatted(key, text(least), text(most), text(value)));
    }
  }

  public static void above(String key, double value, double bound) {
    if (!(value > bound)) {
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
