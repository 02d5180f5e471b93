package io.fabula.analysis.neighbours;

import io.fabula.analysis.Matrix;
import java.util.Arrays;

/**
 * The nearest rows of some queries. A few more than are wanted are held by the lower bounds of
 * their keys; their distances are then computed in double precision. Where those do not exclude all
 * that was dropped (many rows at nearly the same distance), the query is searched again for
 * everything that its farthest neighbour does not exclude.
 */
final class NeighbourSearch {
  private static final int SPARE = 8;
  private static final int NOBODY = -1;

  /** Queries whose keys are computed together. */
  private static final int BATCH = 8;

  private final ScreenedPoints points;
  private final Matrix queries;
  private final boolean among;
  private final int count;
  private final int held;
  private final float[][] keys = new float[BATCH][ScreenedPoints.LANES];
  private final int[] lanes = new int[ScreenedPoints.LANES];

  /**
   * A search for some queries, by one thread.
   *
   * @param among whether query i is row i of the points itself, which is then not its own neighbour
   */
  NeighbourSearch(ScreenedPoints points, Matrix queries, boolean among, int count) {
    this.points = points;
    this.queries = queries;
    this.among = among;
    this.count = count;
    this.held = Math.min(count + SPARE, points.rows() - (among ? 1 : 0));
  }

  /** Finds the neighbours of queries {@code from} to {@code to}, block by block for all of them. */
  void search(int from, int to, int[] index, double[] squared) {
    long[][] best = new long[to - from][held];
    float[][] factors = new float[to - from][];
    double[] norm = new double[to - from];
    for (int q = 0; q < best.length; q++) {
      Arrays.fill(best[q], Long.MAX_VALUE);
      factors[q] = points.factors(queries, from + q);
      norm[q] = points.norm(queries, from + q);
    }
    for (int block = 0; block < points.blocks(); block++) {
      for (int q = 0; q < best.length; q++) {
        if (q % BATCH == 0) points.keys(block, factors, q, keys);
        double margin = points.margin(block, norm[q]);
        screen(block, keys[q % BATCH], margin, self(from + q), best[q]);
      }
    }
    for (int q = 0; q < best.length; q++) {
      int first = (from + q) * count;
      Arrays.fill(squared, first, first + count, Double.POSITIVE_INFINITY);
      Arrays.fill(index, first, first + count, Integer.MAX_VALUE);
      for (long each : best[q]) insert(from + q, (int) each, index, squared);
      double farthest = points.scaled(squared[first + count - 1]);
      boolean all = held == points.rows() - (among ? 1 : 0);
      if (!all && farthest >= norm[q] + bound(best[q][held - 1])) {
        searchAgain(from + q, factors[q], norm[q], index, squared);
      }
    }
  }

  private int self(int query) {
    return among ? query : NOBODY;
  }

  private void screen(int block, float[] keys, double margin, int self, long[] best) {
    int n = below(keys, bound(best[held - 1]) + margin);
    for (int c = 0; c < n; c++) {
      int row = points.row(block, lanes[c]);
      long entry = entry((float) (keys[lanes[c]] - margin), row);
      if (entry >= best[held - 1] || row == self) continue;
      int place = held - 1;
      while (place > 0 && best[place - 1] > entry) {
        best[place] = best[place - 1];
        place--;
      }
      best[place] = entry;
    }
  }

  private void searchAgain(int query, float[] factors, double norm, int[] index, double[] squared) {
    int first = query * count;
    double farthest = points.scaled(squared[first + count - 1]);
    Arrays.fill(squared, first, first + count, Double.POSITIVE_INFINITY);
    Arrays.fill(index, first, first + count, Integer.MAX_VALUE);
    for (int block = 0; block < points.blocks(); block++) {
      points.keys(block, new float[][] {factors}, 0, keys);
      int n = below(keys[0], farthest - norm + points.margin(block, norm));
      for (int c = 0; c < n; c++) {
        int row = points.row(block, lanes[c]);
        if (row != self(query)) insert(query, row, index, squared);
      }
    }
  }

  /** Puts the lanes whose key is not above the limit into {@code lanes}; returns their number. */
  private int below(float[] keys, double limit) {
    float bound = Math.min(Math.nextUp((float) limit), Float.MAX_VALUE);
    int n = 0;
    for (int i = 0; i < ScreenedPoints.LANES; i++) {
      if (keys[i] <= bound) lanes[n++] = i;
    }
    return n;
  }

  /** By distance, equal distances by row number. */
  private void insert(int query, int row, int[] index, double[] squared) {
    double sum = points.squaredDistance(queries, query, row);
    int first = query * count;
    int place = first + count - 1;
    if (sum > squared[place] || (sum == squared[place] && row > index[place])) return;
    while (place > first
        && (squared[place - 1] > sum || (squared[place - 1] == sum && index[place - 1] > row))) {
      squared[place] = squared[place - 1];
      index[place] = index[place - 1];
      place--;
    }
    squared[place] = sum;
    index[place] = row;
  }

  /** A bound and a row as one number that is ordered by the bound. */
  private static long entry(float bound, int row) {
    int bits = Float.floatToRawIntBits(bound);
    return (long) (bits ^ (bits >> 31 & Integer.MAX_VALUE)) << 32 | row;
  }

  private static double bound(long entry) {
    if (entry == Long.MAX_VALUE) return Double.POSITIVE_INFINITY;
    int bits = (int) (entry >> 32);
    return Float.intBitsToFloat(bits ^ (bits >> 31 & Integer.MAX_VALUE));
  }
}
