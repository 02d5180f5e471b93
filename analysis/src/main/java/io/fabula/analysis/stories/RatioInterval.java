package io.fabula.analysis.stories;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.envs.random.RandomStream;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/**
 * A quantity made of two sums over independent groups, such as a ratio, with its percentile
 * bootstrap interval over the groups (Efron 1979).
 *
 * <p>A resample for which the quantity is not defined counts as below everything at the lower end
 * and as above everything at the upper end, so that it can only widen the interval. The ends are
 * order statistics, the outer ones of the two nearest.
 *
 * @param value the quantity; NaN where it is not defined, as for a ratio whose denominator is 0
 * @param low lower end, may be infinite
 * @param high upper end, may be infinite
 * @param level share of resamples inside, such as 0.95
 * @param groups number of groups
 */
public record RatioInterval(double value, double low, double high, double level, int groups) {
  /**
   * The ratio of two sums over levels, {@code sum part / sum whole}.
   *
   * @param part per level
   * @param whole per level, in the same order
   */
  public static RatioInterval ofRatio(
      double[] part, double[] whole, BootstrapInterval.Options options) {
    return of(part, whole, (a, b) -> b == 0 ? Double.NaN : a / b, options);
  }

  /** The logarithm of the ratio of two sums; not defined unless both are above 0. */
  static RatioInterval ofLogRatio(
      double[] above, double[] below, BootstrapInterval.Options options) {
    return of(above, below, RatioInterval::logRatio, options);
  }

  static double logRatio(double above, double below) {
    return above > 0 && below > 0 ? StrictMath.log(above / below) : Double.NaN;
  }

  private static RatioInterval of(
      double[] first,
      double[] second,
      DoubleBinaryOperator quantity,
      BootstrapInterval.Options options) {
    int n = first.length;
    if (second.length != n) {
      throw new IllegalArgumentException("groups differ in number: " + n + " and " + second.length);
    }
    if (n < 2) throw new IllegalArgumentException("needs at least 2 groups, got " + n);
    RandomStream random = new RandomStream(options.seed());
    double[] lows = new double[options.draws()];
    double[] highs = new double[options.draws()];
    for (int d = 0; d < lows.length; d++) {
      double a = 0;
      double b = 0;
      for (int i = 0; i < n; i++) {
        int drawn = random.nextInt(n);
        a += first[drawn];
        b += second[drawn];
      }
      double value = quantity.applyAsDouble(a, b);
      boolean defined = !Double.isNaN(value);
      lows[d] = defined ? value : Double.NEGATIVE_INFINITY;
      highs[d] = defined ? value : Double.POSITIVE_INFINITY;
    }
    Arrays.sort(lows);
    Arrays.sort(highs);
    double place = (1 - options.level()) / 2 * (lows.length - 1);
    return new RatioInterval(
        quantity.applyAsDouble(Arrays.stream(first).sum(), Arrays.stream(second).sum()),
        lows[(int) Math.floor(place)],
        highs[highs.length - 1 - (int) Math.floor(place)],
        options.level(),
        n);
  }

  /** Whether the whole interval lies above 0. */
  public boolean aboveZero() {
    return low > 0;
  }
}
