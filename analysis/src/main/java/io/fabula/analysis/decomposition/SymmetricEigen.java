package io.fabula.analysis.decomposition;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, the largest value first.
 *
 * @param values one per row of the matrix
 * @param vectors {@code [value, row]}, each of length 1; the sign is as it comes
 * @implNote by Hipparchus, whose iteration gives up on some matrices of low rank, such as the
 *     covariance of few rows with many constant columns; those are decomposed by Jacobi's
 *     rotations, which always end.
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record SymmetricEigen(double[] values, double[][] vectors) {
  /** Far more than are ever needed: each sweep at least squares what is left, near the end. */
  private static final int SWEEPS = 100;

  /**
   * Decomposes a matrix, which is not changed.
   *
   * @param matrix symmetric, of finite numbers
   */
  public static SymmetricEigen of(double[][] matrix) {
    for (double[] row : matrix) {
      for (double each : row) {
        if (!Double.isFinite(each)) {
          throw new IllegalArgumentException("matrix must hold finite numbers, got " + each);
        }
      }
    }
    try {
      EigenDecompositionSymmetric eigen =
          new EigenDecompositionSymmetric(new Array2DRowRealMatrix(matrix, true));
      double[][] vectors = new double[matrix.length][];
      for (int i = 0; i < vectors.length; i++) vectors[i] = eigen.getEigenvector(i).toArray();
      return new SymmetricEigen(eigen.getEigenvalues(), vectors);
    } catch (MathIllegalStateException e) {
      return byRotations(matrix);
    }
  }

  /** By cyclic Jacobi rotations. */
  static SymmetricEigen byRotations(double[][] matrix) {
    int n = matrix.length;
    double[][] a = new double[n][];
    double[][] vectors = new double[n][n];
    double squares = 0;
    for (int i = 0; i < n; i++) {
      a[i] = matrix[i].clone();
      vectors[i][i] = 1;
      for (double each : a[i]) squares += each * each;
    }
    double negligible = squares * 1e-32;
    for (int sweep = 0; sweep < SWEEPS && off(a) > negligible; sweep++) {
      for (int p = 0; p < n - 1; p++) {
        for (int q = p + 1; q < n; q++) if (a[p][q] != 0) rotate(a, vectors, p, q);
      }
    }
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -a[i][i]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new SymmetricEigen(
        Arrays.stream(order).mapToDouble(i -> a[i][i]).toArray(),
        Arrays.stream(order).mapToObj(i -> vectors[i]).toArray(double[][]::new));
  }

  private static double off(double[][] a) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < i; j++) sum += 2 * a[i][j] * a[i][j];
    }
    return sum;
  }

  /** Makes {@code a[p][q]} zero; rows of {@code vectors} follow. */
  private static void rotate(double[][] a, double[][] vectors, int p, int q) {
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = 1 / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    if (theta < 0) t = -t;
    double cosine = 1 / Math.sqrt(t * t + 1);
    double sine = t * cosine;
    for (int k = 0; k < a.length; k++) {
      double kp = a[k][p];
      double kq = a[k][q];
      a[k][p] = cosine * kp - sine * kq;
      a[k][q] = sine * kp + cosine * kq;
    }
    for (int k = 0; k < a.length; k++) {
      double pk = a[p][k];
      double qk = a[q][k];
      a[p][k] = cosine * pk - sine * qk;
      a[q][k] = sine * pk + cosine * qk;
    }
    a[p][q] = 0;
    a[q][p] = 0;
    for (int k = 0; k < a.length; k++) {
      double pk = vectors[p][k];
      double qk = vectors[q][k];
      vectors[p][k] = cosine * pk - sine * qk;
      vectors[q][k] = sine * pk + cosine * qk;
    }
  }
}
