package io.fabula.analysis.decomposition;

import io.fabula.analysis.ElementaryFunctions;
import io.fabula.analysis.Matrix;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
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
 * @param objective sum over sources of the squared difference of mean log-cosh from that of a
 *     Gaussian, the negentropy that the fit maximises
 * @param spread how far the worst start fell short of the best, as a share of the best's objective;
 *     0 for one start
 * @implNote FastICA leaves order and sign open. Here the least Gaussian source (by its log-cosh)
 *     comes first and each source's third moment is positive, so that its long tail points up.
 */
public record IndependentComponents(
    Matrix unmixing,
    Matrix mixing,
    int iterations,
    boolean converged,
    double lastChange,
    double objective,
    double spread) {
  /** Mean log-cosh of a standard normal variable. */
  private static final double GAUSSIAN_LOG_COSH = 0.374567207491438;

  private static final double LOG_2 = StrictMath.log(2);

  /**
   * Settings of the fit.
   *
   * @param tolerance change below which the fit has converged, above 0
   * @param maximumIterations at least 1
   * @param seed of the start matrices
   * @param starts fits from different random starts, of which the one of the largest objective is
   *     kept: a loose tolerance may stop a fit early, and where depends on its start. At least 1
   */
  public record Options(double tolerance, int maximumIterations, long seed, int starts) {
    /** The published settings: tolerance 0.02, 8,000 iterations, seed 0, one start. */
    public static final Options PUBLISHED = new Options(0.02, 8000, 0, 1);

    public Options {
      if (!(tolerance > 0)) {
        throw new IllegalArgumentException("tolerance must be above 0, got " + tolerance);
      }
      if (maximumIterations < 1) {
        throw new IllegalArgumentException(
            "maximumIterations must be at least 1, got " + maximumIterations);
      }
      if (starts < 1) {
        throw new IllegalArgumentException("starts must be at least 1, got " + starts);
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
    FastIca iteration = new FastIca(whitened);
    IndependentComponents best =
        descend(whitened, iteration, Seeds.of(options.seed(), "fast-ica", k), options);
    double worst = best.objective();
    for (int s = 1; s < options.starts(); s++) {
      long seed = Seeds.of(options.seed(), "fast-ica", k, s);
      IndependentComponents fitted = descend(whitened, iteration, seed, options);
      worst = Math.min(worst, fitted.objective());
      if (fitted.objective() > best.objective()) best = fitted;
    }
    double spread = best.objective() > 0 ? (best.objective() - worst) / best.objective() : 0;
    return new IndependentComponents(
        best.unmixing,
        best.mixing,
        best.iterations,
        best.converged,
        best.lastChange,
        best.objective,
        spread);
  }

  private static IndependentComponents descend(
      Matrix whitened, FastIca step, long seed, Options options) {
    int k = whitened.columns();
    RandomStream random = new RandomStream(seed);
    Matrix w = new Matrix(k, k);
    for (int i = 0; i < k * k; i++) w.values()[i] = random.nextGaussian();
    w = decorrelated(w);
    double change = Double.POSITIVE_INFINITY;
    int iteration = 0;
    while (iteration < options.maximumIterations() && change >= options.tolerance()) {
      Matrix next = decorrelated(step.next(w));
      change = 0;
      for (int i = 0; i < k; i++) {
        double cosine = 0;
        for (int j = 0; j < k; j++) cosine += next.get(i, j) * w.get(i, j);
        change = Math.max(change, Math.abs(1 - Math.abs(cosine)));
      }
      w = next;
      iteration++;
    }
    double[] contrast = new double[k];
    Matrix ordered = ordered(w, whitened, contrast);
    double objective = 0;
    for (double each : contrast) objective += each * each;
    return new IndependentComponents(
        ordered,
        pseudoInverse(ordered),
        iteration,
        change < options.tolerance(),
        change,
        objective,
        0);
  }

  /** {@code (W W^T)^(-1/2) W}. */
  private static Matrix decorrelated(Matrix w) {
    int k = w.rows();
    SymmetricEigen eigen = SymmetricEigen.of(w.times(w.transposed()).toRows());
    Matrix root = new Matrix(k, k);
    for (int e = 0; e < k; e++) {
      double scale = 1 / Math.sqrt(Math.max(eigen.values()[e], Double.MIN_NORMAL));
      double[] vector = eigen.vectors()[e];
      for (int i = 0; i < k; i++) {
        for (int j = 0; j < k; j++) root.values()[i * k + j] += scale * vector[i] * vector[j];
      }
    }
    return root.times(w);
  }

  private static Matrix ordered(Matrix w, Matrix whitened, double[] contrast) {
    int k = w.rows();
    double[] sign = new double[k];
    Matrix sources = whitened.times(w.transposed());
    for (int c = 0; c < k; c++) {
      double logCosh = 0;
      double cubes = 0;
      for (int i = 0; i < sources.rows(); i++) {
        double s = sources.get(i, c);
        logCosh +=
            Math.abs(s) + StrictMath.log1p(ElementaryFunctions.exp(-2 * Math.abs(s))) - LOG_2;
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
