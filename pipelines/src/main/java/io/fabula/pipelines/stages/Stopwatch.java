package io.fabula.pipelines.stages;

/** Time since it was made, whatever happens to the machine's clock. */
final class Stopwatch {
  private static final double NANOS = 1e9;

  private final long begun = System.nanoTime();

  double seconds() {
    return (System.nanoTime() - begun) / NANOS;
  }
}
