package io.fabula.analysis;

import java.util.Arrays;

/**
 * The inner loop of products of matrices: a panel holds {@link #DEPTH} rows of {@link #LANES}
 * numbers side by side, and its rows, each times a number, are added to one row of results.
 *
 * <p>Every result is a chain of multiplications and additions in the order of the rows, so its bits
 * depend on neither the processor nor the width of its vectors.
 *
 * @implNote Java's compiler makes vector instructions only of short loops in which all arrays are
 *     read at the same index plus a literal, and whose length is a literal; hence arrays of a fixed
 *     form, and eight rows written out. More rows a pass, or two results at once, are slower or not
 *     vectorised at all.
 */
public final class Panels {
  /** Numbers in each row of a panel. */
  public static final int LANES = 64;

  /** Rows of a panel. */
  public static final int DEPTH = 8;

  /** Numbers in a panel. */
  public static final int SIZE = DEPTH * LANES;

  private Panels() {}

  /**
   * Adds the rows of a panel, each times its factor, to {@code result}.
   *
   * @param panel {@code [DEPTH, LANES]}
   * @param result {@code [LANES]}; another array than {@code panel}
   * @param factors holds the factor of row {@code k} at {@code first + k * stride}
   */
  public static void add(double[] panel, double[] result, double[] factors, int first, int stride) {
    addFrom(panel, result, factors, first, stride, 0);
  }

  /**
   * The same as {@link #add} with each multiplication and addition rounded once, which takes less
   * time.
   *
   * @param panel {@code [DEPTH, LANES]}
   * @param result {@code [LANES]}; another array than {@code panel}
   * @param factors holds the factor of row {@code k} at {@code first + k * stride}
   */
  public static void addFused(
      double[] panel, double[] result, double[] factors, int first, int stride) {
    double a = factors[first];
    double b = factors[first + stride];
    double c = factors[first + 2 * stride];
    double d = factors[first + 3 * stride];
    double e = factors[first + 4 * stride];
    double f = factors[first + 5 * stride];
    double g = factors[first + 6 * stride];
    double h = factors[first + 7 * stride];
    for (int i = 0; i < 64; i++) {
      double sum = Math.fma(a, panel[i], result[i]);
      sum = Math.fma(b, panel[i + 64], sum);
      sum = Math.fma(c, panel[i + 2 * 64], sum);
      sum = Math.fma(d, panel[i + 3 * 64], sum);
      sum = Math.fma(e, panel[i + 4 * 64], sum);
      sum = Math.fma(f, panel[i + 5 * 64], sum);
      sum = Math.fma(g, panel[i + 6 * 64], sum);
      result[i] = Math.fma(h, panel[i + 7 * 64], sum);
    }
  }

  /**
   * The same as {@link #add} for the last lanes alone, from the first that a triangle needs.
   *
   * @param panel {@code [DEPTH, LANES]}
   * @param result {@code [LANES]}; another array than {@code panel}
   * @param factors holds the factor of row {@code k} at {@code first + k * stride}
   * @param lane the first lane that is needed; some before it are added too
   * @implNote One method for all loops: it is too large to be inlined, and inlined loops are not
   *     always vectorised.
   */
  public static void addFrom(
      double[] panel, double[] result, double[] factors, int first, int stride, int lane) {
    double a = factors[first];
    double b = factors[first + stride];
    double c = factors[first + 2 * stride];
    double d = factors[first + 3 * stride];
    double e = factors[first + 4 * stride];
    double f = factors[first + 5 * stride];
    double g = factors[first + 6 * stride];
    double h = factors[first + 7 * stride];
    if (lane < 16) {
      for (int i = 0; i < 64; i++) {
        double sum = result[i] + a * panel[i];
        sum += b * panel[i + 64];
        sum += c * panel[i + 2 * 64];
        sum += d * panel[i + 3 * 64];
        sum += e * panel[i + 4 * 64];
        sum += f * panel[i + 5 * 64];
        sum += g * panel[i + 6 * 64];
        result[i] = sum + h * panel[i + 7 * 64];
      }
    } else if (lane < 32) {
      for (int i = 16; i < 64; i++) {
        double sum = result[i] + a * panel[i];
        sum += b * panel[i + 64];
        sum += c * panel[i + 2 * 64];
        sum += d * panel[i + 3 * 64];
        sum += e * panel[i + 4 * 64];
        sum += f * panel[i + 5 * 64];
        sum += g * panel[i + 6 * 64];
        result[i] = sum + h * panel[i + 7 * 64];
      }
    } else if (lane < 48) {
      for (int i = 32; i < 64; i++) {
        double sum = result[i] + a * panel[i];
        sum += b * panel[i + 64];
        sum += c * panel[i + 2 * 64];
        sum += d * panel[i + 3 * 64];
        sum += e * panel[i + 4 * 64];
        sum += f * panel[i + 5 * 64];
        sum += g * panel[i + 6 * 64];
        result[i] = sum + h * panel[i + 7 * 64];
      }
    } else {
      for (int i = 48; i < 64; i++) {
        double sum = result[i] + a * panel[i];
        sum += b * panel[i + 64];
        sum += c * panel[i + 2 * 64];
        sum += d * panel[i + 3 * 64];
        sum += e * panel[i + 4 * 64];
        sum += f * panel[i + 5 * 64];
        sum += g * panel[i + 6 * 64];
        result[i] = sum + h * panel[i + 7 * 64];
      }
    }
  }

  /**
   * Subtracts a row from each row of a panel.
   *
   * @param panel {@code [DEPTH, LANES]}, changed
   * @param row {@code [LANES]}; another array
   */
  public static void subtract(double[] panel, double[] row) {
    for (int i = 0; i < 64; i++) {
      panel[i] -= row[i];
      panel[i + 64] -= row[i];
      panel[i + 2 * 64] -= row[i];
      panel[i + 3 * 64] -= row[i];
      panel[i + 4 * 64] -= row[i];
      panel[i + 5 * 64] -= row[i];
      panel[i + 6 * 64] -= row[i];
      panel[i + 7 * 64] -= row[i];
    }
  }

  /** Panels needed for this many rows. */
  public static int count(int rows) {
    return (rows + DEPTH - 1) / DEPTH;
  }

  /** Blocks of lanes needed for this many columns. */
  public static int blocks(int columns) {
    return (columns + LANES - 1) / LANES;
  }

  /**
   * Copies rows into a panel; what lies beyond the matrix becomes 0, which adds nothing.
   *
   * @param values a matrix row by row
   * @param rows its rows
   * @param columns its columns
   * @param row first row to copy
   * @param column first column to copy
   * @param panel {@code [DEPTH, LANES]}, filled
   */
  public static void copy(
      double[] values, int rows, int columns, int row, int column, double[] panel) {
    int width = Math.min(LANES, columns - column);
    for (int k = 0; k < DEPTH; k++) {
      int to = k * LANES;
      if (row + k < rows) {
        System.arraycopy(values, (row + k) * columns + column, panel, to, width);
        if (width < LANES) Arrays.fill(panel, to + width, to + LANES, 0);
      } else {
        Arrays.fill(panel, to, to + LANES, 0);
      }
    }
  }
}
