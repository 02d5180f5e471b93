package io.fabula.analysis.clustering;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.Panels;

/**
 * Means of clusters, and the rule by which rows that no fit has seen get a cluster: that of the
 * nearest mean, of equally near ones the first.
 *
 * @param means {@code [clusters, columns]}
 */
public record ClusterMeans(Matrix means) {
  /**
   * The means of clustered rows.
   *
   * @param points {@code [rows, columns]}
   * @param labels cluster of each row, {@code 0..clusters-1}, none of them empty
   */
  public static ClusterMeans of(Matrix points, int[] labels, int clusters) {
    if (labels.length != points.rows()) {
      throw new IllegalArgumentException(
          "labels must have " + points.rows() + " entries, got " + labels.length);
    }
    int width = points.columns();
    Matrix means = new Matrix(clusters, width);
    int[] sizes = new int[clusters];
    for (int i = 0; i < labels.length; i++) {
      sizes[labels[i]]++;
      int to = labels[i] * width;
      for (int j = 0; j < width; j++) means.values()[to + j] += points.values()[i * width + j];
    }
    for (int c = 0; c < clusters; c++) {
      if (sizes[c] == 0) throw new IllegalArgumentException("cluster " + c + " has no rows");
      for (int j = 0; j < width; j++) means.values()[c * width + j] /= sizes[c];
    }
    return new ClusterMeans(means);
  }

  /** The cluster of each row, {@code 0..clusters-1}. */
  public int[] nearest(Matrix rows) {
    if (rows.columns() != means.columns()) {
      throw new IllegalArgumentException(
          "rows must have " + means.columns() + " columns, got " + rows.columns());
    }
    Search search = new Search();
    int[] result = new int[rows.rows()];
    for (int i = 0; i < result.length; i++) {
      result[i] = search.nearest(rows.values(), i * rows.columns());
    }
    return result;
  }

  /** Looks for the nearest mean of one row after the other. */
  final class Search {
    private final double[] halfNorms = new double[means.rows()];
    private final double[][][] panels = panels();
    private final double[] nearness = new double[Panels.LANES];
    private final double[] padded = new double[panels[0].length * Panels.DEPTH];
    private double best;
    private double second;

    Search() {
      for (int c = 0; c < halfNorms.length; c++) {
        for (double each : means.row(c)) halfNorms[c] += 0.5 * each * each;
      }
    }

    /** The cluster whose mean is nearest to the row that begins at {@code from}. */
    int nearest(double[] rows, int from) {
      int clusters = halfNorms.length;
      int result = 0;
      best = Double.NEGATIVE_INFINITY;
      second = Double.NEGATIVE_INFINITY;
      System.arraycopy(rows, from, padded, 0, means.columns());
      for (int b = 0; b < panels.length; b++) {
        int first = b * Panels.LANES;
        int count = Math.min(Panels.LANES, clusters - first);
        for (int c = 0; c < count; c++) nearness[c] = -halfNorms[first + c];
        for (int p = 0; p < panels[b].length; p++) {
          Panels.addFused(panels[b][p], nearness, padded, p * Panels.DEPTH, 1);
        }
        for (int c = 0; c < count; c++) {
          if (nearness[c] > best) {
            second = best;
            best = nearness[c];
            result = first + c;
          } else if (nearness[c] > second) {
            second = nearness[c];
          }
        }
      }
      return result;
    }

    /** Distance of the last row from its nearest mean, given the square of the row's length. */
    double distance(double squaredLength) {
      return Math.sqrt(Math.max(0, squaredLength - 2 * best));
    }

    /** Distance of the last row from the second nearest mean. */
    double distanceOfSecond(double squaredLength) {
      return Math.sqrt(Math.max(0, squaredLength - 2 * second));
    }
  }

  /** Means column by column: {@code [blocks of clusters][panels of columns]}. */
  private double[][][] panels() {
    Matrix columns = means.transposed();
    double[][][] panels = new double[Panels.blocks(means.rows())][][];
    for (int b = 0; b < panels.length; b++) {
      panels[b] = new double[Panels.count(means.columns())][Panels.SIZE];
      for (int p = 0; p < panels[b].length; p++) {
        Panels.copy(
            columns.values(),
            columns.rows(),
            columns.columns(),
            p * Panels.DEPTH,
            b * Panels.LANES,
            panels[b][p]);
      }
    }
    return panels;
  }
}
