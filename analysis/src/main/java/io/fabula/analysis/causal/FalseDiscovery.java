package io.fabula.analysis.causal;

import java.util.Arrays;

/** Control of the false discovery rate over several tests (Benjamini and Hochberg 1995). */
public final class FalseDiscovery {
  private FalseDiscovery() {}

  /**
   * Adjusted p-values: rejecting those at or below q keeps the expected share of false rejections
   * at or below q, for independent or positively dependent tests.
   *
   * @param pValues within 0..1; NaN for a test that was not made, which stays NaN and does not
   *     count
   */
  public static double[] adjust(double[] pValues) {
    Integer[] order = new Integer[pValues.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(pValues[a], pValues[b])); // NaN sorts last
    int tests = 0;
    for (double p : pValues) {
      if (Double.isNaN(p)) continue;
      if (!(p >= 0 && p <= 1)) {
        throw new IllegalArgumentException("p-values must be within 0..1, got " + p);
      }
      tests++;
    }
    double[] result = new double[pValues.length];
    Arrays.fill(result, Double.NaN);
    double least = 1;
    for (int rank = tests; rank >= 1; rank--) {
      int i = order[rank - 1];
      least = Math.min(least, pValues[i] * tests / rank);
      result[i] = least;
    }
    return result;
  }
}
