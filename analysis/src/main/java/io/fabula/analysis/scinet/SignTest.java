package io.fabula.analysis.scinet;

/**
 * Whether a number is lower under one condition than under another, start by start: the exact sign
 * test, one-sided. Starts on which both are equal say nothing.
 */
public final class SignTest {
  private SignTest() {}

  /**
   * The probability of at least as many losses among the starts that differ, were losses and gains
   * alike; 1 where none differ.
   *
   * @param first returns under the condition that may be worse
   * @param second returns from the same starts under the other
   */
  public static double pValue(double[] first, double[] second) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "needs the same starts, got " + first.length + " and " + second.length);
    }
    int losses = 0;
    int gains = 0;
    for (int i = 0; i < first.length; i++) {
      if (first[i] < second[i]) losses++;
      if (first[i] > second[i]) gains++;
    }
    return tail(losses + gains, losses);
  }

  /** P(X >= k) of a fair coin thrown n times. */
  private static double tail(int n, int k) {
    double sum = 0;
    double logChoose = 0;
    for (int i = 0; i <= n; i++) {
      if (i > 0) logChoose += StrictMath.log((double) (n - i + 1) / i);
      if (i >= k) sum += StrictMath.exp(logChoose - n * StrictMath.log(2));
    }
    return Math.min(1, sum);
  }
}
