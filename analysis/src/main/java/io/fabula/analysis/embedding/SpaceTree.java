package io.fabula.analysis.embedding;

import io.fabula.analysis.Matrix;
import java.util.Arrays;

/**
 * A tree of boxes over the points of a map of one to three dimensions, for sums over far points at
 * once (Barnes and Hut 1986). Points are put in the order of their interleaved coordinates, so that
 * every box is a run of them; the tree depends on the points alone.
 */
final class SpaceTree {
  private static final int LEAF = 8;
  private static final int INDEX_BITS = 24;
  private static final int KEY_BITS = 39;

  private final int n;
  private final int dimensions;
  private final int depth;
  private final long[] keys;

  /** Coordinates of the points in the order of the tree; those beyond the dimensions are 0. */
  final double[] x;

  final double[] y;
  final double[] z;

  /** The row of each point in the order of the tree. */
  final int[] row;

  /** First child of each box, or -1 for a leaf; its children follow each other. */
  private int[] child = new int[1024];

  private int[] children = new int[1024];
  private int[] from = new int[1024];
  private int[] to = new int[1024];
  private double[] centre = new double[3 * 1024];
  private double[] squaredWidth = new double[1024];
  private int boxes;

  SpaceTree(int points, int dimensions) {
    if (points >= 1 << INDEX_BITS) {
      throw new IllegalArgumentException("at most " + (1 << INDEX_BITS) + " points, got " + points);
    }
    this.n = points;
    this.dimensions = dimensions;
    this.depth = dimensions == 1 ? 30 : KEY_BITS / dimensions;
    keys = new long[points];
    x = new double[points];
    y = new double[points];
    z = new double[points];
    row = new int[points];
  }

  /** Builds the tree of a map, {@code [points, dimensions]}. */
  void build(Matrix map) {
    double[] values = map.values();
    double[] low = new double[dimensions];
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    double width = 0;
    for (int c = 0; c < dimensions; c++) {
      double high = Double.NEGATIVE_INFINITY;
      for (int i = c; i < values.length; i += dimensions) {
        low[c] = Math.min(low[c], values[i]);
        high = Math.max(high, values[i]);
      }
      width = Math.max(width, high - low[c]);
    }
    if (!Double.isFinite(width)) throw new IllegalStateException("a map that is not finite");
    width = Math.max(width, Double.MIN_NORMAL);
    long cells = 1L << depth;
    double scale = cells / width;
    for (int i = 0; i < n; i++) {
      long key = 0;
      for (int c = 0; c < dimensions; c++) {
        long cell = Math.min(cells - 1, (long) ((values[i * dimensions + c] - low[c]) * scale));
        key |= spread(cell, dimensions) << (dimensions - 1 - c);
      }
      keys[i] = (key << INDEX_BITS) | i;
    }
    Arrays.parallelSort(keys);
    for (int i = 0; i < n; i++) {
      row[i] = (int) (keys[i] & ((1 << INDEX_BITS) - 1));
      keys[i] >>>= INDEX_BITS;
      int at = row[i] * dimensions;
      x[i] = values[at];
      if (dimensions > 1) y[i] = values[at + 1];
      if (dimensions > 2) z[i] = values[at + 2];
    }
    boxes = 0;
    grow(add(0, n, width), depth, width);
  }

  /** Moves bit i of a number to bit {@code i * dimensions}. */
  private static long spread(long value, int dimensions) {
    if (dimensions == 1) return value;
    long result = 0;
    for (int bit = 0; value != 0; bit++, value >>>= 1) result |= (value & 1) << (bit * dimensions);
    return result;
  }

  private int add(int begin, int end, double width) {
    if (boxes == child.length) {
      child = Arrays.copyOf(child, 2 * boxes);
      children = Arrays.copyOf(children, 2 * boxes);
      from = Arrays.copyOf(from, 2 * boxes);
      to = Arrays.copyOf(to, 2 * boxes);
      centre = Arrays.copyOf(centre, 6 * boxes);
      squaredWidth = Arrays.copyOf(squaredWidth, 2 * boxes);
    }
    int box = boxes++;
    child[box] = -1;
    children[box] = 0;
    from[box] = begin;
    to[box] = end;
    squaredWidth[box] = width * width;
    double sumX = 0;
    double sumY = 0;
    double sumZ = 0;
    for (int i = begin; i < end; i++) {
      sumX += x[i];
      sumY += y[i];
      sumZ += z[i];
    }
    centre[3 * box] = sumX / (end - begin);
    centre[3 * box + 1] = sumY / (end - begin);
    centre[3 * box + 2] = sumZ / (end - begin);
    return box;
  }

  private void grow(int box, int levels, double width) {
    int begin = from[box];
    int end = to[box];
    if (end - begin <= LEAF || levels == 0) return;
    int shift = (levels - 1) * dimensions;
    int first = boxes;
    for (int at = begin; at < end; ) {
      long part = keys[at] >>> shift;
      int stop = at;
      while (stop < end && keys[stop] >>> shift == part) stop++;
      add(at, stop, width / 2);
      at = stop;
    }
    child[box] = first;
    children[box] = boxes - first;
    int last = boxes;
    for (int each = first; each < last; each++) grow(each, levels - 1, width / 2);
  }

  /** Room for the boxes that a walk has still to look at. */
  int[] stack() {
    return new int[Math.max(16, (depth + 1) << dimensions)];
  }

  /**
   * Sums over all other points the similarities and, weighted by similarity times closeness, the
   * differences; boxes that look smaller than {@code angle} count as their centre.
   *
   * @param i a point, in the order of the tree
   * @param freedom of the Student distribution
   * @param sums receives the similarities and the three components
   */
  void push(int i, int freedom, double angle, int[] stack, double[] sums) {
    double px = x[i];
    double py = y[i];
    double pz = z[i];
    double near = angle * angle;
    double inverse = 1.0 / freedom;
    double total = 0;
    double pushX = 0;
    double pushY = 0;
    double pushZ = 0;
    int top = 0;
    stack[top++] = 0;
    while (top > 0) {
      int box = stack[--top];
      double dx = px - centre[3 * box];
      double dy = py - centre[3 * box + 1];
      double dz = pz - centre[3 * box + 2];
      double squared = dx * dx + dy * dy + dz * dz;
      if (squaredWidth[box] < near * squared) {
        double closeness = 1 / (1 + squared * inverse);
        double similarity = TsneObjective.similarity(closeness, freedom) * (to[box] - from[box]);
        double weight = similarity * closeness;
        total += similarity;
        pushX += weight * dx;
        pushY += weight * dy;
        pushZ += weight * dz;
      } else if (child[box] >= 0) {
        int first = child[box];
        for (int each = first + children[box] - 1; each >= first; each--) stack[top++] = each;
      } else {
        for (int j = from[box]; j < to[box]; j++) {
          if (j == i) continue;
          double ex = px - x[j];
          double ey = py - y[j];
          double ez = pz - z[j];
          double closeness = 1 / (1 + (ex * ex + ey * ey + ez * ez) * inverse);
          double similarity = TsneObjective.similarity(closeness, freedom);
          double weight = similarity * closeness;
          total += similarity;
          pushX += weight * ex;
          pushY += weight * ey;
          pushZ += weight * ez;
        }
      }
    }
    sums[0] = total;
    sums[1] = pushX;
    sums[2] = pushY;
    sums[3] = pushZ;
  }
}
