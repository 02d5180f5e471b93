package io.fabula.analysis.neighbours;

import io.fabula.analysis.Matrix;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * For each row of a matrix its nearest other rows by Euclidean distance, found exactly.
 *
 * @param rows number of rows
 * @param count neighbours of each row
 * @param index {@code [rows, count]} row numbers, nearest first, equal distances by row number
 * @param distance {@code [rows, count]} Euclidean distances
 * @implNote Every pair is looked at, but a distance is given up as soon as its partial sum exceeds
 *     the worst neighbour held; with principal components (largest variance first) few coordinates
 *     are read, and the first ones lie together so that most rows are turned down from the cache.
 *     Rows are independent, so threads do not change a bit.
 */
@SuppressWarnings("ArrayRecordComponent") // large; shared by agreement
public record NearestNeighbours(int rows, int count, int[] index, double[] distance) {
  private static final int STRIDE = 8;

  /**
   * Finds the neighbours of all rows.
   *
   * @param points one point per row
   * @param count neighbours wanted, without the point itself, within {@code 1..rows-1}
   */
  public static NearestNeighbours of(Matrix points, int count) {
    int rows = points.rows();
    if (count < 1 || count > rows - 1) {
      throw new IllegalArgumentException(
          "count must be within 1.." + (rows - 1) + " for " + rows + " rows, got " + count);
    }
    int[] index = new int[Math.multiplyExact(rows, count)];
    double[] squared = new double[rows * count];
    Arrays.fill(squared, Double.POSITIVE_INFINITY);
    Arrays.fill(index, Integer.MAX_VALUE);
    double[] heads = heads(points);
    IntStream.range(0, rows)
        .parallel()
        .forEach(i -> search(points, heads, i, count, index, squared));
    for (int i = 0; i < squared.length; i++) squared[i] = Math.sqrt(squared[i]);
    return new NearestNeighbours(rows, count, index, squared);
  }

  /** The first {@code STRIDE} coordinates of all rows, zeros where a row has fewer. */
  private static double[] heads(Matrix points) {
    int width = points.columns();
    double[] heads = new double[Math.multiplyExact(points.rows(), STRIDE)];
    for (int i = 0; i < points.rows(); i++) {
      System.arraycopy(points.values(), i * width, heads, i * STRIDE, Math.min(width, STRIDE));
    }
    return heads;
  }

  private static void search(
      Matrix points, double[] heads, int i, int count, int[] index, double[] squared) {
    int width = points.columns();
    double[] values = points.values();
    int first = i * count;
    int last = first + count - 1;
    double bound = squared[last];
    int own = i * STRIDE;
    double a = heads[own];
    double b = heads[own + 1];
    double c = heads[own + 2];
    double d = heads[own + 3];
    double e = heads[own + 4];
    double f = heads[own + 5];
    double g = heads[own + 6];
    double h = heads[own + 7];
    for (int j = 0, at = 0; j < points.rows(); j++, at += STRIDE) {
      double sum = (a - heads[at]) * (a - heads[at]);
      sum += (b - heads[at + 1]) * (b - heads[at + 1]);
      sum += (c - heads[at + 2]) * (c - heads[at + 2]);
      sum += (d - heads[at + 3]) * (d - heads[at + 3]);
      if (sum > bound) continue;
      sum += (e - heads[at + 4]) * (e - heads[at + 4]);
      sum += (f - heads[at + 5]) * (f - heads[at + 5]);
      sum += (g - heads[at + 6]) * (g - heads[at + 6]);
      sum += (h - heads[at + 7]) * (h - heads[at + 7]);
      if (sum > bound || j == i) continue;
      sum = rest(values, width, i, j, sum, bound);
      if (sum < bound || (sum == bound && index[last] == Integer.MAX_VALUE)) {
        insert(index, squared, first, last, j, sum);
        bound = squared[last];
      }
    }
  }

  private static void insert(
      int[] index, double[] squared, int first, int last, int row, double sum) {
    int place = last;
    while (place > first && squared[place - 1] > sum) {
      squared[place] = squared[place - 1];
      index[place] = index[place - 1];
      place--;
    }
    squared[place] = sum;
    index[place] = row;
  }

  /** Adds the coordinates after the first {@code STRIDE}; gives up above the bound. */
  private static double rest(double[] values, int width, int i, int j, double head, double bound) {
    int left = i * width;
    int right = j * width;
    double sum = head;
    int c = STRIDE;
    while (c < width) {
      int end = Math.min(width, c + STRIDE);
      for (; c < end; c++) {
        double d = values[left + c] - values[right + c];
        sum += d * d;
      }
      if (sum > bound) return sum;
    }
    return sum;
  }

  /** The {@code k}-th nearest neighbour of a row, {@code k} from 0. */
  public int neighbour(int row, int k) {
    return index[row * count + k];
  }

  /** The distance to the {@code k}-th nearest neighbour of a row, {@code k} from 0. */
  public double distance(int row, int k) {
    return distance[row * count + k];
  }
}
