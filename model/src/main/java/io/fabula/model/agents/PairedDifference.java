package io.fabula.model.agents;

import io.fabula.envs.random.RandomStream;
import java.util.Arrays;

/**
 * The mean difference of two policies' returns on the same levels with a percentile bootstrap
 * interval (Efron and Tibshirani 1993).
 *
 * @param mean mean of first minus second
 * @param low lower end of the 95 % interval
 * @param high upper end of the 95 % interval
 */
public record PairedDifference(double mean, double low, double high) {
  private static final int RESAMPLES = 10_000;
  private static final double TAIL = 0.025;

  /**
   * Compares returns level by level.
   *
   * @param first returns per level
   * @param second returns on the same levels in the same order
   * @param seed of the resampling
   */
  public static PairedDifference of(double[] first, double[] second, long seed) {
    if (first.length != second.length || first.length == 0) {
      throw new IllegalArgumentException(
          "needs returns on the same levels, got " + first.length + " and " + second.length);
    }
    int levels = first.length;
    double[] differences = new double[levels];
    double sum = 0;
    for (int i = 0; i < levels; i++) {
      differences[i] = first[i] - second[i];
      sum += differences[i];
    }
    RandomStream random = new RandomStream(seed);
    double[] means = new double[RESAMPLES];
    for (int r = 0; r < RESAMPLES; r++) {
      double resampled = 0;
      for (int i = 0; i < levels; i++) resampled += differences[random.nextInt(levels)];
      means[r] = resampled / levels;
    }
    Arrays.sort(means);
    int cut = (int) (TAIL * RESAMPLES);
    return new PairedDifference(sum / levels, means[cut], means[RESAMPLES - 1 - cut]);
  }
}
