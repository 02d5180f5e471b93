package io.fabula.analysis.neighbours;

import io.fabula.analysis.Matrix;
import java.util.stream.IntStream;

/**
 * For each row of a matrix its nearest other rows by Euclidean distance, or its nearest rows of
 * another matrix, found exactly.
 *
 * @param rows number of rows
 * @param count neighbours of each row
 * @param index {@code [rows, count]} row numbers, nearest first, equal distances by row number
 * @param distance {@code [rows, count]} Euclidean distances
 * @implNote Every pair is looked at, in single precision by products of matrices with a bound on
 *     their error; what that cannot exclude is computed in double precision. So neighbours and
 *     distances are those of the definition, and rows are independent: threads do not change a bit.
 */
@SuppressWarnings("ArrayRecordComponent") // large; shared by agreement
public record NearestNeighbours(int rows, int count, int[] index, double[] distance) {
  /** Rows that are searched together, so that each block of points is read from cache. */
  private static final int TOGETHER = 64;

  /**
   * Finds the neighbours of all rows among the other rows.
   *
   * @param points one point per row, finite
   * @param count neighbours wanted, without the point itself, within {@code 1..rows-1}
   */
  public static NearestNeighbours of(Matrix points, int count) {
    int rows = points.rows();
    if (count < 1 || count > rows - 1) {
      throw new IllegalArgumentException(
          "count must be within 1.." + (rows - 1) + " for " + rows + " rows, got " + count);
    }
    return find(points, points, true, count);
  }

  /**
   * Finds for each query the nearest rows of other points.
   *
   * @param queries one query per row, finite
   * @param points one point per row, finite, as many columns as queries have
   * @param count neighbours wanted, within {@code 1..points.rows()}
   */
  public static NearestNeighbours between(Matrix queries, Matrix points, int count) {
    if (count < 1 || count > points.rows()) {
      throw new IllegalArgumentException(
          "count must be within 1.." + points.rows() + ", got " + count);
    }
    if (queries.columns() != points.columns()) {
      throw new IllegalArgumentException(
          "queries must have " + points.columns() + " columns, got " + queries.columns());
    }
    return find(queries, points, false, count);
  }

  private static NearestNeighbours find(Matrix queries, Matrix points, boolean among, int count) {
    int rows = queries.rows();
    int[] index = new int[Math.multiplyExact(rows, count)];
    double[] distance = new double[rows * count];
    ScreenedPoints screened = new ScreenedPoints(points, queries);
    IntStream.range(0, (rows + TOGETHER - 1) / TOGETHER)
        .parallel()
        .forEach(
            part ->
                new NeighbourSearch(screened, queries, among, count)
                    .search(
                        part * TOGETHER, Math.min(rows, (part + 1) * TOGETHER), index, distance));
    for (int i = 0; i < distance.length; i++) distance[i] = Math.sqrt(distance[i]);
    return new NearestNeighbours(rows, count, index, distance);
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
