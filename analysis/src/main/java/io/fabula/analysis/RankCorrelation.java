package io.fabula.analysis;

/** Spearman's correlation of ranks; equal values share the mean of theirs. */
public final class RankCorrelation {
  private RankCorrelation() {}

  /** The correlation of the ranks, -1 to 1; NaN where all of one side are equal. */
  public static double of(double[] first, double[] second) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "needs as many values on both sides, got " + first.length + " and " + second.length);
    }
    double[] a = ranks(first);
    double[] b = ranks(second);
    double mean = (first.length - 1) / 2.0;
    double product = 0;
    double squares1 = 0;
    double squares2 = 0;
    for (int i = 0; i < a.length; i++) {
      product += (a[i] - mean) * (b[i] - mean);
      squares1 += (a[i] - mean) * (a[i] - mean);
      squares2 += (b[i] - mean) * (b[i] - mean);
    }
    return squares1 == 0 || squares2 == 0 ? Double.NaN : product / Math.sqrt(squares1 * squares2);
  }

  private static double[] ranks(double[] values) {
    double[] ranks = new double[values.length];
    for (int i = 0; i < ranks.length; i++) {
      for (int j = 0; j < values.length; j++) {
        if (values[j] < values[i]) ranks[i] += 1;
        else if (values[j] == values[i] && j != i) ranks[i] += 0.5;
      }
    }
    return ranks;
  }
}
