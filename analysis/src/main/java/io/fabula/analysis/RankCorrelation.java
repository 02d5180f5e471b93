package io.fabula.analysis;

/** Spearman's correlation of ranks. */
public final class RankCorrelation {
  private RankCorrelation() {}

  /**
   * The correlation of two numbers of the same things; NaN if one of them is the same of all.
   *
   * @param first at least two numbers, none NaN
   * @param second as many
   */
  public static double spearman(double[] first, double[] second) {
    if (first.length != second.length || first.length < 2) {
      throw new IllegalArgumentException(
          "needs two lists of at least 2 numbers each, got %d and %d"
              .formatted(first.length, second.length));
    }
    double[] ranks1 = ranks(first);
    double[] ranks2 = ranks(second);
    double mean = (first.length - 1) / 2.0;
    double product = 0;
    double squares1 = 0;
    double squares2 = 0;
    for (int i = 0; i < first.length; i++) {
      product += (ranks1[i] - mean) * (ranks2[i] - mean);
      squares1 += (ranks1[i] - mean) * (ranks1[i] - mean);
      squares2 += (ranks2[i] - mean) * (ranks2[i] - mean);
    }
    return squares1 == 0 || squares2 == 0 ? Double.NaN : product / Math.sqrt(squares1 * squares2);
  }

  /** Ranks from 0; equal values share the mean of theirs. */
  private static double[] ranks(double[] values) {
    double[] ranks = new double[values.length];
    for (int i = 0; i < ranks.length; i++) {
      for (int j = 0; j < ranks.length; j++) {
        if (values[j] < values[i]) ranks[i] += 1;
        else if (values[j] == values[i] && j != i) ranks[i] += 0.5;
      }
    }
    return ranks;
  }
}
