package io.fabula.analysis.clustering;

import io.fabula.analysis.Matrix;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.util.Arrays;

/**
 * Clusters around means (Lloyd 1982) from starts that are spread over the rows (Arthur and
 * Vassilvitskii 2007, of several candidates the best).
 *
 * @param labels cluster of each row, {@code 0..clusters-1}
 * @param means of the clusters; other rows get the cluster of the nearest one
 * @param withinSquares sum of squared distances of rows to the means of their clusters
 * @param spread how far the worst start exceeded the best, as a share of the best's sum of squares;
 *     0 for one start
 * @param iterations of the start that was kept
 */
@SuppressWarnings("ArrayRecordComponent") // large; shared by agreement
public record KMeans(
    int[] labels, ClusterMeans means, double withinSquares, double spread, int iterations) {

  /**
   * Settings.
   *
   * @param clusters at least 1 and at most the number of distinct rows
   * @param starts of which the one of the smallest sum of squares is kept, at least 1
   * @param maximumIterations at least 1; a start ends where no row changes its cluster
   * @param seed of the starts
   */
  public record Options(int clusters, int starts, int maximumIterations, long seed) {
    public Options {
      if (clusters < 1) {
        throw new IllegalArgumentException("clusters must be at least 1, got " + clusters);
      }
      if (starts < 1) {
        throw new IllegalArgumentException("starts must be at least 1, got " + starts);
      }
      if (maximumIterations < 1) {
        throw new IllegalArgumentException(
            "maximumIterations must be at least 1, got " + maximumIterations);
      }
    }
  }

  /** Clusters the rows of {@code points}. */
  public static KMeans fit(Matrix points, Options options) {
    if (options.clusters() > points.rows()) {
      throw new IllegalArgumentException(
          "clusters must be at most the number of rows "
              + points.rows()
              + ", got "
              + options.clusters());
    }
    KMeans best = descend(points, options, 0);
    double worst = best.withinSquares;
    for (int s = 1; s < options.starts(); s++) {
      KMeans found = descend(points, options, s);
      worst = Math.max(worst, found.withinSquares);
      if (found.withinSquares < best.withinSquares) best = found;
    }
    double spread = best.withinSquares > 0 ? worst / best.withinSquares - 1 : 0;
    return new KMeans(best.labels, best.means, best.withinSquares, spread, best.iterations);
  }

  private static KMeans descend(Matrix points, Options options, int start) {
    int k = options.clusters();
    RandomStream random = new RandomStream(Seeds.of(options.seed(), "k-means", k, start));
    ClusterMeans means = new ClusterMeans(points.selectRows(spreadStart(points, k, random)));
    NearestMeans nearest = new NearestMeans(points);
    int[] labels = new int[0];
    int iteration = 0;
    while (iteration < options.maximumIterations()) {
      int[] next = nearest.of(means);
      if (fillEmpty(points, means, next, k)) nearest.forget();
      if (Arrays.equals(next, labels)) break;
      labels = next;
      means = ClusterMeans.of(points, labels, k);
      iteration++;
    }
    double sum = 0;
    for (int i = 0; i < labels.length; i++) sum += squared(points, i, means.means(), labels[i]);
    return new KMeans(labels, means, sum, 0, iteration);
  }

  /** Rows far from each other: each next one by the squared distance from those chosen. */
  private static int[] spreadStart(Matrix points, int k, RandomStream random) {
    int rows = points.rows();
    int candidates = 2 + (int) StrictMath.log(k);
    int[] chosen = new int[k];
    chosen[0] = random.nextInt(rows);
    double[] distance = new double[rows];
    for (int i = 0; i < rows; i++) distance[i] = squared(points, i, points, chosen[0]);
    for (int c = 1; c < k; c++) {
      double total = 0;
      for (double each : distance) total += each;
      if (!(total > 0)) {
        throw new IllegalArgumentException(
            "clusters must be at most the number of distinct rows " + c + ", got " + k);
      }
      double least = Double.POSITIVE_INFINITY;
      double[] kept = distance;
      for (int t = 0; t < candidates; t++) {
        int row = draw(distance, total, random);
        double[] closer = new double[rows];
        double sum = 0;
        for (int i = 0; i < rows; i++) {
          closer[i] = Math.min(distance[i], squared(points, i, points, row));
          sum += closer[i];
        }
        if (sum < least) {
          least = sum;
          kept = closer;
          chosen[c] = row;
        }
      }
      distance = kept;
    }
    return chosen;
  }

  private static int draw(double[] weights, double total, RandomStream random) {
    double left = random.nextDouble() * total;
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        last = i;
        left -= weights[i];
        if (left < 0) return i;
      }
    }
    return last;
  }

  /**
   * A cluster that lost all rows gets the row that is farthest from its mean.
   *
   * @return whether there was one
   */
  private static boolean fillEmpty(Matrix points, ClusterMeans means, int[] labels, int k) {
    int[] sizes = new int[k];
    for (int each : labels) sizes[each]++;
    boolean filled = false;
    for (int c = 0; c < k; c++) {
      if (sizes[c] > 0) continue;
      filled = true;
      int farthest = -1;
      double most = -1;
      for (int i = 0; i < labels.length; i++) {
        double d = squared(points, i, means.means(), labels[i]);
        if (sizes[labels[i]] > 1 && d > most) {
          most = d;
          farthest = i;
        }
      }
      sizes[labels[farthest]]--;
      labels[farthest] = c;
      sizes[c] = 1;
    }
    return filled;
  }

  /** In four sums, each of every fourth column, so that none waits for another. */
  private static double squared(Matrix a, int i, Matrix b, int j) {
    int width = a.columns();
    double[] x = a.values();
    double[] y = b.values();
    int p = i * width;
    int q = j * width;
    int end = p + width;
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    for (; p + 3 < end; p += 4, q += 4) {
      double d0 = x[p] - y[q];
      double d1 = x[p + 1] - y[q + 1];
      double d2 = x[p + 2] - y[q + 2];
      double d3 = x[p + 3] - y[q + 3];
      sum0 += d0 * d0;
      sum1 += d1 * d1;
      sum2 += d2 * d2;
      sum3 += d3 * d3;
    }
    for (; p < end; p++, q++) {
      double d = x[p] - y[q];
      sum0 += d * d;
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }
}
