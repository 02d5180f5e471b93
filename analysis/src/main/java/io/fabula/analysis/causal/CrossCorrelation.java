package io.fabula.analysis.causal;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.Sequences;
import java.util.ArrayList;
import java.util.List;

/**
 * Which independent component moves with which, how many steps later: {@code X_k = 1/(T - k) sum_t
 * ic(t) ic(t + k)^T}, rows the earlier and columns the later step, averaged over a behaviour's
 * samples.
 *
 * @implNote The original divides by the number of components instead of the number of products
 *     ({@code legacyScale} does the same) and averages the first samples of the whole set instead
 *     of the behaviour's members, which is not reproduced.
 */
public final class CrossCorrelation {
  private CrossCorrelation() {}

  /**
   * Settings.
   *
   * @param maximumDifference largest time difference k in steps, at least 0; k = T gives zeros
   * @param clip largest magnitude of a component, above 0
   * @param legacyScale divide by the number of components instead of {@code T - k}
   */
  public record Options(int maximumDifference, double clip, boolean legacyScale) {
    public Options {
      if (maximumDifference < 0) {
        throw new IllegalArgumentException(
            "maximumDifference must be at least 0, got " + maximumDifference);
      }
      if (!(clip > 0)) throw new IllegalArgumentException("clip must be above 0, got " + clip);
    }

    /** All differences up to {@code maximumDifference}, clipped to 1,000, divided by T - k. */
    public static Options upTo(int maximumDifference) {
      return new Options(maximumDifference, 1000, false);
    }
  }

  /**
   * Matrices of one sample for k = 0, 1, ... maximumDifference.
   *
   * @param components {@code [T, K]} independent components at each step
   * @return matrices {@code [K, K]}
   */
  public static List<Matrix> ofSample(Matrix components, Options options) {
    int steps = components.rows();
    int size = components.columns();
    Matrix clipped = new Matrix(steps, size);
    for (int i = 0; i < clipped.values().length; i++) {
      double value = components.values()[i];
      if (Double.isNaN(value)) throw new IllegalArgumentException("components hold NaN");
      clipped.values()[i] = Math.max(-options.clip(), Math.min(options.clip(), value));
    }
    List<Matrix> result = new ArrayList<>();
    for (int k = 0; k <= options.maximumDifference(); k++) {
      Matrix sum = new Matrix(size, size);
      for (int t = 0; t + k < steps; t++) {
        for (int i = 0; i < size; i++) {
          for (int j = 0; j < size; j++) {
            sum.values()[i * size + j] += clipped.get(t, i) * clipped.get(t + k, j);
          }
        }
      }
      double divisor = options.legacyScale() ? size : Math.max(1, steps - k);
      for (int i = 0; i < size * size; i++) sum.values()[i] /= divisor;
      result.add(sum);
    }
    return result;
  }

  /**
   * Means per behaviour of all samples at once; shards of samples give the same bits through {@link
   * MeanPartial}.
   *
   * @param components independent components of all samples
   * @param behaviours behaviour of each sample
   */
  public static List<MeanPartial.Mean> perBehaviour(
      Sequences components, int[] behaviours, Options options) {
    if (behaviours.length != components.samples()) {
      throw new IllegalArgumentException(
          "expected " + components.samples() + " behaviours, got " + behaviours.length);
    }
    MeanPartial.Collector collector =
        new MeanPartial.Collector(0, options.maximumDifference() + 1, components.width());
    for (int s = 0; s < components.samples(); s++) {
      collector.add(behaviours[s], ofSample(components.sample(s), options));
    }
    return MeanPartial.fold(collector.partials());
  }
}
