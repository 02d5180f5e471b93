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
  static final double LEAST = 2.220446049250313e-16;

  /**
   * Finds the widths by bisection and makes the probabilities symmetric.
   *
   * @param points one point per row
   * @param perplexity effective number of neighbours, within {@code 1..rows - 1}
   */
  public static Affinities of(Matrix points, double perplexity) {
    int n = points.rows();
    requirePerplexity(n, perplexity);
    double[] p = new double[Math.multiplyExact(n, n)];
    double entropy = StrictMath.log(perplexity);
    IntStream.range(0, n).parallel().forEach(i -> fillRow(points, i, entropy, p));
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

  static void requirePerplexity(int n, double perplexity) {
    if (!(perplexity >= 1 && perplexity <= n - 1)) {
      throw new IllegalArgumentException(
          "perplexity must be within 1.." + (n - 1) + " for " + n + " rows, got " + perplexity);
    }
  }

  private static void fillRow(Matrix points, int i, double wantedEntropy, double[] p) {
    int n = points.rows();
    double[] excess = new double[n - 1];
    double nearest = Double.POSITIVE_INFINITY;
    for (int j = 0, at = 0; j < n; j++) {
      if (j == i) continue;
      excess[at] = squaredDistance(points, i, j);
      nearest = Math.min(nearest, excess[at++]);
    }
    for (int at = 0; at < excess.length; at++) excess[at] -= nearest;
    double[] row = new double[n - 1];
    SparseAffinities.GaussianWidth.fit(excess, n - 1, wantedEntropy, row);
    System.arraycopy(row, 0, p, i * n, i);
    System.arraycopy(row, i, p, i * n + i + 1, n - 1 - i);
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
    for (double each : probabilities) if (each > 0) sum -= each * StrictMath.log(each);
    return sum;
  }
}
