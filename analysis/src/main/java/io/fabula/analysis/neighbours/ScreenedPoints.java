package io.fabula.analysis.neighbours;

import io.fabula.analysis.Matrix;
import java.util.Arrays;

/**
 * Points in single precision, centred, scaled and arranged for products, with a bound on what the
 * rounding costs: which of them cannot be near a query is decided here, which are near is decided
 * in double precision.
 *
 * <p>For a query x the <em>key</em> of a point y is {@code |y|^2 - 2 x y}, the squared distance
 * less {@code |x|^2}. Points are ordered by their norm and cut into blocks, so that a few far ones
 * do not loosen the bounds of all.
 */
final class ScreenedPoints {
  /** Points in a block. */
  static final int LANES = 256;

  private static final int DEPTH = 8;

  /** Distance between numbers in single precision, relative, twice what rounding can cost. */
  private static final double UNIT = 0x1p-23;

  /** What the norm of the query, known in double precision, can cost. */
  private static final double NORM_UNIT = 0x1p-40;

  private static final double TINY = 1e-30;

  private final Matrix points;
  private final int groups;
  private final double[] centre;
  private final double scale;

  /** Row of the matrix at each place, by norm. */
  private final int[] order;

  /** {@code [block][group]} of {@code [DEPTH, LANES]} coordinates. */
  private final float[][][] coordinates;

  /** {@code [block][LANES]} squared norms; infinite beyond the last point. */
  private final float[][] norms;

  /** The largest norm in each block. */
  private final double[] reach;

  /**
   * Arranges points.
   *
   * @param queries for which they will be searched, maybe the points: both are scaled alike
   */
  ScreenedPoints(Matrix points, Matrix queries) {
    this.points = points;
    int rows = points.rows();
    int width = points.columns();
    groups = (width + DEPTH - 1) / DEPTH;
    centre = points.columnMeans();
    double[] squared = new double[rows];
    for (int i = 0; i < rows; i++) squared[i] = squaredNorm(points, i);
    double largest = 0;
    for (double each : squared) largest = Math.max(largest, each);
    for (int i = 0; i < queries.rows(); i++) {
      largest = Math.max(largest, squaredNorm(queries, i));
    }
    if (!(largest < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("points must be finite numbers, and their squares too");
    }
    // a power of two: nothing is rounded by it, and neither squares nor products leave the range
    scale = largest > 0 ? Math.scalb(1.0, -Math.getExponent(Math.sqrt(largest)) - 1) : 1;
    order = byNorm(squared);
    int blocks = (rows + LANES - 1) / LANES;
    coordinates = new float[blocks][groups][DEPTH * LANES];
    norms = new float[blocks][LANES];
    reach = new double[blocks];
    for (float[] each : norms) Arrays.fill(each, Float.POSITIVE_INFINITY);
    for (int place = 0; place < rows; place++) {
      int row = order[place];
      int block = place / LANES;
      int lane = place % LANES;
      for (int j = 0; j < width; j++) {
        coordinates[block][j / DEPTH][j % DEPTH * LANES + lane] = single(points, row, j);
      }
      double norm = squared[row] * scale * scale;
      norms[block][lane] = (float) norm;
      reach[block] = Math.max(reach[block], Math.sqrt(norm));
    }
  }

  private int[] byNorm(double[] squared) {
    long[] keys = new long[squared.length];
    for (int i = 0; i < keys.length; i++) {
      float norm = (float) (squared[i] * scale * scale);
      keys[i] = (long) Float.floatToRawIntBits(norm) << 32 | i;
    }
    Arrays.sort(keys);
    int[] result = new int[keys.length];
    for (int i = 0; i < keys.length; i++) result[i] = (int) keys[i];
    return result;
  }

  private double squaredNorm(Matrix from, int row) {
    int width = centre.length;
    double sum = 0;
    for (int j = 0; j < width; j++) {
      double d = from.values()[row * width + j] - centre[j];
      sum += d * d;
    }
    return sum;
  }

  private float single(Matrix from, int row, int column) {
    return (float) ((from.values()[row * centre.length + column] - centre[column]) * scale);
  }

  int blocks() {
    return norms.length;
  }

  int rows() {
    return order.length;
  }

  /** The row of the matrix in a place. */
  int row(int block, int lane) {
    return order[block * LANES + lane];
  }

  /** Squared norm of a query, in the scale of the keys. */
  double norm(Matrix queries, int row) {
    return squaredNorm(queries, row) * scale * scale;
  }

  /** A squared distance in the scale of the keys. */
  double scaled(double squaredDistance) {
    return squaredDistance * scale * scale;
  }

  /** The factors of a query's coordinates in a key: {@code -2 x}, filled up with zeros. */
  float[] factors(Matrix queries, int row) {
    float[] result = new float[groups * DEPTH];
    for (int j = 0; j < centre.length; j++) result[j] = -2 * single(queries, row, j);
    return result;
  }

  /**
   * How much the key of any point in a block can be off.
   *
   * @param norm squared norm of the query
   */
  double margin(int block, double norm) {
    double largest = reach[block] * (reach[block] + 2 * Math.sqrt(norm));
    return (groups * DEPTH + 8) * UNIT * largest + NORM_UNIT * norm + TINY;
  }

  /**
   * The keys of all points in a block for some queries, so few that their keys and one group of
   * coordinates stay in the first-level cache.
   *
   * @param factors of all queries
   * @param first the first of them to use
   * @param keys {@code [queries][LANES]}, filled for as many as there are from the first one on
   */
  void keys(int block, float[][] factors, int first, float[][] keys) {
    int count = Math.min(keys.length, factors.length - first);
    for (int q = 0; q < count; q++) System.arraycopy(norms[block], 0, keys[q], 0, LANES);
    float[][] columns = coordinates[block];
    for (int g = 0; g < groups; g++) {
      for (int q = 0; q < count; q++) add(columns[g], keys[q], factors[first + q], g * DEPTH);
    }
  }

  private static void add(float[] x, float[] keys, float[] factors, int first) {
    float a = factors[first];
    float b = factors[first + 1];
    float c = factors[first + 2];
    float d = factors[first + 3];
    float e = factors[first + 4];
    float f = factors[first + 5];
    float g = factors[first + 6];
    float h = factors[first + 7];
    for (int i = 0; i < 256; i++) {
      float sum = Math.fma(a, x[i], keys[i]);
      sum = Math.fma(b, x[i + 256], sum);
      sum = Math.fma(c, x[i + 2 * 256], sum);
      sum = Math.fma(d, x[i + 3 * 256], sum);
      sum = Math.fma(e, x[i + 4 * 256], sum);
      sum = Math.fma(f, x[i + 5 * 256], sum);
      sum = Math.fma(g, x[i + 6 * 256], sum);
      keys[i] = Math.fma(h, x[i + 7 * 256], sum);
    }
  }

  /** The squared distance of a query from a row, in double precision. */
  double squaredDistance(Matrix queries, int query, int row) {
    int width = centre.length;
    double[] x = queries.values();
    double[] y = points.values();
    int left = query * width;
    int right = row * width;
    double sum = 0;
    for (int j = 0; j < width; j++) {
      double d = x[left + j] - y[right + j];
      sum += d * d;
    }
    return sum;
  }
}
