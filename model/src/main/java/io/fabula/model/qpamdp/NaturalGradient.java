package io.fabula.model.qpamdp;

import java.util.ArrayList;
import java.util.List;

/**
 * The episodic natural actor-critic (Peters and Schaal 2008): the return of an episode is regressed
 * on the sum of its discounted scores, the derivatives of the log-density of what was drawn; the
 * weights of that regression are the natural gradient.
 */
final class NaturalGradient {
  private final int size;
  private final double ridge;
  private final List<double[]> scores = new ArrayList<>();
  private final List<Double> returns = new ArrayList<>();

  /**
   * @param size weights of the policy
   * @param ridge added to the squares on the diagonal, as a share of the largest; above 0
   */
  NaturalGradient(int size, double ridge) {
    this.size = size;
    this.ridge = ridge;
  }

  /**
   * Takes in an episode.
   *
   * @param score sum of its discounted scores, one per weight of the policy
   * @param discountedReturn what it brought
   */
  void add(double[] score, double discountedReturn) {
    scores.add(score.clone());
    returns.add(discountedReturn);
  }

  /** The natural gradient of the mean return; the least squares solution with a constant. */
  double[] solve() {
    int n = size + 1;
    double[][] matrix = new double[n][n];
    double[] right = new double[n];
    for (int e = 0; e < returns.size(); e++) {
      for (int i = 0; i < n; i++) {
        double own = i < size ? scores.get(e)[i] : 1;
        right[i] += own * returns.get(e);
        for (int j = 0; j <= i; j++) matrix[i][j] += own * (j < size ? scores.get(e)[j] : 1);
      }
    }
    double largest = 0;
    for (int i = 0; i < n; i++) largest = Math.max(largest, matrix[i][i]);
    for (int i = 0; i < n; i++) matrix[i][i] += ridge * largest;
    double[] all = solvePositive(matrix, right);
    double[] gradient = new double[size];
    System.arraycopy(all, 0, gradient, 0, size);
    return gradient;
  }

  /** By Cholesky's factors; the matrix is overwritten. */
  private static double[] solvePositive(double[][] matrix, double[] right) {
    int n = right.length;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j];
        for (int k = 0; k < j; k++) sum -= matrix[i][k] * matrix[j][k];
        matrix[i][j] = i == j ? Math.sqrt(sum) : sum / matrix[j][j];
      }
    }
    double[] x = right.clone();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) x[i] -= matrix[i][k] * x[k];
      x[i] /= matrix[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) x[i] -= matrix[k][i] * x[k];
      x[i] /= matrix[i][i];
    }
    return x;
  }
}
