package io.fabula.analysis.embedding;

import io.fabula.analysis.Matrix;
import java.util.stream.IntStream;

/**
 * The gradient of {@link TsneObjective} without its value, in one pass over the pairs: attraction
 * and repulsion are summed apart, since the normalisation is known only at the end.
 */
final class TsneForces {
  private final Affinities affinities;
  private final int dimensions;
  private final int freedom;
  private final double[] attraction;
  private final double[] repulsion;
  private final double[] rowSums;

  TsneForces(Affinities affinities, int dimensions) {
    this.affinities = affinities;
    this.dimensions = dimensions;
    this.freedom = TsneObjective.freedom(dimensions);
    this.attraction = new double[affinities.rows() * dimensions];
    this.repulsion = new double[affinities.rows() * dimensions];
    this.rowSums = new double[affinities.rows()];
  }

  /** Writes the gradient at {@code map} into {@code gradient}. */
  void gradient(Matrix map, double exaggeration, double[] gradient) {
    int n = affinities.rows();
    double[] y = map.values();
    IntStream.range(0, n).parallel().forEach(i -> row(i, y));
    double total = 0;
    for (double each : rowSums) total += each;
    double scale = 2.0 * (freedom + 1) / freedom;
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = scale * (exaggeration * attraction[i] - repulsion[i] / total);
    }
  }

  private void row(int i, double[] y) {
    int n = affinities.rows();
    double[] p = affinities.probabilities();
    double[] difference = new double[dimensions];
    double[] pull = new double[dimensions];
    double[] push = new double[dimensions];
    double sum = 0;
    for (int j = 0, at = 0; j < n; j++) {
      double squared = 0;
      for (int c = 0; c < dimensions; c++, at++) {
        difference[c] = y[i * dimensions + c] - y[at];
        squared += difference[c] * difference[c];
      }
      if (j == i) continue;
      double closeness = 1 / (1 + squared / freedom);
      double similarity = TsneObjective.similarity(closeness, freedom);
      sum += similarity;
      double attracting = p[i * n + j] * closeness;
      double repelling = similarity * closeness;
      for (int c = 0; c < dimensions; c++) {
        pull[c] += attracting * difference[c];
        push[c] += repelling * difference[c];
      }
    }
    rowSums[i] = sum;
    System.arraycopy(pull, 0, attraction, i * dimensions, dimensions);
    System.arraycopy(push, 0, repulsion, i * dimensions, dimensions);
  }
}
