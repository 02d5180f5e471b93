package io.fabula.analysis.clustering;

import io.fabula.analysis.Matrix;

/**
 * An order in which similar rows stand beside each other: the leaves of the tree of Ward's merges,
 * each union turned so that the rows that meet are as near as may be.
 */
public final class Seriation {
  private Seriation() {}

  /**
   * Orders rows.
   *
   * @param rows {@code [n, columns]} finite numbers, at least one row
   * @return the indices of the rows in their new order, of the two directions the one that begins
   *     with the smaller index
   */
  public static int[] order(Matrix rows) {
    int n = rows.rows();
    if (n < 1) throw new IllegalArgumentException("needs at least one row, got 0");
    if (n == 1) return new int[1];
    MergeList merges = NeighbourChain.merge(new WardNodes(rows));
    int[] parent = new int[n];
    int[][] leaves = new int[n][];
    for (int i = 0; i < n; i++) {
      parent[i] = i;
      leaves[i] = new int[] {i};
    }
    for (int m = 0; m < n - 1; m++) {
      int left = MergeList.root(parent, merges.left(m));
      int right = MergeList.root(parent, merges.right(m));
      leaves[right] = joined(rows, leaves[left], leaves[right]);
      parent[left] = right;
    }
    int[] order = leaves[MergeList.root(parent, 0)];
    return order[0] <= order[n - 1] ? order : reversed(order);
  }

  /** Both lists one after the other, each in the direction that brings near rows together. */
  private static int[] joined(Matrix rows, int[] left, int[] right) {
    int[] first = left;
    int[] second = right;
    double nearest = Double.POSITIVE_INFINITY;
    for (int turn = 0; turn < 4; turn++) {
      int[] a = (turn & 1) == 0 ? left : reversed(left);
      int[] b = (turn & 2) == 0 ? right : reversed(right);
      double distance = squaredDistance(rows, a[a.length - 1], b[0]);
      if (distance < nearest) {
        nearest = distance;
        first = a;
        second = b;
      }
    }
    int[] all = new int[first.length + second.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static double squaredDistance(Matrix rows, int a, int b) {
    double sum = 0;
    for (int j = 0; j < rows.columns(); j++) {
      double d = rows.get(a, j) - rows.get(b, j);
      sum += d * d;
    }
    return sum;
  }

  private static int[] reversed(int[] order) {
    int[] result = new int[order.length];
    for (int i = 0; i < order.length; i++) result[i] = order[order.length - 1 - i];
    return result;
  }

  /** Rows and columns of a square matrix in a new order. */
  public static Matrix reordered(Matrix square, int[] order) {
    Matrix result = new Matrix(order.length, order.length);
    for (int i = 0, at = 0; i < order.length; i++) {
      for (int j = 0; j < order.length; j++, at++) {
        result.values()[at] = square.get(order[i], order[j]);
      }
    }
    return result;
  }
}
