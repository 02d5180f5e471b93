package io.fabula.analysis.embedding;

import io.fabula.analysis.Matrix;

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
    int n = affinities.rows();
    if (map.rows() != n) {
      throw new IllegalArgumentException("map must have " + n + " rows, got " + map.rows());
    }
    int freedom = freedom(map.columns());
    double total = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) if (j != i) total += similarity(map, i, j, freedom);
    }
    double divergence = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (j == i) continue;
        double p = Math.max(affinities.probabilities()[i * n + j], Affinities.LEAST);
        double q = Math.max(similarity(map, i, j, freedom) / total, Affinities.LEAST);
        divergence += p * StrictMath.log(p / q);
      }
    }
    Matrix gradient = new Matrix(n, map.columns());
    new TsneForces(affinities, map.columns()).gradient(map, 1, gradient.values());
    return new TsneObjective(divergence, gradient);
  }

  private static double similarity(Matrix map, int i, int j, int freedom) {
    return similarity(1 / (1 + Affinities.squaredDistance(map, i, j) / freedom), freedom);
  }

  static double similarity(double closeness, int freedom) {
    return switch (freedom) {
      case 1 -> closeness;
      case 2 -> closeness * Math.sqrt(closeness);
      default -> StrictMath.pow(closeness, (freedom + 1) / 2.0);
    };
  }

  /** Degrees of freedom of the Student distribution: dimensions - 1, at least 1. */
  static int freedom(int dimensions) {
    return Math.max(dimensions - 1, 1);
  }

  /** Euclidean norm of the gradient. */
  public double gradientNorm() {
    return norm(gradient.values());
  }

  static double norm(double[] gradient) {
    double sum = 0;
    for (double each : gradient) sum += each * each;
    return Math.sqrt(sum);
  }
}
