package io.fabula.pipelines.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Repeated measurements in three numbers.
 *
 * @param least smallest of them
 * @param median middle one; mean of the two middle ones of an even number
 * @param greatest largest of them
 */
public record Spread(double least, double median, double greatest) {
  /** Processor time per run, seconds. */
  public static Spread ofCpu(List<Timing> timings) {
    return of(timings, Timing::cpuSeconds);
  }

  /** Elapsed time per run, seconds. */
  public static Spread ofWall(List<Timing> timings) {
    return of(timings, Timing::wallSeconds);
  }

  private static Spread of(List<Timing> timings, ToDoubleFunction<Timing> value) {
    if (timings.isEmpty()) throw new IllegalArgumentException("timings must not be empty");
    double[] sorted = timings.stream().mapToDouble(value).sorted().toArray();
    int n = sorted.length;
    return new Spread(sorted[0], (sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[n - 1]);
  }
}
