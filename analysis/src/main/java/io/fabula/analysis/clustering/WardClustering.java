package io.fabula.analysis.clustering;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.neighbours.NearestNeighbours;
import java.util.Arrays;

/**
 * Ward's agglomerative clusters: starting from single rows, the two clusters are merged whose union
 * adds least to the sum of squared distances to cluster means (Ward 1963).
 *
 * <p>With a neighbour count only clusters that touch in the graph of nearest neighbours (made
 * symmetric) may merge; parts of the graph that are not connected are joined at their closest rows.
 *
 * @param labels cluster of each row, {@code 0..clusters-1}, numbered in order of first appearance
 * @param clusters number of clusters
 * @param heights height of each of the {@code n - 1} merges in the order they were done: the
 *     distance of two single rows, in general the square root of twice the growth of the sum of
 *     squares
 * @param withinSquares sum of squared distances of rows to the means of their clusters
 */
@SuppressWarnings("ArrayRecordComponent") // large; shared by agreement
public record WardClustering(int[] labels, int clusters, double[] heights, double withinSquares) {

  /**
   * Settings.
   *
   * @param clusters at least 1 and at most the number of rows
   * @param neighbours edges per row of the neighbour graph (fewer if there are fewer rows), or 0
   *     for none: every two clusters may merge
   */
  public record Options(int clusters, int neighbours) {
    public Options {
      if (clusters < 1) {
        throw new IllegalArgumentException("clusters must be at least 1, got " + clusters);
      }
      if (neighbours < 0) {
        throw new IllegalArgumentException(
            "neighbours must be at least 0 (0 = no graph), got " + neighbours);
      }
    }
  }

  /**
   * Clusters the rows of {@code points}.
   *
   * @implNote Without a graph: nearest-neighbour chains over cluster means, memory linear in rows.
   *     With one: a heap of candidate merges, as scikit-learn orders them.
   */
  public static WardClustering fit(Matrix points, Options options) {
    int n = points.rows();
    if (options.clusters() > n) {
      throw new IllegalArgumentException(
          "clusters must be at most the number of rows " + n + ", got " + options.clusters());
    }
    if (n == 1) return new WardClustering(new int[1], 1, new double[0], 0);
    WardNodes nodes = new WardNodes(points);
    MergeList merges;
    if (options.neighbours() == 0) {
      merges = NeighbourChain.merge(nodes);
    } else {
      int count = Math.min(options.neighbours(), n - 1);
      NeighbourGraph graph = NeighbourGraph.of(points, NearestNeighbours.of(points, count));
      merges = GraphMerging.merge(nodes, graph);
    }
    int[] labels = merges.cut(n, n - options.clusters());
    return new WardClustering(
        labels, options.clusters(), merges.heights(), withinSquares(points, labels, options));
  }

  private static double withinSquares(Matrix points, int[] labels, Options options) {
    Matrix means = means(points, labels, options.clusters());
    double sum = 0;
    for (int i = 0, at = 0; i < points.rows(); i++) {
      for (int j = 0; j < points.columns(); j++, at++) {
        double d = points.values()[at] - means.get(labels[i], j);
        sum += d * d;
      }
    }
    return sum;
  }

  /** Mean row of each cluster, {@code [clusters, columns]}; every cluster must have a row. */
  public static Matrix means(Matrix points, int[] labels, int clusters) {
    Matrix means = new Matrix(clusters, points.columns());
    int[] sizes = sizes(labels, clusters);
    for (int i = 0, at = 0; i < points.rows(); i++) {
      for (int j = 0; j < points.columns(); j++, at++) {
        means.values()[labels[i] * points.columns() + j] += points.values()[at];
      }
    }
    for (int c = 0; c < clusters; c++) {
      for (int j = 0; j < points.columns(); j++) {
        means.values()[c * points.columns() + j] /= sizes[c];
      }
    }
    return means;
  }

  /** Number of rows of each cluster. */
  public static int[] sizes(int[] labels, int clusters) {
    int[] sizes = new int[clusters];
    for (int label : labels) sizes[label]++;
    return sizes;
  }

  /** Number of rows of each cluster. */
  public int[] sizes() {
    return sizes(labels, clusters);
  }

  @Override
  public String toString() {
    return "WardClustering[" + labels.length + " rows, sizes " + Arrays.toString(sizes()) + "]";
  }
}
