package io.fabula.analysis.decomposition;

import io.fabula.analysis.ElementaryFunctions;
import io.fabula.analysis.Matrix;
import java.util.Arrays;

/**
 * One step of FastICA with the log-cosh contrast: {@code E[tanh(w x) x] - E[1 - tanh(w x)^2] w} for
 * all rows of W at once. The data are held column by column in blocks that stay in the first-level
 * cache, so that the loops over a block become vector instructions.
 */
final class FastIca {
  private static final int BLOCK = 256;

  private final int rows;
  private final int k;

  /** {@code [blocks][k][BLOCK]}; the last block is filled up with zeros, which add nothing. */
  private final double[] columns;

  private final double[] projections;
  private final double[] sources;

  FastIca(Matrix whitened) {
    rows = whitened.rows();
    k = whitened.columns();
    int blocks = (rows + BLOCK - 1) / BLOCK;
    columns = new double[Math.multiplyExact(blocks * BLOCK, k)];
    for (int i = 0; i < rows; i++) {
      int at = i / BLOCK * k * BLOCK + i % BLOCK;
      for (int j = 0; j < k; j++) columns[at + j * BLOCK] = whitened.values()[i * k + j];
    }
    projections = new double[k * BLOCK];
    sources = new double[k * BLOCK];
  }

  Matrix next(Matrix w) {
    double[] weights = w.values();
    double[] correlation = new double[k * k];
    double[] squares = new double[k];
    for (int base = 0; base < columns.length; base += k * BLOCK) {
      for (int c = 0; c < k; c++) project(weights, c, base);
      ElementaryFunctions.tanh(projections, sources, k * BLOCK);
      for (int c = 0; c < k; c++) squares[c] += product(sources, c * BLOCK, sources, c * BLOCK);
      correlate(base, correlation);
    }
    for (int c = 0; c < k; c++) {
      double slope = rows - squares[c];
      for (int j = 0; j < k; j++) {
        correlation[c * k + j] = (correlation[c * k + j] - slope * weights[c * k + j]) / rows;
      }
    }
    return new Matrix(k, k, correlation);
  }

  /** Row c of W times one block, four columns a pass. */
  private void project(double[] weights, int c, int base) {
    double[] x = columns;
    double[] y = projections;
    int to = c * BLOCK;
    Arrays.fill(y, to, to + BLOCK, 0);
    int j = 0;
    for (; j + 4 <= k; j += 4) {
      double p = weights[c * k + j];
      double q = weights[c * k + j + 1];
      double r = weights[c * k + j + 2];
      double s = weights[c * k + j + 3];
      int from = base + j * BLOCK;
      for (int i = 0; i < BLOCK; i++) {
        double sum = y[to + i] + p * x[from + i];
        sum += q * x[from + BLOCK + i];
        sum += r * x[from + 2 * BLOCK + i];
        sum += s * x[from + 3 * BLOCK + i];
        y[to + i] = sum;
      }
    }
    for (; j < k; j++) {
      double p = weights[c * k + j];
      int from = base + j * BLOCK;
      for (int i = 0; i < BLOCK; i++) y[to + i] += p * x[from + i];
    }
  }

  /** Adds the products of all sources with all columns of one block, two by four at a time. */
  private void correlate(int base, double[] correlation) {
    int c = 0;
    for (; c + 2 <= k; c += 2) {
      int j = 0;
      for (; j + 4 <= k; j += 4) tile(base, c, j, correlation);
      for (; j < k; j++) {
        int from = base + j * BLOCK;
        correlation[c * k + j] += product(sources, c * BLOCK, columns, from);
        correlation[(c + 1) * k + j] += product(sources, (c + 1) * BLOCK, columns, from);
      }
    }
    for (; c < k; c++) {
      for (int j = 0; j < k; j++) {
        correlation[c * k + j] += product(sources, c * BLOCK, columns, base + j * BLOCK);
      }
    }
  }

  private void tile(int base, int c, int j, double[] correlation) {
    double[] g = sources;
    double[] x = columns;
    int left = c * BLOCK;
    int right = base + j * BLOCK;
    double a0 = 0;
    double a1 = 0;
    double a2 = 0;
    double a3 = 0;
    double b0 = 0;
    double b1 = 0;
    double b2 = 0;
    double b3 = 0;
    for (int i = 0; i < BLOCK; i++) {
      double p = g[left + i];
      double q = g[left + BLOCK + i];
      double x0 = x[right + i];
      double x1 = x[right + BLOCK + i];
      double x2 = x[right + 2 * BLOCK + i];
      double x3 = x[right + 3 * BLOCK + i];
      a0 += p * x0;
      a1 += p * x1;
      a2 += p * x2;
      a3 += p * x3;
      b0 += q * x0;
      b1 += q * x1;
      b2 += q * x2;
      b3 += q * x3;
    }
    int at = c * k + j;
    correlation[at] += a0;
    correlation[at + 1] += a1;
    correlation[at + 2] += a2;
    correlation[at + 3] += a3;
    correlation[at + k] += b0;
    correlation[at + k + 1] += b1;
    correlation[at + k + 2] += b2;
    correlation[at + k + 3] += b3;
  }

  private static double product(double[] a, int from, double[] b, int other) {
    double p = 0;
    double q = 0;
    double r = 0;
    double s = 0;
    for (int i = 0; i < BLOCK; i += 4) {
      p += a[from + i] * b[other + i];
      q += a[from + i + 1] * b[other + i + 1];
      r += a[from + i + 2] * b[other + i + 2];
      s += a[from + i + 3] * b[other + i + 3];
    }
    return (p + q) + (r + s);
  }
}
