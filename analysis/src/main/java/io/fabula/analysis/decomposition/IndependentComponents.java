package io.fabula.analysis.decomposition;

import io.fabula.analysis.Matrix;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;

/**
 * Independent components of whitened rows by symmetric FastICA with the log-cosh contrast
 * (Hyvarinen 1999).
 *
 * @param unmixing {@code [components, components]}; sources = whitened rows times its transpose
 * @param mixing pseudo-inverse of {@code unmixing}
 * @param iterations iterations done
 * @param converged whether the last change was below the tolerance
 * @param lastChange largest departure from 1 of the |cosine| between a row and its predecessor
 * @implNote FastICA leaves order and sign open. Here the least Gaussian source (by its log-cosh)
 *     comes first and each source's third moment is positive, so that its long tail points up.
 */
public record IndependentComponents(
    Matrix unmixing, Matrix mixing, int iterations, boolean converged, double lastChange) {
  /** Mean log-cosh of a standard normal variable. */
  private static final double GAUSSIAN_LOG_COSH = 0.374567207491438;

  /**
   * Settings of the fit.
   *
   * @param tolerance change below which the fit has converged, above 0
   * @param maximumIterations at least 1
   * @param seed of the start matrix
   */
  public record Options(double tolerance, int maximumIterations, long seed) {
    /** The published settings: tolerance 0.02, 8,000 iterations, seed 0. */
    public static final Options PUBLISHED = new Options(0.02, 8000, 0);

    public Options {
      if (!(tolerance > 0)) {
        throw new IllegalArgumentException("tolerance must be above 0, got " + tolerance);
      }
      if (maximumIterations < 1) {
        throw new IllegalArgumentException(
            "maximumIterations must be at least 1, got " + maximumIterations);
      }
    }
  }

  /**
   * Fits to whitened rows (each column of mean 0 and standard deviation 1, columns uncorrelated).
   *
   * @param whitened {@code [n, components]}, more rows than columns
   */
  public static IndependentComponents fit(Matrix whitened, Options options) {
    int k = whitened.columns();
    if (whitened.rows() <= k) {
      throw new IllegalArgumentException(
          "needs more rows than columns, got " + whitened.rows() + " rows, " + k + " columns");
    }
    RandomStream random = new RandomStream(Seeds.of(options.seed(), "fast-ica", k));
    Matrix w = new Matrix(k, k);
    for (int i = 0; i < k * k; i++) w.values()[i] = random.nextGaussian();
    w = decorrelated(w);
    double change = Double.POSITIVE_INFINITY;
    int iteration = 0;
    while (iteration < options.maximumIterations() && change >= options.tolerance()) {
      Matrix next = decorrelated(step(whitened, w));
      change = 0;
      for (int i = 0; i < k; i++) {
        double cosine = 0;
        for (int j = 0; j < k; j++) cosine += next.get(i, j) * w.get(i, j);
        change = Math.max(change, Math.abs(1 - Math.abs(cosine)));
      }
      w = next;
      iteration++;
    }
    Matrix ordered = ordered(w, whitened);
    return new IndependentComponents(
        ordered, pseudoInverse(ordered), iteration, change < options.tolerance(), change);
  }

  private static Matrix step(Matrix whitened, Matrix w) {
    int k = whitened.columns();
    int n = whitened.rows();
    double[] x = whitened.values();
    double[] weights = w.values();
    double[] correlation = new double[k * k];
    double[] slope = new double[k];
    for (int i = 0; i < n; i++) {
      int at = i * k;
      for (int c = 0; c < k; c++) {
        double source = 0;
        for (int j = 0; j < k; j++) source += weights[c * k + j] * x[at + j];
        double g = Math.tanh(source);
        slope[c] += 1 - g * g;
        for (int j = 0; j < k; j++) correlation[c * k + j] += g * x[at + j];
      }
    }
    for (int c = 0; c < k; c++) {
      for (int j = 0; j < k; j++) {
        correlation[c * k + j] = (correlation[c * k + j] - slope[c] * weights[c * k + j]) / n;
      }
    }
    return new Matrix(k, k, correlation);
  }

  /** {@code (W W^T)^(-1/2) W}. */
  private static Matrix decorrelated(Matrix w) {
    int k = w.rows();
    EigenDecompositionSymmetric eigen =
        new EigenDecompositionSymmetric(
            new Array2DRowRealMatrix(w.times(w.transposed()).toRows(), false));
    Matrix root = new Matrix(k, k);
    for (int e = 0; e < k; e++) {
      double scale = 1 / Math.sqrt(Math.max(eigen.getEigenvalue(e), Double.MIN_NORMAL));
      double[] vector = eigen.getEigenvector(e).toArray();
      for (int i = 0; i < k; i++) {
        for (int j = 0; j < k; j++) root.values()[i * k + j] += scale * vector[i] * vector[j];
      }
    }
    return root.times(w);
  }

  private static Matrix ordered(Matrix w, Matrix whitened) {
    int k = w.rows();
    double[] contrast = new double[k];
    double[] sign = new double[k];
    Matrix sources = whitened.times(w.transposed());
    for (int c = 0; c < k; c++) {
      double logCosh = 0;
      double cubes = 0;
      for (int i = 0; i < sources.rows(); i++) {
        double s = sources.get(i, c);
        logCosh += Math.abs(s) + Math.log1p(Math.exp(-2 * Math.abs(s))) - Math.log(2);
        cubes += s * s * s;
      }
      contrast[c] = Math.abs(logCosh / sources.rows() - GAUSSIAN_LOG_COSH);
      sign[c] = cubes < 0 ? -1 : 1;
    }
    int[] order =
        IntStream.range(0, k)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer c) -> -contrast[c]))
            .mapToInt(Integer::intValue)
            .toArray();
    Matrix result = new Matrix(k, k);
    for (int c = 0; c < k; c++) {
      for (int j = 0; j < k; j++) {
        result.values()[c * k + j] = sign[order[c]] * w.get(order[c], j);
      }
    }
    return result;
  }

  static Matrix pseudoInverse(Matrix square) {
    return Matrix.of(
        MatrixUtils.inverse(new Array2DRowRealMatrix(square.toRows(), false)).getData());
  }

  /** Sources {@code [n, components]} of whitened rows. */
  public Matrix sources(Matrix whitened) {
    return whitened.times(unmixing.transposed());
  }
}
