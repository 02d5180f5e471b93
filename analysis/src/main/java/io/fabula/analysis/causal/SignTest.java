package io.fabula.analysis.causal;

import org.hipparchus.distribution.discrete.BinomialDistribution;

/**
 * Exact sign test of paired differences; pairs without a difference do not count.
 *
 * @param better pairs with a difference above 0
 * @param worse pairs with a difference below 0
 */
public record SignTest(int better, int worse) {
  public SignTest {
    if (better < 0) throw new IllegalArgumentException("better must be at least 0, got " + better);
    if (worse < 0) throw new IllegalArgumentException("worse must be at least 0, got " + worse);
  }

  /** Counts the signs of differences, which must be numbers. */
  public static SignTest of(double[] differences) {
    int better = 0;
    int worse = 0;
    for (double each : differences) {
      if (Double.isNaN(each)) throw new IllegalArgumentException("differences must be numbers");
      if (each > 0) better++;
      if (each < 0) worse++;
    }
    return new SignTest(better, worse);
  }

  /** Pairs that differ. */
  public int discordant() {
    return better + worse;
  }

  /**
   * Probability of a split at least as uneven if both signs were equally likely; 1 if no pair
   * differs.
   */
  public double pValue() {
    return better == worse ? 1 : Math.min(1, 2 * atMost(Math.min(better, worse)));
  }

  /**
   * Probability of at least as many worse pairs if both signs were equally likely; 1 if no pair
   * differs.
   */
  public double pValueOfWorse() {
    return discordant() == 0 ? 1 : Math.min(1, atMost(better));
  }

  private double atMost(int count) {
    BinomialDistribution binomial = new BinomialDistribution(discordant(), 0.5);
    double tail = 0; // term by term: one less the other tail would lose all digits
    for (int k = 0; k <= count; k++) tail += binomial.probability(k);
    return tail;
  }
}
