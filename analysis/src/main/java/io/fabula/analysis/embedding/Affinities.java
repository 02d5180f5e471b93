package io.fabula.analysis.embedding;

import io.fabula.analysis.Matrix;
import java.util.stream.IntStream;

/**
 * The joint probabilities of t-SNE: how likely two rows would pick each other as neighbours, from
 * Gaussians whose widths give every row the same perplexity (van der Maaten and Hinton 2008).
 *
 * @param rows number of rows
 * @param probabilities {@code [rows, rows]}, symmetric, zero diagonal, sum 1
 */
@SuppressWarnings("ArrayRecordComponent") // large; shared by agreement
public record Affinities(int rows, double[] probabilities) {
  private static final double ENTROPY_TOLERANCE = 1e-5;
  private static final int SEARCH_STEPS = 100;
  static final double LEAST = 2.220446049250313e-16;

  /**
   * Finds the widths by bisection and makes the probabilities symmetric.
   *
   * @param points one point per row
   * @param perplexity effective number of neighbours, within {@code 1..rows - 1}
   */
  public static Affinities of(Matrix points, double perplexity) {
    int n = points.rows();
    if (!(perplexity >= 1 && perplexity <= n - 1)) {
      throw new IllegalArgumentException(
          "perplexity must be within 1.." + (n - 1) + " for " + n + " rows, got " + perplexity);
    }
    double[] p = new double[Math.multiplyExact(n, n)];
    IntStream.range(0, n).parallel().forEach(i -> fillRow(points, i, Math.log(perplexity), p));
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double pair = p[i * n + j] + p[j * n + i];
        p[i * n + j] = pair;
        p[j * n + i] = pair;
        sum += 2 * pair;
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (i != j) p[i * n + j] = Math.max(p[i * n + j] / sum, LEAST);
      }
    }
    return new Affinities(n, p);
  }

  private static void fillRow(Matrix points, int i, double wantedEntropy, double[] p) {
    int n = points.rows();
    double[] squared = new double[n];
    for (int j = 0; j < n; j++) squared[j] = squaredDistance(points, i, j);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double precision = 1;
    double nearest = Double.POSITIVE_INFINITY;
    for (int j = 0; j < n; j++) if (j != i) nearest = Math.min(nearest, squared[j]);
    for (int step = 0; step < SEARCH_STEPS; step++) {
      double sum = 0;
      double weighted = 0;
      for (int j = 0; j < n; j++) {
        if (j == i) continue;
        // distances beyond the nearest alone matter: the common factor cancels, so no underflow
        double excess = squared[j] - nearest;
        double weight = Math.exp(-excess * precision);
        p[i * n + j] = weight;
        sum += weight;
        weighted += weight * excess;
      }
      for (int j = 0; j < n; j++) p[i * n + j] /= sum;
      double difference = Math.log(sum) + precision * weighted / sum - wantedEntropy;
      if (Math.abs(difference) <= ENTROPY_TOLERANCE) return;
      if (difference > 0) {
        low = precision;
        precision = Double.isInfinite(high) ? precision * 2 : (precision + high) / 2;
      } else {
        high = precision;
        precision = (precision + low) / 2;
      }
    }
  }

  static double squaredDistance(Matrix points, int i, int j) {
    int width = points.columns();
    double sum = 0;
    for (int c = 0; c < width; c++) {
      double d = points.values()[i * width + c] - points.values()[j * width + c];
      sum += d * d;
    }
    return sum;
  }

  /** Entropy of the joint distribution, nats. */
  public double entropy() {
    double sum = 0;
    for (double each : probabilities) if (each > 0) sum -= each * Math.log(each);
    return sum;
  }
}
