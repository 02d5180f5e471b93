package io.fabula.pipelines.studies.interpret;

/** Checks of settings, whose messages begin with the key. */
final class Range {
  private Range() {}

  static void atLeast(String key, double value, double least) {
    if (!(value >= least)) {
      throw new IllegalArgumentException(
          "%s must be at least %s, got %s".formatted(key, text(least), text(value)));
    }
  }

  static void within(String key, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s must be within %s..%s, got %s".formatted(key, text(least), text(most), text(value)));
    }
  }

  static void above(String key, double value, double bound) {
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
