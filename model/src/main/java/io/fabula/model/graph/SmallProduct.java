package io.fabula.model.graph;

import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
import java.util.Arrays;

/**
 * A product of matrices in Java, for those that are computed before oneDNN would have begun. Each
 * element's terms are added one after the other in the order of k, so that the bits are the same on
 * every processor.
 */
final class SmallProduct {
  /** Up to as many multiplications this is faster, as was measured; fewer for narrow results. */
  private static final int MOST = 1024;

  private static final int MOST_NARROW = 128;
  private static final int NARROW = 8;

  /** Rows from which on it pays to turn the second matrix around. */
  private static final int MANY_ROWS = 4;

  private final MatrixProduct.Kind kind;
  private final ScratchBuffers tiles;

  /**
   * @param kind one that this {@link #suits}; others are slow
   */
  SmallProduct(MatrixProduct.Kind kind, ScratchBuffers tiles) {
    this.kind = kind;
    this.tiles = tiles;
  }

  /** Whether oneDNN would take longer. */
  static boolean suits(MatrixProduct.Kind kind) {
    return kind.multiplications() <= (kind.n() < NARROW ? MOST_NARROW : MOST);
  }

  /**
   * Multiplies.
   *
   * @param row what to add to each row of the result if there is a bias, else any tensor
   */
  void run(Tensor first, Tensor second, Tensor row, Tensor result) {
    int rows = kind.batches() * kind.m();
    int n = kind.n();
    float[] x = loaded(first, 0);
    float[] w = loaded(second, 1);
    float[] y = tiles.get(2, result.size());
    if (kind.adds()) {
      result.load(0, y, result.size());
    } else {
      Arrays.fill(y, 0, result.size(), 0f);
    }
    if (kind.bias()) {
      float[] bias = loaded(row, 3);
      for (int i = 0; i < rows; i++) addScaled(1f, bias, 0, y, i * n, n);
    }
    boolean byColumns = kind.transposeB() && kind.m() < MANY_ROWS;
    if (kind.transposeB() && !byColumns) w = transposed(w, tiles.get(3, second.size()));
    int xStep = kind.transposeA() ? kind.m() : 1;
    for (int i = 0; i < rows; i++) {
      int batch = i / kind.m();
      int xRow = i % kind.m() * (kind.transposeA() ? 1 : kind.k());
      int xFrom = batch * kind.m() * kind.k() + xRow;
      int wFrom = batch * kind.k() * n;
      if (byColumns) {
        addColumns(x, xFrom, xStep, w, wFrom, y, i * n);
      } else {
        addRow(x, xFrom, xStep, w, wFrom, y, i * n);
      }
    }
    result.store(0, y, result.size());
  }

  private float[] loaded(Tensor tensor, int tile) {
    float[] values = tiles.get(tile, tensor.size());
    tensor.load(0, values, tensor.size());
    return values;
  }

  /** The second matrices, stored [n, k], as [k, n]. */
  private float[] transposed(float[] stored, float[] target) {
    int n = kind.n();
    int k = kind.k();
    for (int from = 0; from < kind.batches() * k * n; from += k * n) {
      for (int j = 0; j < n; j++) {
        for (int p = 0; p < k; p++) target[from + p * n + j] = stored[from + j * k + p];
      }
    }
    return target;
  }

  private void addRow(float[] x, int xFrom, int xStep, float[] w, int wFrom, float[] y, int yFrom) {
    int n = kind.n();
    int k = kind.k();
    int p = 0;
    for (; p + 4 <= k; p += 4) {
      int at = xFrom + p * xStep;
      float a = x[at];
      float b = x[at + xStep];
      float c = x[at + 2 * xStep];
      float d = x[at + 3 * xStep];
      addFourScaled(a, b, c, d, w, wFrom + p * n, y, yFrom, n);
    }
    for (; p < k; p++) addScaled(x[xFrom + p * xStep], w, wFrom + p * n, y, yFrom, n);
  }

  /** The same where the second matrix is stored [n, k]: four elements side by side. */
  private void addColumns(
      float[] x, int xFrom, int xStep, float[] w, int wFrom, float[] y, int yFrom) {
    int n = kind.n();
    int k = kind.k();
    int j = 0;
    for (; j + 4 <= n; j += 4) {
      int from = wFrom + j * k;
      float a = y[yFrom + j];
      float b = y[yFrom + j + 1];
      float c = y[yFrom + j + 2];
      float d = y[yFrom + j + 3];
      for (int p = 0; p < k; p++) {
        float factor = x[xFrom + p * xStep];
        a += factor * w[from + p];
        b += factor * w[from + k + p];
        c += factor * w[from + 2 * k + p];
        d += factor * w[from + 3 * k + p];
      }
      y[yFrom + j] = a;
      y[yFrom + j + 1] = b;
      y[yFrom + j + 2] = c;
      y[yFrom + j + 3] = d;
    }
    for (; j < n; j++) {
      for (int p = 0; p < k; p++) y[yFrom + j] += x[xFrom + p * xStep] * w[wFrom + j * k + p];
    }
  }

  /** Loops of their own, which the JIT compiler turns into vector instructions. */
  private static void addFourScaled(
      float a, float b, float c, float d, float[] w, int from, float[] y, int to, int n) {
    for (int j = 0; j < n; j++) {
      y[to + j] =
          y[to + j]
              + a * w[from + j]
              + b * w[from + n + j]
              + c * w[from + 2 * n + j]
              + d * w[from + 3 * n + j];
    }
  }

  private static void addScaled(float a, float[] w, int from, float[] y, int to, int n) {
    for (int j = 0; j < n; j++) y[to + j] += a * w[from + j];
  }
}
