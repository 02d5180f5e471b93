package io.fabula.analysis.causal;

import org.hipparchus.special.Gamma;

/**
 * Pearson's chi-square test of whether two histograms come from one distribution.
 *
 * @param statistic sum over bins of squared deviations over expectations
 * @param degreesOfFreedom bins that hold anything, less one
 * @param pValue probability of at least this statistic if they do; 1 where there is one bin or none
 * @param difference half the sum of absolute differences of shares, 0 to 1
 * @implNote Counts are taken to be independent. Steps of one episode are not, so that p is too
 *     small where they are counted; an interval over episodes does not have that fault.
 */
public record HistogramTest(
    double statistic, int degreesOfFreedom, double pValue, double difference) {
  /** Compares two histograms with the same bins. */
  public static HistogramTest of(long[] first, long[] second) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "histograms differ in bins: " + first.length + " and " + second.length);
    }
    double a = 0;
    double b = 0;
    for (int i = 0; i < first.length; i++) {
      if (first[i] < 0 || second[i] < 0) {
        throw new IllegalArgumentException("counts must be at least 0, got bin " + i + " below");
      }
      a += first[i];
      b += second[i];
    }
    if (a == 0 || b == 0) throw new IllegalArgumentException("a histogram holds nothing");
    double statistic = 0;
    double difference = 0;
    int used = 0;
    for (int i = 0; i < first.length; i++) {
      double both = (double) first[i] + second[i];
      difference += Math.abs(first[i] / a - second[i] / b);
      if (both == 0) continue;
      used++;
      double expectedFirst = both * a / (a + b);
      double expectedSecond = both * b / (a + b);
      statistic +=
          (first[i] - expectedFirst) * (first[i] - expectedFirst) / expectedFirst
              + (second[i] - expectedSecond) * (second[i] - expectedSecond) / expectedSecond;
    }
    int degrees = used - 1;
    double p = degrees < 1 ? 1 : Gamma.regularizedGammaQ(degrees / 2.0, statistic / 2);
    return new HistogramTest(statistic, degrees, p, difference / 2);
  }
}
