package io.fabula.analysis.clustering;

import io.fabula.analysis.Matrix;
import java.util.Arrays;

/** Clusters while they are merged: node {@code i < n} is a row, later nodes are unions. */
final class WardNodes {
  private static final int STRIDE = 8;

  private final int leaves;
  private final int width;
  private final double[] means;
  private final int[] sizes;
  private int count;

  WardNodes(Matrix points) {
    leaves = points.rows();
    width = points.columns();
    means = Arrays.copyOf(points.values(), Math.multiplyExact(2 * leaves - 1, width));
    sizes = new int[2 * leaves - 1];
    Arrays.fill(sizes, 0, leaves, 1);
    count = leaves;
  }

  int leaves() {
    return leaves;
  }

  /** Makes the union of two nodes and returns its number. */
  int union(int a, int b) {
    int node = count++;
    sizes[node] = sizes[a] + sizes[b];
    double share = (double) sizes[b] / sizes[node];
    for (int j = 0; j < width; j++) {
      double left = means[a * width + j];
      means[node * width + j] = left + share * (means[b * width + j] - left);
    }
    return node;
  }

  /** Growth of the sum of squares if {@code a} and {@code b} were merged. */
  double growth(int a, int b) {
    return growth(a, b, Double.POSITIVE_INFINITY);
  }

  /** The same, given up with some larger value once it is known to exceed {@code bound}. */
  double growth(int a, int b, double bound) {
    double factor = (double) sizes[a] * sizes[b] / (sizes[a] + sizes[b]);
    double sum = 0;
    int left = a * width;
    int right = b * width;
    int j = 0;
    while (j < width) {
      int end = Math.min(width, j + STRIDE);
      for (; j < end; j++) {
        double d = means[left + j] - means[right + j];
        sum += d * d;
      }
      if (sum * factor > bound) break;
    }
    return sum * factor;
  }
}
