package io.fabula.analysis.embedding;

import io.fabula.analysis.Matrix;
import java.util.stream.IntStream;

/**
 * What t-SNE minimises: the Kullback-Leibler divergence of the map's Student-t neighbour
 * probabilities from the affinities, and its gradient.
 *
 * @param divergence nats
 * @param gradient {@code [rows, dimensions]}
 */
public record TsneObjective(double divergence, Matrix gradient) {
  /**
   * Evaluates a map exactly, over all pairs.
   *
   * @param affinities of the data
   * @param map {@code [rows, dimensions]}
   */
  public static TsneObjective at(Affinities affinities, Matrix map) {
    return at(affinities, map, 1);
  }

  /** The same with affinities multiplied by {@code exaggeration}, as in the first iterations. */
  static TsneObjective at(Affinities affinities, Matrix map, double exaggeration) {
    int n = affinities.rows();
    int d = map.columns();
    if (map.rows() != n) {
      throw new IllegalArgumentException("map must have " + n + " rows, got " + map.rows());
    }
    double[] p = affinities.probabilities();
    double[] rowSums = new double[n];
    IntStream.range(0, n)
        .parallel()
        .forEach(
            i -> {
              double sum = 0;
              for (int j = 0; j < n; j++) if (j != i) sum += similarity(map, i, j);
              rowSums[i] = sum;
            });
    double total = 0;
    for (double each : rowSums) total += each;
    double all = total;
    Matrix gradient = new Matrix(n, d);
    // above the degrees of freedom of the Student distribution: dimensions - 1, at least 1
    int freedom = freedom(d);
    double scale = 2.0 * (freedom + 1) / freedom;
    double[] divergences = new double[n];
    IntStream.range(0, n)
        .parallel()
        .forEach(
            i -> {
              double sum = 0;
              for (int j = 0; j < n; j++) {
                if (j == i) continue;
                double similarity = similarity(map, i, j);
                double q = Math.max(similarity / all, Affinities.LEAST);
                double pair = exaggeration * p[i * n + j];
                sum += pair * Math.log(Math.max(pair, Affinities.LEAST) / q);
                double closeness = freedom == 1 ? similarity : closeness(map, i, j, freedom);
                double force = scale * (pair - q) * closeness;
                for (int c = 0; c < d; c++) {
                  gradient.values()[i * d + c] += force * (map.get(i, c) - map.get(j, c));
                }
              }
              divergences[i] = sum;
            });
    double divergence = 0;
    for (double each : divergences) divergence += each;
    return new TsneObjective(divergence, gradient);
  }

  static int freedom(int dimensions) {
    return Math.max(dimensions - 1, 1);
  }

  private static double closeness(Matrix map, int i, int j, int freedom) {
    return 1 / (1 + Affinities.squaredDistance(map, i, j) / freedom);
  }

  private static double similarity(Matrix map, int i, int j) {
    int freedom = freedom(map.columns());
    double closeness = closeness(map, i, j, freedom);
    return freedom == 1 ? closeness : Math.pow(closeness, (freedom + 1) / 2.0);
  }

  /** Euclidean norm of the gradient. */
  public double gradientNorm() {
    double sum = 0;
    for (double each : gradient.values()) sum += each * each;
    return Math.sqrt(sum);
  }
}
