package io.fabula.analysis.decomposition;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.Panels;
import java.util.Arrays;

/**
 * One of the two factors of {@code data ~ left^T * right}, with the data arranged for improving it.
 * Both factors are the same thing for the data and for the transposed data.
 *
 * @implNote Factors are held one after the other, so that {@link Panels} of data give the products
 *     with all factors of the other half for 64 of our columns at a time.
 */
final class FactorHalf {
  /** An entry times it is at least 1 unless it is 0. */
  private static final double HUGE = 0x1p1000;

  private final int factors;

  /** Factors filled up with zeros to whole panels. */
  private final int padded;

  private final int size;

  /** {@code [padded][size filled up to whole panels and lanes]}. */
  private final double[][] values;

  /** {@code [blocks of our columns][panels of the other half's columns]} of the data. */
  private final double[][][] data;

  /**
   * Arranges the data.
   *
   * @param data {@code [columns of the other half, size]}
   * @param start {@code [size, factors]}
   */
  FactorHalf(Matrix data, Matrix start) {
    factors = start.columns();
    padded = Panels.count(factors) * Panels.DEPTH;
    size = data.columns();
    int blocks = Panels.blocks(size);
    values = new double[padded][blocks * Panels.LANES];
    for (int f = 0; f < factors; f++) {
      for (int i = 0; i < size; i++) values[f][i] = start.get(i, f);
    }
    this.data = new double[blocks][Panels.count(data.rows())][Panels.SIZE];
    for (int b = 0; b < blocks; b++) {
      for (int p = 0; p < this.data[b].length; p++) {
        Panels.copy(
            data.values(), data.rows(), size, p * Panels.DEPTH, b * Panels.LANES, this.data[b][p]);
      }
    }
  }

  /** The factors, {@code [factors, size]}. */
  Matrix values() {
    Matrix result = new Matrix(factors, size);
    for (int f = 0; f < factors; f++) {
      System.arraycopy(values[f], 0, result.values(), f * size, size);
    }
    return result;
  }

  /** Replaces one number of the data. */
  void set(int otherColumn, int ownColumn, double value) {
    double[] panel = data[ownColumn / Panels.LANES][otherColumn / Panels.DEPTH];
    panel[otherColumn % Panels.DEPTH * Panels.LANES + ownColumn % Panels.LANES] = value;
  }

  /** The product of one of our columns with one of the other half's: what the data should be. */
  double product(FactorHalf other, int otherColumn, int ownColumn) {
    double sum = 0;
    for (int f = 0; f < factors; f++) {
      sum = Math.fma(values[f][ownColumn], other.values[f][otherColumn], sum);
    }
    return sum;
  }

  /**
   * Improves each factor in turn by its least squares, cut off at 0, the others and the other half
   * held.
   *
   * @return sum of the magnitudes of the gradient where it could still be followed
   */
  double improve(FactorHalf other) {
    double[] gram = other.gram();
    double[][] cross = new double[factors][Panels.LANES];
    double[][] panels = new double[padded / Panels.DEPTH][Panels.SIZE];
    double[] gradient = new double[Panels.LANES];
    double[] own = new double[Panels.LANES];
    double[] violation = new double[Panels.LANES];
    for (int b = 0; b < data.length; b++) {
      int from = b * Panels.LANES;
      for (double[] each : cross) Arrays.fill(each, 0);
      for (int p = 0; p < data[b].length; p++) {
        for (int f = 0; f < factors; f++) {
          Panels.addFused(data[b][p], cross[f], other.values[f], p * Panels.DEPTH, 1);
        }
      }
      for (int f = 0; f < factors; f++) {
        System.arraycopy(
            values[f],
            from,
            panels[f / Panels.DEPTH],
            f % Panels.DEPTH * Panels.LANES,
            Panels.LANES);
      }
      for (int f = 0; f < factors; f++) {
        double curvature = gram[f * padded + f];
        if (!(curvature > 0)) continue;
        negate(cross[f], gradient);
        for (int p = 0; p < panels.length; p++) {
          Panels.addFused(panels[p], gradient, gram, f * padded + p * Panels.DEPTH, 1);
        }
        System.arraycopy(values[f], from, own, 0, Panels.LANES);
        step(gradient, own, violation, 1 / curvature);
        System.arraycopy(own, 0, values[f], from, Panels.LANES);
        System.arraycopy(
            own, 0, panels[f / Panels.DEPTH], f % Panels.DEPTH * Panels.LANES, Panels.LANES);
      }
    }
    double sum = 0;
    for (double each : violation) sum += each;
    return sum;
  }

  private static void negate(double[] x, double[] y) {
    for (int i = 0; i < 64; i++) y[i] = -x[i];
  }

  /** At 0 only a negative gradient can be followed. */
  private static void step(double[] gradient, double[] own, double[] violation, double scale) {
    for (int i = 0; i < 64; i++) {
      double up = Math.max(0, -gradient[i]);
      double down = Math.max(0, gradient[i]) * Math.min(1, own[i] * HUGE);
      violation[i] += up + down;
    }
    for (int i = 0; i < 64; i++) own[i] = Math.max(0, own[i] - gradient[i] * scale);
  }

  /** Products of all pairs of factors, {@code [padded, padded]}. */
  private double[] gram() {
    double[] gram = new double[padded * padded];
    double[] tile = new double[8];
    for (int f = 0; f < padded; f += 2) {
      for (int g = f / 4 * 4; g < padded; g += 4) {
        tile(f, g, tile);
        for (int t = 0; t < 8; t++) {
          int row = f + t / 4;
          int column = g + t % 4;
          gram[row * padded + column] = tile[t];
          gram[column * padded + row] = tile[t];
        }
      }
    }
    return gram;
  }

  private void tile(int f, int g, double[] tile) {
    double[] x = values[f];
    double[] y = values[f + 1];
    double[] p = values[g];
    double[] q = values[g + 1];
    double[] r = values[g + 2];
    double[] s = values[g + 3];
    double xp = 0;
    double xq = 0;
    double xr = 0;
    double xs = 0;
    double yp = 0;
    double yq = 0;
    double yr = 0;
    double ys = 0;
    for (int i = 0; i < size; i++) {
      double a = x[i];
      double b = y[i];
      xp = Math.fma(a, p[i], xp);
      xq = Math.fma(a, q[i], xq);
      xr = Math.fma(a, r[i], xr);
      xs = Math.fma(a, s[i], xs);
      yp = Math.fma(b, p[i], yp);
      yq = Math.fma(b, q[i], yq);
      yr = Math.fma(b, r[i], yr);
      ys = Math.fma(b, s[i], ys);
    }
    tile[0] = xp;
    tile[1] = xq;
    tile[2] = xr;
    tile[3] = xs;
    tile[4] = yp;
    tile[5] = yq;
    tile[6] = yr;
    tile[7] = ys;
  }
}
