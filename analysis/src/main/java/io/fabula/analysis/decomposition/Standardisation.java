package io.fabula.analysis.decomposition;

import io.fabula.analysis.Matrix;
import java.io.Serializable;

/**
 * Shifts and scales each column to mean 0 and standard deviation 1 (population, divided by n).
 *
 * @param mean mean of each column
 * @param deviation standard deviation of each column; 1 for a constant column, which thereby
 *     becomes 0
 */
@SuppressWarnings("ArrayRecordComponent") // small and shared by agreement
public record Standardisation(double[] mean, double[] deviation) implements Serializable {
  public Standardisation {
    if (mean.length != deviation.length) {
      throw new IllegalArgumentException(
          "mean and deviation differ in length: " + mean.length + " and " + deviation.length);
    }
    for (double each : deviation) {
      if (!(each > 0)) {
        throw new IllegalArgumentException("deviation must be above 0, got " + each);
      }
    }
  }

  /** Measures the columns of {@code rows}; at least one row, all numbers finite. */
  public static Standardisation fit(Matrix rows) {
    for (double each : rows.values()) {
      if (!Double.isFinite(each)) {
        throw new IllegalArgumentException("rows must be finite numbers, got " + each);
      }
    }
    double[] mean = rows.columnMeans();
    double[] deviation = rows.columnVariances();
    for (int j = 0; j < deviation.length; j++) deviation[j] = Math.sqrt(deviation[j]);
    return of(mean, deviation);
  }

  /** From the means and deviations of columns, some of which may be constant. */
  static Standardisation of(double[] mean, double[] measured) {
    double[] deviation = measured.clone();
    for (int j = 0; j < deviation.length; j++) {
      // a constant column has a rounding error for a deviation; scaling by it would blow up noise
      if (deviation[j] <= 1e-12 * Math.abs(mean[j]) || deviation[j] == 0) deviation[j] = 1;
    }
    return new Standardisation(mean, deviation);
  }

  /** Standardised copy of {@code rows}. */
  public Matrix apply(Matrix rows) {
    if (rows.columns() != mean.length) {
      throw new IllegalArgumentException(
          "rows must have " + mean.length + " columns, got " + rows.columns());
    }
    Matrix result = new Matrix(rows.rows(), rows.columns());
    for (int i = 0, at = 0; i < rows.rows(); i++) {
      for (int j = 0; j < mean.length; j++, at++) {
        result.values()[at] = (rows.values()[at] - mean[j]) / deviation[j];
      }
    }
    return result;
  }
}
