package io.fabula.analysis;

import io.fabula.envs.random.RandomStream;
import java.util.Arrays;

/**
 * A mean with its percentile bootstrap interval (Efron and Tibshirani 1993).
 *
 * @param mean of the values
 * @param low lower end of the 95 % interval; NaN for fewer than 3 values
 * @param high upper end; NaN for fewer than 3 values
 */
public record MeanInterval(double mean, double low, double high) {
  private static final int RESAMPLES = 2000;
  private static final int FEWEST = 3;
  private static final double TAIL = 0.025;

  /**
   * The interval of some values.
   *
   * @param values at least one
   * @param seed of the resampling
   */
  public static MeanInterval of(double[] values, long seed) {
    if (values.length == 0) throw new IllegalArgumentException("values must be at least 1, got 0");
    double mean = 0;
    for (double each : values) mean += each / values.length;
    if (values.length < FEWEST) return new MeanInterval(mean, Double.NaN, Double.NaN);
    RandomStream random = new RandomStream(seed);
    double[] means = new double[RESAMPLES];
    for (int r = 0; r < RESAMPLES; r++) {
      double sum = 0;
      for (int i = 0; i < values.length; i++) sum += values[random.nextInt(values.length)];
      means[r] = sum / values.length;
    }
    Arrays.sort(means);
    int cut = (int) (TAIL * RESAMPLES);
    return new MeanInterval(mean, means[cut], means[RESAMPLES - 1 - cut]);
  }
}
