package io.fabula.pipelines.bench;

/**
 * One repetition of a measurement.
 *
 * @param runs how often the work was done
 * @param cpuSeconds processor time of the whole process per run
 * @param wallSeconds elapsed time per run
 */
public record Timing(int runs, double cpuSeconds, double wallSeconds) {
  /** Checks that something was measured. */
  public Timing {
    if (runs < 1 || !(cpuSeconds >= 0) || !(wallSeconds >= 0)) {
      throw new IllegalArgumentException(
          "a timing needs at least 1 run and times of at least 0, got %d runs, %s s and %s s"
              .formatted(runs, cpuSeconds, wallSeconds));
    }
  }
}
