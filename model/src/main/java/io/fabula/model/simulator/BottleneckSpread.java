package io.fabula.model.simulator;

import java.util.Arrays;

/**
 * The loss that spreads bottleneck vectors over the unit sphere.
 *
 * <p>{@code weight * log(sum over i, j of exp(M_ij))} with {@code M_ij = -|b_i - b_j|^2} and {@code
 * M_ii = 1}, over all pairs of the whole batch. It couples all windows of a batch, therefore it is
 * computed apart from the shards.
 *
 * @implNote Vectors have length 1, so {@code M_ij = 2 b_i.b_j - 2}, and the gradient leaves out the
 *     part along {@code b_i}, which the normalisation before it removes anyway.
 */
final class BottleneckSpread {
  private BottleneckSpread() {}

  /**
   * The loss and its gradient.
   *
   * @param vectors {@code [batch, width]}, rows of length 1
   * @param gradient receives the gradient, {@code [batch, width]}
   * @return the weighted loss
   */
  static double lossAndGradient(
      float[] vectors, int batch, int width, double weight, float[] gradient) {
    double[] exponentials = new double[batch * batch];
    double sum = 0;
    for (int i = 0; i < batch; i++) {
      for (int j = 0; j < batch; j++) {
        double exponent = i == j ? 1 : 2 * dot(vectors, i * width, j * width, width) - 2;
        exponentials[i * batch + j] = StrictMath.exp(exponent);
        sum += exponentials[i * batch + j];
      }
    }
    double[] row = new double[width];
    for (int i = 0; i < batch; i++) {
      Arrays.fill(row, 0);
      for (int j = 0; j < batch; j++) {
        if (i == j) continue;
        double share = 4 * weight * exponentials[i * batch + j] / sum;
        for (int d = 0; d < width; d++) row[d] += share * vectors[j * width + d];
      }
      for (int d = 0; d < width; d++) gradient[i * width + d] = (float) row[d];
    }
    return weight * StrictMath.log(sum);
  }

  private static double dot(float[] values, int first, int second, int width) {
    double sum = 0;
    for (int d = 0; d < width; d++) sum += (double) values[first + d] * values[second + d];
    return sum;
  }
}
