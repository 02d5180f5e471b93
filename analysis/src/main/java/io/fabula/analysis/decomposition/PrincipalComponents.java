package io.fabula.analysis.decomposition;

import io.fabula.analysis.Matrix;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Principal components: orthogonal directions of largest variance, largest first.
 *
 * @param mean mean of the rows the fit saw, subtracted before projecting
 * @param components {@code [components, columns]} unit rows; the loading of largest magnitude in
 *     each row is positive (the first of equal ones), which fixes the sign
 * @param variance variance along each component, divided by n - 1
 * @param totalVariance variance of all columns together, kept components or not
 * @param rows rows the fit saw
 */
@SuppressWarnings("ArrayRecordComponent") // shared by agreement
public record PrincipalComponents(
    double[] mean, Matrix components, double[] variance, double totalVariance, int rows)
    implements Serializable {

  /**
   * How many components to keep.
   *
   * @param components at least 1; more than there are columns means all
   */
  public record Options(int components) {
    public Options {
      if (components < 1) {
        throw new IllegalArgumentException("components must be at least 1, got " + components);
      }
    }
  }

  /**
   * Fits by the eigenvectors of the covariance matrix.
   *
   * @param points at least two rows
   */
  public static PrincipalComponents fit(Matrix points, Options options) {
    int n = points.rows();
    if (n < 2) throw new IllegalArgumentException("needs at least 2 rows, got " + n);
    double[] mean = points.columnMeans();
    return of(mean, Covariance.of(points, mean), n, options);
  }

  /**
   * Fits by the eigenvectors of the products of rows, for rows that have more columns than there
   * are rows: the same components as those of {@link #fit}, up to rounding. Directions in which the
   * rows do not vary are left out.
   *
   * @param points at least two rows
   */
  public static PrincipalComponents fitWide(Matrix points, Options options) {
    int n = points.rows();
    if (n < 2) throw new IllegalArgumentException("needs at least 2 rows, got " + n);
    double[] mean = points.columnMeans();
    Matrix centred = centred(points, mean);
    double[][] products = centred.times(centred.transposed()).toRows();
    double total = 0;
    for (int i = 0; i < n; i++) {
      total += products[i][i];
      for (int j = 0; j < i; j++) products[i][j] = products[j][i];
    }
    SymmetricEigen eigen = SymmetricEigen.of(products);
    int count = 0;
    int most = Math.min(options.components(), Math.min(n - 1, points.columns()));
    while (count < most && eigen.values()[count] > 1e-12 * total) count++;
    Matrix weights = new Matrix(count, n);
    double[] variance = new double[count];
    for (int c = 0; c < count; c++) {
      variance[c] = eigen.values()[c] / (n - 1);
      double length = Math.sqrt(eigen.values()[c]);
      for (int i = 0; i < n; i++) weights.values()[c * n + i] = eigen.vectors()[c][i] / length;
    }
    Matrix components = weights.times(centred);
    for (int c = 0; c < count; c++) {
      double sign = signOfLargest(components.row(c));
      for (int j = 0; j < mean.length; j++) components.values()[c * mean.length + j] *= sign;
    }
    return new PrincipalComponents(mean, components, variance, total / (n - 1), n);
  }

  /** From the means and the covariance of {@code n} rows. */
  static PrincipalComponents of(double[] mean, double[][] covariance, int n, Options options) {
    int width = mean.length;
    SymmetricEigen eigen = SymmetricEigen.of(covariance);
    int count = Math.min(options.components(), width);
    double[] variance = new double[count];
    Matrix components = new Matrix(count, width);
    double total = 0;
    for (int j = 0; j < width; j++) total += covariance[j][j];
    for (int c = 0; c < count; c++) {
      variance[c] = Math.max(0, eigen.values()[c]);
      double[] direction = eigen.vectors()[c];
      double sign = signOfLargest(direction);
      for (int j = 0; j < width; j++) components.values()[c * width + j] = sign * direction[j];
    }
    return new PrincipalComponents(mean, components, variance, total, n);
  }

  private static Matrix centred(Matrix points, double[] mean) {
    Matrix centred = new Matrix(points.rows(), points.columns());
    double[] from = points.values();
    double[] to = centred.values();
    for (int at = 0; at < from.length; at += mean.length) {
      for (int j = 0; j < mean.length; j++) to[at + j] = from[at + j] - mean[j];
    }
    return centred;
  }

  private static double signOfLargest(double[] direction) {
    double largest = 0;
    double sign = 1;
    for (double each : direction) {
      // equal up to rounding counts as equal, so that the first one decides
      if (Math.abs(each) > largest * (1 + 1e-9)) {
        largest = Math.abs(each);
        sign = Math.signum(each);
      }
    }
    return sign;
  }

  /** Scores {@code [rows, components]} of standardised rows. */
  public Matrix project(Matrix points) {
    int width = mean.length;
    if (points.columns() != width) {
      throw new IllegalArgumentException(
          "rows must have " + width + " columns, got " + points.columns());
    }
    return centred(points, mean).times(components.transposed());
  }

  /** The same fit with fewer components. */
  public PrincipalComponents first(int count) {
    return new PrincipalComponents(
        mean, components.firstRows(count), Arrays.copyOf(variance, count), totalVariance, rows);
  }

  /** Singular values of the centred rows. */
  public double[] singularValues() {
    double[] result = new double[variance.length];
    for (int i = 0; i < result.length; i++) result[i] = Math.sqrt(variance[i] * (rows - 1));
    return result;
  }

  /** Share of the total variance of each component, 0 to 1. */
  public double[] explained() {
    double[] result = new double[variance.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = totalVariance == 0 ? 0 : variance[i] / totalVariance;
    }
    return result;
  }

  /** Share of the total variance of the components up to each, 0 to 1. */
  public double[] cumulative() {
    double[] result = explained();
    for (int i = 1; i < result.length; i++) result[i] += result[i - 1];
    return result;
  }

  /**
   * Zero-based index of the first component whose cumulative share exceeds {@code fraction}; the
   * last one if none does. The original analysis used this index as a count, one too few.
   */
  public int indexAbove(double fraction) {
    double[] cumulative = cumulative();
    for (int i = 0; i < cumulative.length; i++) if (cumulative[i] > fraction) return i;
    return cumulative.length - 1;
  }

  /** Number of components needed for more than {@code fraction} of the variance. */
  public int countAbove(double fraction) {
    return indexAbove(fraction) + 1;
  }
}
