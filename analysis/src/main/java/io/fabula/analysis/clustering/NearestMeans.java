package io.fabula.analysis.clustering;

import io.fabula.analysis.Matrix;
import java.util.Arrays;

/**
 * The nearest mean of each row while means move: a row is looked at again only where a mean may
 * have come nearer than its own (Hamerly 2010, with one bound for all other means).
 *
 * @implNote A row is left out only where its own mean is nearer by more than what rounding can do,
 *     so the result is that of looking at all rows.
 */
final class NearestMeans {
  /** Of a row's length; distances come from differences of squares, whose rounding is below it. */
  private static final double MARGIN = 1e-6;

  private final Matrix points;
  private final double[] squaredLengths;

  /** At least the distance from the row's own mean. */
  private final double[] own;

  /** At most the distance from any other mean. */
  private final double[] others;

  private int[] labels;
  private Matrix before = new Matrix(0, 0);

  NearestMeans(Matrix points) {
    this.points = points;
    int rows = points.rows();
    squaredLengths = new double[rows];
    for (int i = 0, at = 0; i < rows; i++) {
      for (int c = 0; c < points.columns(); c++, at++) {
        squaredLengths[i] += points.values()[at] * points.values()[at];
      }
    }
    own = new double[rows];
    others = new double[rows];
    labels = new int[rows];
    forget();
  }

  /** All rows are looked at again. */
  void forget() {
    Arrays.fill(own, Double.POSITIVE_INFINITY);
    Arrays.fill(others, 0);
  }

  /** The nearest mean of each row, a new array; the means have moved since the last call. */
  int[] of(ClusterMeans means) {
    follow(means.means());
    ClusterMeans.Search search = means.new Search();
    int[] found = labels.clone();
    for (int i = 0; i < found.length; i++) {
      if (own[i] + MARGIN * Math.sqrt(squaredLengths[i]) < others[i]) continue;
      found[i] = search.nearest(points.values(), i * points.columns());
      own[i] = search.distance(squaredLengths[i]);
      others[i] = search.distanceOfSecond(squaredLengths[i]);
    }
    labels = found;
    return found.clone();
  }

  /** Widens the bounds by how far means moved. */
  private void follow(Matrix means) {
    if (before.rows() == means.rows()) {
      double[] moved = new double[means.rows()];
      int farthest = 0;
      for (int c = 0; c < moved.length; c++) {
        double squares = 0;
        for (int j = 0; j < means.columns(); j++) {
          double difference = means.get(c, j) - before.get(c, j);
          squares += difference * difference;
        }
        moved[c] = Math.sqrt(squares);
        if (moved[c] > moved[farthest]) farthest = c;
      }
      double next = 0;
      for (int c = 0; c < moved.length; c++) if (c != farthest) next = Math.max(next, moved[c]);
      for (int i = 0; i < labels.length; i++) {
        own[i] += moved[labels[i]];
        others[i] -= labels[i] == farthest ? next : moved[farthest];
      }
    }
    before = means;
  }
}
