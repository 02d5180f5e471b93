package io.fabula.analysis.saliency;

import io.fabula.analysis.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which samples have an extreme or a middling loading of a component: thresholds come from all
 * rows, comparisons are strict (as in the published panel export).
 *
 * @param high loadings above this are high
 * @param middleUpper upper end of the middle
 * @param middleLower lower end of the middle
 * @param low loadings below this are low
 */
public record LoadingExtrema(double high, double middleUpper, double middleLower, double low) {
  /** Three groups of loadings. */
  public enum Group {
    HIGH,
    MIDDLE,
    LOW
  }

  /**
   * Thresholds of one component.
   *
   * @param loadings of all rows
   * @param quantile q: share of rows in each group, above 0 and at most 0.5
   */
  public static LoadingExtrema of(double[] loadings, double quantile) {
    if (!(quantile > 0 && quantile <= 0.5)) {
      throw new IllegalArgumentException("quantile must be within 0..0.5, got " + quantile);
    }
    int n = loadings.length;
    int tail = (int) (n * quantile);
    int below = (int) (n / 2.0 - n * quantile / 2) - 1;
    int above = (int) (n / 2.0 + n * quantile / 2) - 1;
    if (tail < 1 || below < 0) {
      throw new IllegalArgumentException(
          n + " rows are too few for groups of a share of " + quantile);
    }
    double[] sorted = loadings.clone();
    Arrays.sort(sorted);
    return new LoadingExtrema(sorted[n - tail - 1], sorted[above], sorted[below], sorted[tail - 1]);
  }

  /** Whether a loading belongs to a group. */
  public boolean contains(Group group, double loading) {
    return switch (group) {
      case HIGH -> loading > high;
      case MIDDLE -> loading > middleLower && loading < middleUpper;
      case LOW -> loading < low;
    };
  }

  /**
   * Samples with a loading in the group.
   *
   * @param loadings {@code [sample, step]} of one component
   * @param step the step to look at, or -1 for any
   */
  public List<Integer> samples(Group group, Matrix loadings, int step) {
    List<Integer> result = new ArrayList<>();
    for (int s = 0; s < loadings.rows(); s++) {
      boolean found = false;
      for (int t = 0; t < loadings.columns(); t++) {
        found |= (step < 0 || step == t) && contains(group, loadings.get(s, t));
      }
      if (found) result.add(s);
    }
    return result;
  }
}
