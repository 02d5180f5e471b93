package io.fabula.analysis.mediation;

/**
 * Linear mediation data without randomness, for comparing programs: for {@code i = 0..n-1}
 *
 * <pre>
 * x = i mod 2,  m = 0.5 + 0.8 x + sin(1 + 1.7 i),  y = 1 + 0.3 x + 0.6 m + t x m + cos(2 + 2.3 i)
 * </pre>
 *
 * @param treatment x, 0 or 1
 * @param mediator m
 * @param outcome y
 */
@SuppressWarnings("ArrayRecordComponent") // read in place
public record ToyUnits(double[] treatment, double[] mediator, double[] outcome) {
  /**
   * Computes the data.
   *
   * @param units at least 4
   * @param interaction t
   */
  public static ToyUnits of(int units, double interaction) {
    if (units < 4) throw new IllegalArgumentException("units must be at least 4, got " + units);
    double[] x = new double[units];
    double[] m = new double[units];
    double[] y = new double[units];
    for (int i = 0; i < units; i++) {
      x[i] = i % 2;
      m[i] = 0.5 + 0.8 * x[i] + StrictMath.sin(1 + 1.7 * i);
      y[i] = 1 + 0.3 * x[i] + 0.6 * m[i] + interaction * x[i] * m[i] + StrictMath.cos(2 + 2.3 * i);
    }
    return new ToyUnits(x, m, y);
  }

  /**
   * The units of one treatment as episodes, with the binary mediator {@code m > threshold} as Z and
   * y as the return.
   *
   * @param treated 0 or 1
   */
  public EpisodeSums above(double threshold, int treated) {
    int count = 0;
    double[] returns = new double[treatment.length];
    double[] unfired = new double[treatment.length];
    for (int i = 0; i < treatment.length; i++) {
      if (treatment[i] != treated) continue;
      returns[count] = outcome[i];
      unfired[count++] = mediator[i] > threshold ? 0 : 1;
    }
    return EpisodeSums.of(
        java.util.Arrays.copyOf(returns, count), java.util.Arrays.copyOf(unfired, count));
  }
}
