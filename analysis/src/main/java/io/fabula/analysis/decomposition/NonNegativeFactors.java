package io.fabula.analysis.decomposition;

import io.fabula.analysis.Matrix;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.util.Arrays;

/**
 * Non-negative factorisation of rows shifted by each column's minimum: {@code rows - minimum} is
 * about {@code factors * components}, all entries at least 0, least squares.
 *
 * @param minimum minimum of each column
 * @param factors {@code [rows, factors]}
 * @param components {@code [factors, columns]}
 * @param error Frobenius norm of what is left
 * @param iterations sweeps done
 * @param converged whether the stopping rule was met
 */
@SuppressWarnings("ArrayRecordComponent") // shared by agreement
public record NonNegativeFactors(
    double[] minimum,
    Matrix factors,
    Matrix components,
    double error,
    int iterations,
    boolean converged) {

  /**
   * Settings of the fit.
   *
   * @param factors at least 1
   * @param tolerance the fit has converged when the projected gradient has fallen to this share of
   *     what it was in the first sweep
   * @param maximumIterations sweeps, at least 1
   * @param seed of the random start
   */
  public record Options(int factors, double tolerance, int maximumIterations, long seed) {
    public Options {
      if (factors < 1) {
        throw new IllegalArgumentException("factors must be at least 1, got " + factors);
      }
      if (!(tolerance > 0)) {
        throw new IllegalArgumentException("tolerance must be above 0, got " + tolerance);
      }
      if (maximumIterations < 1) {
        throw new IllegalArgumentException(
            "maximumIterations must be at least 1, got " + maximumIterations);
      }
    }
  }

  /** Fits by cyclic coordinate descent (Cichocki and Phan 2009). */
  public static NonNegativeFactors fit(Matrix rows, Options options) {
    double[] minimum = minimum(rows);
    Matrix data = shifted(rows, minimum);
    int k = options.factors();
    RandomStream random = new RandomStream(Seeds.of(options.seed(), "nmf", k));
    double scale = scale(data, k);
    FactorHalf h = new FactorHalf(data, start(data.columns(), k, scale, random));
    FactorHalf w = new FactorHalf(data.transposed(), start(data.rows(), k, scale, random));
    double first = 0;
    int iteration = 0;
    boolean converged = false;
    while (iteration < options.maximumIterations() && !converged) {
      double violation = w.improve(h) + h.improve(w);
      if (iteration == 0) first = violation;
      iteration++;
      converged = violation <= options.tolerance() * first;
    }
    Matrix factors = w.values().transposed();
    Matrix components = h.values();
    return new NonNegativeFactors(
        minimum,
        factors,
        components,
        distance(data, factors.times(components)),
        iteration,
        converged);
  }

  static double[] minimum(Matrix rows) {
    double[] minimum = new double[rows.columns()];
    Arrays.fill(minimum, Double.POSITIVE_INFINITY);
    for (int i = 0, at = 0; i < rows.rows(); i++) {
      for (int j = 0; j < minimum.length; j++, at++) {
        minimum[j] = Math.min(minimum[j], rows.values()[at]);
      }
    }
    return minimum;
  }

  /** Rows less the minimum of each column, at least 0. */
  static Matrix shifted(Matrix rows, double[] minimum) {
    Matrix data = new Matrix(rows.rows(), rows.columns());
    for (int i = 0, at = 0; i < rows.rows(); i++) {
      for (int j = 0; j < minimum.length; j++, at++) {
        data.values()[at] = Math.max(0, rows.values()[at] - minimum[j]);
      }
    }
    return data;
  }

  /** Of random starts: their product is about as large as the data. */
  static double scale(Matrix data, int factors) {
    double sum = 0;
    for (double each : data.values()) sum += each;
    return Math.sqrt(sum / data.values().length / factors);
  }

  static Matrix start(int rows, int k, double scale, RandomStream random) {
    Matrix result = new Matrix(rows, k);
    for (int i = 0; i < rows * k; i++) {
      result.values()[i] = scale * Math.abs(random.nextGaussian());
    }
    return result;
  }

  /**
   * The factors of rows that the fit has not seen, the components held: least squares, row by row.
   * What lies below the minimum counts as the minimum.
   *
   * @param rows {@code [rows, columns]}
   * @param tolerance the gradient has fallen to this share of what it was in the first sweep
   * @param maximumIterations sweeps, at least 1
   * @return {@code [rows, factors]}
   */
  public Matrix factorsOf(Matrix rows, double tolerance, int maximumIterations) {
    if (rows.columns() != minimum.length) {
      throw new IllegalArgumentException(
          "rows must have " + minimum.length + " columns, got " + rows.columns());
    }
    Matrix data = shifted(rows, minimum);
    int k = components.rows();
    Matrix even = new Matrix(rows.rows(), k);
    Arrays.fill(even.values(), scale(data, k));
    FactorHalf w = new FactorHalf(data.transposed(), even);
    FactorHalf h = new FactorHalf(new Matrix(0, components.columns()), components.transposed());
    double first = w.improve(h);
    for (int i = 1; i < maximumIterations; i++) {
      if (w.improve(h) <= tolerance * first) break;
    }
    return w.values().transposed();
  }

  static double distance(Matrix a, Matrix b) {
    double sum = 0;
    for (int i = 0; i < a.values().length; i++) {
      double d = a.values()[i] - b.values()[i];
      sum += d * d;
    }
    return Math.sqrt(sum);
  }
}
