package io.fabula.analysis;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A dense matrix of doubles, row by row in one array.
 *
 * <p>Matrices are immutable by agreement: the one who fills {@link #values()} is the one who made
 * the matrix.
 */
public final class Matrix implements Serializable {
  private static final long serialVersionUID = 1;

  /** Columns and rows from which panels pay. */
  private static final int NARROW = 8;

  private final int rows;
  private final int columns;
  private final double[] values;

  /** A matrix of zeros. */
  public Matrix(int rows, int columns) {
    this(rows, columns, new double[size(rows, columns)]);
  }

  /**
   * Wraps {@code values} without copying.
   *
   * @param values {@code [rows, columns]} row by row
   */
  public Matrix(int rows, int columns, double[] values) {
    if (values.length != size(rows, columns)) {
      throw new IllegalArgumentException(
          "a "
              + rows
              + "x"
              + columns
              + " matrix has "
              + size(rows, columns)
              + " values, got "
              + values.length);
    }
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  private static int size(int rows, int columns) {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException("negative matrix size: " + rows + "x" + columns);
    }
    return Math.multiplyExact(rows, columns);
  }

  /** Copies an array of rows of equal length. */
  public static Matrix of(double[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    Matrix result = new Matrix(rows.length, columns);
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != columns) {
        throw new IllegalArgumentException(
            "row " + i + " has " + rows[i].length + " values, row 0 has " + columns);
      }
      System.arraycopy(rows[i], 0, result.values, i * columns, columns);
    }
    return result;
  }

  /** The identity of {@code n} rows. */
  public static Matrix identity(int n) {
    Matrix result = new Matrix(n, n);
    for (int i = 0; i < n; i++) result.values[i * n + i] = 1;
    return result;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** The storage itself, row by row; not a copy. */
  public double[] values() {
    return values;
  }

  /** One element. */
  public double get(int row, int column) {
    return values[row * columns + column];
  }

  /** A copy of one row. */
  public double[] row(int row) {
    return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
  }

  /** A copy of one column. */
  public double[] column(int column) {
    double[] result = new double[rows];
    for (int i = 0; i < rows; i++) result[i] = values[i * columns + column];
    return result;
  }

  /** A copy as an array of rows. */
  public double[][] toRows() {
    double[][] result = new double[rows][];
    for (int i = 0; i < rows; i++) result[i] = row(i);
    return result;
  }

  /** The rows for which {@code kept} holds, in order. */
  public Matrix selectRows(boolean[] kept) {
    if (kept.length != rows) {
      throw new IllegalArgumentException("kept must have " + rows + " entries, got " + kept.length);
    }
    int count = 0;
    for (boolean each : kept) if (each) count++;
    int[] index = new int[count];
    for (int i = 0, next = 0; i < rows; i++) if (kept[i]) index[next++] = i;
    return selectRows(index);
  }

  /** The rows with these indices, in this order. */
  public Matrix selectRows(int[] index) {
    Matrix result = new Matrix(index.length, columns);
    for (int i = 0; i < index.length; i++) {
      System.arraycopy(values, index[i] * columns, result.values, i * columns, columns);
    }
    return result;
  }

  /** The first {@code count} columns. */
  public Matrix firstColumns(int count) {
    if (count < 0 || count > columns) {
      throw new IllegalArgumentException("count must be within 0.." + columns + ", got " + count);
    }
    Matrix result = new Matrix(rows, count);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(values, i * columns, result.values, i * count, count);
    }
    return result;
  }

  /** The first {@code count} rows. */
  public Matrix firstRows(int count) {
    return new Matrix(count, columns, Arrays.copyOf(values, count * columns));
  }

  /** Rows become columns. */
  public Matrix transposed() {
    Matrix result = new Matrix(columns, rows);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) result.values[j * rows + i] = values[i * columns + j];
    }
    return result;
  }

  /** The matrix product {@code this * right}: sums in the order of the definition. */
  public Matrix times(Matrix right) {
    if (columns != right.rows) {
      throw new IllegalArgumentException(
          "cannot multiply " + rows + "x" + columns + " by " + right.rows + "x" + right.columns);
    }
    Matrix result = new Matrix(rows, right.columns);
    if (right.columns < NARROW || rows < NARROW) {
      for (int i = 0; i < rows; i++) timesRow(i, right, result.values);
    } else {
      for (int from = 0; from < right.columns; from += Panels.LANES) {
        timesPanels(right, from, result.values);
      }
    }
    return result;
  }

  /** The columns of a product that one block of lanes holds. */
  private void timesPanels(Matrix right, int from, double[] result) {
    double[][] panels = new double[Panels.count(columns)][Panels.SIZE];
    for (int p = 0; p < panels.length; p++) {
      Panels.copy(right.values, columns, right.columns, p * Panels.DEPTH, from, panels[p]);
    }
    int whole = columns / Panels.DEPTH;
    double[] rest = new double[Panels.DEPTH];
    double[] sums = new double[Panels.LANES];
    int width = Math.min(Panels.LANES, right.columns - from);
    for (int i = 0; i < rows; i++) {
      Arrays.fill(sums, 0);
      int at = i * columns;
      for (int p = 0; p < whole; p++) Panels.add(panels[p], sums, values, at + p * Panels.DEPTH, 1);
      if (whole < panels.length) {
        int done = whole * Panels.DEPTH;
        System.arraycopy(values, at + done, rest, 0, columns - done);
        Panels.add(panels[whole], sums, rest, 0, 1);
      }
      System.arraycopy(sums, 0, result, i * right.columns + from, width);
    }
  }

  /** One row of a product, for matrices that panels would mostly pad. */
  private void timesRow(int i, Matrix right, double[] result) {
    int width = right.columns;
    int target = i * width;
    for (int k = 0; k < columns; k++) {
      double factor = values[i * columns + k];
      int s = k * width;
      for (int j = 0; j < width; j++) result[target + j] += factor * right.values[s + j];
    }
  }

  /** The product {@code this * vector}. */
  public double[] times(double[] vector) {
    if (vector.length != columns) {
      throw new IllegalArgumentException(
          "vector must have " + columns + " values, got " + vector.length);
    }
    double[] result = new double[rows];
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int j = 0; j < columns; j++) sum += values[i * columns + j] * vector[j];
      result[i] = sum;
    }
    return result;
  }

  /** The product {@code vector * this}. */
  public double[] leftTimes(double[] vector) {
    if (vector.length != rows) {
      throw new IllegalArgumentException(
          "vector must have " + rows + " values, got " + vector.length);
    }
    double[] result = new double[columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) result[j] += vector[i] * values[i * columns + j];
    }
    return result;
  }

  /** Mean of each column. */
  public double[] columnMeans() {
    if (rows == 0) throw new IllegalArgumentException("no rows to average");
    double[] mean = new double[columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) mean[j] += values[i * columns + j];
    }
    for (int j = 0; j < columns; j++) mean[j] /= rows;
    return mean;
  }

  /** Population variance (divided by n) of each column. */
  public double[] columnVariances() {
    double[] mean = columnMeans();
    double[] variance = new double[columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double d = values[i * columns + j] - mean[j];
        variance[j] += d * d;
      }
    }
    for (int j = 0; j < columns; j++) variance[j] /= rows;
    return variance;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Matrix that
        && rows == that.rows
        && columns == that.columns
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * rows + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Matrix[" + rows + "x" + columns + "]";
  }
}
