package io.fabula.analysis.mediation;

/**
 * Mediation by two linear models, as the common tools of statistics do it: {@code m = a0 + ax x}
 * and {@code y = b0 + bx x + bm m (+ t x m)} by least squares, with a treatment x of 0 or 1.
 *
 * <p>{@link #indirect} is the "ACME (control)" of R's mediation and of statsmodels, {@link
 * #indirectTreated} their "ACME (treated)", and so on for the direct effects.
 *
 * @param mediatorIntercept a0
 * @param mediatorSlope ax
 * @param intercept b0
 * @param slope bx
 * @param mediated bm
 * @param interaction t; 0 where the model has none
 */
public record LinearMediation(
    double mediatorIntercept,
    double mediatorSlope,
    double intercept,
    double slope,
    double mediated,
    double interaction) {
  /**
   * Fits both models.
   *
   * @param treatment x of each unit, 0 or 1; both must occur
   * @param mediator m of each unit
   * @param outcome y of each unit
   * @param interaction whether the outcome's model has the product x m
   * @throws IllegalArgumentException if the coefficients are not determined
   */
  public static LinearMediation fit(
      double[] treatment, double[] mediator, double[] outcome, boolean interaction) {
    int n = treatment.length;
    if (mediator.length != n || outcome.length != n) {
      throw new IllegalArgumentException(
          "units differ in number: %d, %d and %d".formatted(n, mediator.length, outcome.length));
    }
    double[][] simple = new double[n][];
    double[][] full = new double[n][];
    for (int i = 0; i < n; i++) {
      double x = treatment[i];
      if (x != 0 && x != 1) {
        throw new IllegalArgumentException("a treatment must be 0 or 1, got " + x);
      }
      simple[i] = new double[] {1, x};
      double m = mediator[i];
      full[i] = interaction ? new double[] {1, x, m, x * m} : new double[] {1, x, m};
    }
    double[] a = LeastSquares.solve(simple, mediator);
    double[] b = LeastSquares.solve(full, outcome);
    return new LinearMediation(a[0], a[1], b[0], b[1], b[2], interaction ? b[3] : 0);
  }

  /** NIE(0 -> 1). */
  public double indirect() {
    return mediatorSlope * mediated;
  }

  /** -NIE(1 -> 0). */
  public double indirectTreated() {
    return mediatorSlope * (mediated + interaction);
  }

  /** NDE(0 -> 1). */
  public double direct() {
    return slope + interaction * mediatorIntercept;
  }

  /** -NDE(1 -> 0). */
  public double directTreated() {
    return slope + interaction * (mediatorIntercept + mediatorSlope);
  }

  /** The total effect; {@code direct + indirectTreated}. */
  public double total() {
    return direct() + indirectTreated();
  }
}
