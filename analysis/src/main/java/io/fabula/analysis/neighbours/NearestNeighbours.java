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
 *     are read. Rows are independent, so threads do not change a bit.
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
    IntStream.range(0, rows).parallel().forEach(i -> search(points, i, count, index, squared));
    for (int i = 0; i < squared.length; i++) squared[i] = Math.sqrt(squared[i]);
    return new NearestNeighbours(rows, count, index, squared);
  }

  private static void search(Matrix points, int i, int count, int[] index, double[] squared) {
    double[] values = points.values();
    int width = points.columns();
    int first = i * count;
    int last = first + count - 1;
    for (int j = 0; j < points.rows(); j++) {
      if (j == i) continue;
      double sum = squaredDistance(values, width, i, j, squared[last]);
      if (sum < squared[last] || (sum == squared[last] && index[last] == Integer.MAX_VALUE)) {
        int place = last;
        while (place > first && squared[place - 1] > sum) {
          squared[place] = squared[place - 1];
          index[place] = index[place - 1];
          place--;
        }
        squared[place] = sum;
        index[place] = j;
      }
    }
  }

  private static double squaredDistance(double[] values, int width, int i, int j, double bound) {
    int a = i * width;
    int b = j * width;
    double sum = 0;
    int c = 0;
    while (c < width) {
      int end = Math.min(width, c + STRIDE);
      for (; c < end; c++) {
        double d = values[a + c] - values[b + c];
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
