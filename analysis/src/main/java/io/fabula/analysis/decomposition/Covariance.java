package io.fabula.analysis.decomposition;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.Panels;
import java.util.stream.IntStream;

/**
 * Sums of products of all pairs of centred columns, panels of rows at a time.
 *
 * @implNote The upper half of the blocks of lanes is summed. Blocks are the threads' shares, so
 *     each sum is made in the order of the rows whatever the threads.
 */
final class Covariance {
  /** Panels whose products are added together, so that they and one row of sums stay in cache. */
  private static final int BATCH = 4;

  private Covariance() {}

  /**
   * The covariance of columns, divided by rows - 1.
   *
   * @param points {@code [rows, columns]}, at least two rows
   * @param mean mean of each column
   * @return {@code [columns, columns]}, symmetric
   */
  static double[][] of(Matrix points, double[] mean) {
    int width = mean.length;
    int blocks = Panels.blocks(width);
    double[][] result = new double[width][width];
    IntStream.range(0, blocks * blocks)
        .parallel()
        .filter(pair -> pair / blocks <= pair % blocks)
        .forEach(pair -> block(points, mean, pair / blocks, pair % blocks, result));
    return result;
  }

  private static void block(Matrix points, double[] mean, int left, int right, double[][] result) {
    int width = mean.length;
    int firstRow = left * Panels.LANES;
    int firstColumn = right * Panels.LANES;
    int sumRows = Math.min(Panels.LANES, width - firstRow);
    int sumColumns = Math.min(Panels.LANES, width - firstColumn);
    double[][] sums = new double[sumRows][Panels.LANES];
    double[] leftMean = lanes(mean, firstRow);
    double[] rightMean = lanes(mean, firstColumn);
    double[][] panels = new double[BATCH][Panels.SIZE];
    double[][] factors = left == right ? panels : new double[BATCH][Panels.SIZE];
    for (int i = 0; i < points.rows(); i += BATCH * Panels.DEPTH) {
      for (int p = 0; p < BATCH; p++) {
        fill(points, i + p * Panels.DEPTH, firstColumn, rightMean, panels[p]);
        if (left != right) fill(points, i + p * Panels.DEPTH, firstRow, leftMean, factors[p]);
      }
      for (int a = 0; a < sumRows; a++) {
        int lane = left == right ? a : 0; // on the diagonal what lies before it is known
        for (int p = 0; p < BATCH; p++) {
          Panels.addFrom(panels[p], sums[a], factors[p], a, Panels.LANES, lane);
        }
      }
    }
    for (int a = 0; a < sumRows; a++) {
      for (int b = left == right ? a : 0; b < sumColumns; b++) {
        double value = sums[a][b] / (points.rows() - 1);
        result[firstRow + a][firstColumn + b] = value;
        result[firstColumn + b][firstRow + a] = value;
      }
    }
  }

  private static double[] lanes(double[] mean, int first) {
    double[] lanes = new double[Panels.LANES];
    System.arraycopy(mean, first, lanes, 0, Math.min(Panels.LANES, mean.length - first));
    return lanes;
  }

  private static void fill(Matrix points, int row, int column, double[] mean, double[] panel) {
    Panels.copy(points.values(), points.rows(), points.columns(), row, column, panel);
    int rows = Math.min(Panels.DEPTH, points.rows() - row);
    if (rows == Panels.DEPTH) {
      Panels.subtract(panel, mean);
      return;
    }
    for (int k = 0; k < rows; k++) {
      for (int j = 0; j < Panels.LANES; j++) panel[k * Panels.LANES + j] -= mean[j];
    }
  }
}
