package io.fabula.model.graph;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/** Row-major matrix products over native memory. */
final class Gemm {
  private static final int ROW_MAJOR = 101;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;

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
}
