package io.fabula.analysis.clustering;

import java.util.Arrays;

/** Merges in the order they count, each naming one row of either side. */
final class MergeList {
  private final int[] left;
  private final int[] right;
  private final double[] growth;
  private int count;

  MergeList(int capacity) {
    left = new int[capacity];
    right = new int[capacity];
    growth = new double[capacity];
  }

  void add(int leftRow, int rightRow, double growthOfSquares) {
    left[count] = leftRow;
    right[count] = rightRow;
    growth[count++] = growthOfSquares;
  }

  /** A row of one side of a merge. */
  int left(int merge) {
    return left[merge];
  }

  /** A row of the other side of a merge. */
  int right(int merge) {
    return right[merge];
  }

  /** The same merges by height; equal heights stay in the order they were found. */
  MergeList sorted() {
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(growth[a], growth[b]));
    MergeList result = new MergeList(count);
    for (int i : order) result.add(left[i], right[i], growth[i]);
    return result;
  }

  double[] heights() {
    double[] heights = new double[count];
    for (int i = 0; i < count; i++) heights[i] = Math.sqrt(2 * growth[i]);
    return heights;
  }

  /** Labels of {@code rows} rows after the first {@code merges} merges, by first appearance. */
  int[] cut(int rows, int merges) {
    int[] parent = new int[rows];
    for (int i = 0; i < rows; i++) parent[i] = i;
    for (int m = 0; m < merges; m++) parent[root(parent, left[m])] = root(parent, right[m]);
    int[] labelOfRoot = new int[rows];
    Arrays.fill(labelOfRoot, -1);
    int[] labels = new int[rows];
    int next = 0;
    for (int i = 0; i < rows; i++) {
      int root = root(parent, i);
      if (labelOfRoot[root] < 0) labelOfRoot[root] = next++;
      labels[i] = labelOfRoot[root];
    }
    return labels;
  }

  static int root(int[] parent, int node) {
    int root = node;
    while (parent[root] != root) root = parent[root];
    while (parent[node] != root) {
      int next = parent[node];
      parent[node] = root;
      node = next;
    }
    return root;
  }
}
