package io.fabula.analysis.mediation;

/** Ordinary least squares of few columns, by Householder reflections. */
final class LeastSquares {
  private static final double SMALLEST_PIVOT = 1e-10;

  private LeastSquares() {}

  /**
   * The coefficients that minimise the squared residuals.
   *
   * @param rows design {@code [units, columns]}
   * @throws IllegalArgumentException if columns depend on each other
   */
  static double[] solve(double[][] rows, double[] outcome) {
    int n = rows.length;
    int k = n == 0 ? 1 : rows[0].length;
    if (n < k) {
      throw new IllegalArgumentException(k + " coefficients need as many units, got " + n);
    }
    double[][] r = new double[n][];
    for (int i = 0; i < n; i++) r[i] = rows[i].clone();
    double[] y = outcome.clone();
    for (int c = 0; c < k; c++) reflect(r, y, c);
    double[] solution = new double[k];
    for (int c = k - 1; c >= 0; c--) {
      double sum = y[c];
      for (int j = c + 1; j < k; j++) sum -= r[c][j] * solution[j];
      solution[c] = sum / r[c][c];
    }
    return solution;
  }

  private static void reflect(double[][] r, double[] y, int c) {
    double norm = 0;
    for (int i = c; i < r.length; i++) norm += r[i][c] * r[i][c];
    norm = Math.sqrt(norm);
    double whole = 0;
    for (double[] row : r) whole = Math.max(whole, Math.abs(row[c]));
    if (!(norm > SMALLEST_PIVOT * Math.max(whole, 1e-300) * Math.sqrt(r.length))) {
      throw new IllegalArgumentException(
          "the coefficients are not determined: column %d depends on those before".formatted(c));
    }
    double[] v = new double[r.length];
    for (int i = c; i < r.length; i++) v[i] = r[i][c];
    v[c] += Math.copySign(norm, v[c]);
    double length = 0;
    for (int i = c; i < v.length; i++) length += v[i] * v[i];
    for (int j = c; j < r[0].length; j++) {
      double along = 0;
      for (int i = c; i < v.length; i++) along += v[i] * r[i][j];
      for (int i = c; i < v.length; i++) r[i][j] -= 2 * along / length * v[i];
    }
    double along = 0;
    for (int i = c; i < v.length; i++) along += v[i] * y[i];
    for (int i = c; i < v.length; i++) y[i] -= 2 * along / length * v[i];
  }
}
