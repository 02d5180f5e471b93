package io.fabula.analysis.embedding;

import io.fabula.analysis.Matrix;
import java.util.stream.IntStream;

/**
 * The gradient of {@link TsneObjective} without its value, in one pass over the pairs: attraction
 * and repulsion are summed apart, since the normalisation is known only at the end.
 */
final class TsneForces implements MapForces {
  private final Affinities affinities;
  private final int dimensions;
  private final int freedom;
  private final double[] attraction;
  private final double[] repulsion;
  private final double[] rowSums;
  private final double[][] axes;

  TsneForces(Affinities affinities, int dimensions) {
    this.affinities = affinities;
    this.dimensions = dimensions;
    this.freedom = TsneObjective.freedom(dimensions);
    this.attraction = new double[affinities.rows() * dimensions];
    this.repulsion = new double[affinities.rows() * dimensions];
    this.rowSums = new double[affinities.rows()];
    this.axes = new double[3][dimensions <= 3 ? affinities.rows() : 0];
  }

  @Override
  public void gradient(Matrix map, double exaggeration, double[] gradient) {
    int n = affinities.rows();
    double[] y = map.values();
    if (dimensions <= 3) {
      separate(y);
      IntStream.range(0, n).parallel().forEach(this::fewDimensions);
    } else {
      IntStream.range(0, n).parallel().forEach(i -> row(i, y));
    }
    double total = 0;
    for (double each : rowSums) total += each;
    double scale = 2.0 * (freedom + 1) / freedom;
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = scale * (exaggeration * attraction[i] - repulsion[i] / total);
    }
  }

  @Override
  public double divergence(Matrix map) {
    return TsneObjective.at(affinities, map).divergence();
  }

  private void separate(double[] y) {
    for (int i = 0; i < affinities.rows(); i++) {
      for (int c = 0; c < dimensions; c++) axes[c][i] = y[i * dimensions + c];
    }
  }

  /** A row of a map of at most three dimensions, all in scalars. */
  private void fewDimensions(int i) {
    int n = affinities.rows();
    double[] p = affinities.probabilities();
    double[] x = axes[0];
    double[] y = axes[1];
    double[] z = axes[2];
    double inverse = 1.0 / freedom;
    double sum = 0;
    double pullX = 0;
    double pullY = 0;
    double pullZ = 0;
    double pushX = 0;
    double pushY = 0;
    double pushZ = 0;
    for (int j = 0; j < n; j++) {
      double dx = x[i] - x[j];
      double dy = y[i] - y[j];
      double dz = z[i] - z[j];
      double closeness = 1 / (1 + (dx * dx + dy * dy + dz * dz) * inverse);
      double similarity = TsneObjective.similarity(closeness, freedom);
      double attracting = p[i * n + j] * closeness;
      double repelling = similarity * closeness;
      sum += similarity;
      pullX += attracting * dx;
      pullY += attracting * dy;
      pullZ += attracting * dz;
      pushX += repelling * dx;
      pushY += repelling * dy;
      pushZ += repelling * dz;
    }
    rowSums[i] = sum - 1; // the point's similarity to itself
    double[] pull = {pullX, pullY, pullZ};
    double[] push = {pushX, pushY, pushZ};
    System.arraycopy(pull, 0, attraction, i * dimensions, dimensions);
    System.arraycopy(push, 0, repulsion, i * dimensions, dimensions);
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
