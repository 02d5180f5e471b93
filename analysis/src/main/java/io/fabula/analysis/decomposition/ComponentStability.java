package io.fabula.analysis.decomposition;

import io.fabula.analysis.Matrix;
import java.util.Arrays;

/**
 * Whether independent components come out again: components are fitted anew to two halves of the
 * episodes, and each component is compared with its best match in either half. A component that
 * does not come out again in both is one direction among many and deserves no name.
 */
public final class ComponentStability {
  private ComponentStability() {}

  /**
   * The stability of each component: the smaller of its largest absolute correlations with the
   * components of either half, 0 to 1, over all given rows.
   *
   * @param states hidden states, {@code [rows, hidden]}
   * @param whole the projector whose components are judged
   * @param halves projectors that were fitted to a half of the episodes each
   */
  public static double[] of(Matrix states, Projector whole, Projector... halves) {
    Matrix own = whole.independentComponents(states);
    double[] stability = new double[own.columns()];
    Arrays.fill(stability, 1);
    for (Projector half : halves) {
      Matrix other = half.independentComponents(states);
      for (int i = 0; i < stability.length; i++) {
        double best = 0;
        for (int j = 0; j < other.columns(); j++) {
          best = Math.max(best, Math.abs(correlation(own.column(i), other.column(j))));
        }
        stability[i] = Math.min(stability[i], best);
      }
    }
    return stability;
  }

  /** Pearson's correlation; 0 where one of them does not vary. */
  static double correlation(double[] a, double[] b) {
    double meanA = 0;
    double meanB = 0;
    for (int i = 0; i < a.length; i++) {
      meanA += a[i] / a.length;
      meanB += b[i] / a.length;
    }
    double product = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (a[i] - meanA) * (b[i] - meanB);
      squaresA += (a[i] - meanA) * (a[i] - meanA);
      squaresB += (b[i] - meanB) * (b[i] - meanB);
    }
    return squaresA > 0 && squaresB > 0 ? product / Math.sqrt(squaresA * squaresB) : 0;
  }
}
