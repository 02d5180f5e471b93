package io.fabula.model.graph;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * Row-major matrix products over native memory. A few rows go one by one through matrix times
 * vector: the product of matrices would first copy the whole weight into another order (ten times
 * slower for 1 row of 1,536 x 512, and still slower for 8).
 */
final class Gemm {
  private static final int ROW_MAJOR = 101;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;
  private static final int FEW_ROWS = 8;

  private Gemm() {}

  /**
   * C = A B + beta C, where A is [m, k] (stored [k, m] if transposed) and B is [k, n] (stored [n,
   * k] if transposed); all densely packed.
   */
  static void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      FloatPointer a,
      FloatPointer b,
      float beta,
      FloatPointer c) {
    multiply(
        transposeA,
        transposeB,
        m,
        n,
        k,
        1f,
        a,
        transposeA ? m : k,
        b,
        transposeB ? k : n,
        beta,
        c,
        n);
  }

  /** C = alpha A B + beta C with the distances between rows as they are stored. */
  static void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      FloatPointer a,
      int rowA,
      FloatPointer b,
      int rowB,
      float beta,
      FloatPointer c,
      int rowC) {
    if (!transposeA && m <= FEW_ROWS) {
      rowByRow(transposeB, m, n, k, alpha, a, rowA, b, rowB, beta, c, rowC);
      return;
    }
    openblas.cblas_sgemm(
        ROW_MAJOR,
        transposeA ? TRANSPOSED : PLAIN,
        transposeB ? TRANSPOSED : PLAIN,
        m,
        n,
        k,
        alpha,
        a,
        rowA,
        b,
        rowB,
        beta,
        c,
        rowC);
  }

  private static void rowByRow(
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      FloatPointer a,
      int rowA,
      FloatPointer b,
      int rowB,
      float beta,
      FloatPointer c,
      int rowC) {
    FloatPointer x = new FloatPointer(a);
    FloatPointer y = new FloatPointer(c);
    for (int i = 0; i < m; i++) {
      x.position(a.position() + (long) i * rowA);
      y.position(c.position() + (long) i * rowC);
      if (transposeB) {
        openblas.cblas_sgemv(ROW_MAJOR, PLAIN, n, k, alpha, b, rowB, x, 1, beta, y, 1);
      } else {
        openblas.cblas_sgemv(ROW_MAJOR, TRANSPOSED, k, n, alpha, b, rowB, x, 1, beta, y, 1);
      }
    }
  }
}
