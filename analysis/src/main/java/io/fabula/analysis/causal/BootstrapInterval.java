package io.fabula.analysis.causal;

import io.fabula.envs.random.RandomStream;
import java.util.Arrays;

/**
 * A mean with its percentile bootstrap interval (Efron 1979).
 *
 * @param mean mean of the values
 * @param low lower end
 * @param high upper end
 * @param level share of resampled means inside, such as 0.95
 * @param values number of values
 */
public record BootstrapInterval(double mean, double low, double high, double level, int values) {
  /**
   * Settings.
   *
   * @param level within 0 to 1, exclusive
   * @param draws resamples, at least 100
   * @param seed of the resamples
   */
  public record Options(double level, int draws, long seed) {
    public Options {
      if (!(level > 0 && level < 1)) {
        throw new IllegalArgumentException("level must be within 0..1, got " + level);
      }
      if (draws < 100) {
        throw new IllegalArgumentException("draws must be at least 100, got " + draws);
      }
    }

    /** 95 %, 10,000 draws. */
    public static Options withSeed(long seed) {
      return new Options(0.95, 10_000, seed);
    }
  }

  /** Interval of the mean of independent values, such as paired differences. */
  public static BootstrapInterval ofMean(double[] values, Options options) {
    int n = values.length;
    if (n < 2) throw new IllegalArgumentException("needs at least 2 values, got " + n);
    RandomStream random = new RandomStream(options.seed());
    double[] means = new double[options.draws()];
    for (int d = 0; d < means.length; d++) {
      double sum = 0;
      for (int i = 0; i < n; i++) sum += values[random.nextInt(n)];
      means[d] = sum / n;
    }
    Arrays.sort(means);
    double tail = (1 - options.level()) / 2;
    return new BootstrapInterval(
        Arrays.stream(values).sum() / n,
        quantile(means, tail),
        quantile(means, 1 - tail),
        options.level(),
        n);
  }

  /** Interval of the mean of {@code treated - base}, pair by pair. */
  public static BootstrapInterval ofPairs(double[] base, double[] treated, Options options) {
    if (base.length != treated.length) {
      throw new IllegalArgumentException(
          "pairs differ in number: " + base.length + " and " + treated.length);
    }
    double[] differences = new double[base.length];
    for (int i = 0; i < base.length; i++) differences[i] = treated[i] - base[i];
    return ofMean(differences, options);
  }

  /**
   * A quantile by linear interpolation between order statistics.
   *
   * @param ascending at least one value
   * @param share 0 for the smallest, 1 for the largest
   */
  public static double quantile(double[] ascending, double share) {
    double place = share * (ascending.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, ascending.length - 1);
    return ascending[below] + (place - below) * (ascending[above] - ascending[below]);
  }

  /** Whether 0 lies outside the interval. */
  public boolean excludesZero() {
    return low > 0 || high < 0;
  }
}
