package io.fabula.analysis.embedding;

import io.fabula.analysis.ElementaryFunctions;
import io.fabula.analysis.Matrix;
import io.fabula.analysis.neighbours.NearestNeighbours;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The joint probabilities of t-SNE among near neighbours alone: three times the perplexity of them
 * for each row, beyond which Gaussians of that perplexity hold next to nothing (van der Maaten
 * 2014).
 *
 * @param rows number of rows
 * @param first {@code [rows + 1]}: the entries of row i are those from {@code first[i]} on
 * @param other the other row of each entry, rising within a row
 * @param probability of each entry, symmetric; all sum to 1
 */
@SuppressWarnings("ArrayRecordComponent") // large; shared by agreement
record SparseAffinities(int rows, int[] first, int[] other, double[] probability) {
  private static final int NEIGHBOURS_PER_PERPLEXITY = 3;

  /**
   * Finds the widths by bisection and makes the probabilities symmetric.
   *
   * @param points one point per row
   * @param perplexity effective number of neighbours, within {@code 1..rows - 1}
   */
  static SparseAffinities of(Matrix points, double perplexity) {
    int n = points.rows();
    Affinities.requirePerplexity(n, perplexity);
    int k = (int) Math.min(n - 1, Math.floor(NEIGHBOURS_PER_PERPLEXITY * perplexity) + 1);
    NearestNeighbours near = NearestNeighbours.of(points, k);
    double[] conditional = new double[Math.multiplyExact(n, k)];
    double entropy = StrictMath.log(perplexity);
    IntStream.range(0, n).parallel().forEach(i -> fillRow(near, i, entropy, conditional));
    return symmetric(near, conditional);
  }

  private static void fillRow(NearestNeighbours near, int i, double entropy, double[] p) {
    int k = near.count();
    double[] excess = new double[k];
    double nearest = near.distance(i, 0) * near.distance(i, 0);
    for (int c = 0; c < k; c++) {
      excess[c] = near.distance(i, c) * near.distance(i, c) - nearest;
    }
    double[] weights = new double[k];
    GaussianWidth.fit(excess, k, entropy, weights);
    System.arraycopy(weights, 0, p, i * k, k);
  }

  /** Half of p(j|i) + p(i|j), divided by the number of rows, by rows. */
  private static SparseAffinities symmetric(NearestNeighbours near, double[] conditional) {
    int n = near.rows();
    int k = near.count();
    int[] size = new int[n + 1];
    for (int i = 0; i < n; i++) {
      size[i] += k;
      for (int c = 0; c < k; c++) size[near.neighbour(i, c)]++;
    }
    int[] start = new int[n + 1];
    for (int i = 0; i < n; i++) start[i + 1] = Math.addExact(start[i], size[i]);
    // row and its place in the list of conditionals, to be put in order: the sum of a pair is the
    // same in both rows whatever the order of its two terms
    long[] entries = new long[start[n]];
    int[] next = start.clone();
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < k; c++) {
        int j = near.neighbour(i, c);
        long place = (long) i * k + c;
        entries[next[i]++] = ((long) j << 32) | place;
        entries[next[j]++] = ((long) i << 32) | place;
      }
    }
    IntStream.range(0, n).parallel().forEach(i -> Arrays.sort(entries, start[i], start[i + 1]));
    int[] first = new int[n + 1];
    int[] other = new int[entries.length];
    double[] probability = new double[entries.length];
    int count = 0;
    double total = 0;
    for (int i = 0; i < n; i++) {
      first[i] = count;
      for (int e = start[i]; e < start[i + 1]; e++) {
        int j = (int) (entries[e] >>> 32);
        double p = conditional[(int) entries[e]];
        total += p;
        if (count > first[i] && other[count - 1] == j) {
          probability[count - 1] += p;
        } else {
          other[count] = j;
          probability[count++] = p;
        }
      }
    }
    first[n] = count;
    double[] scaled = Arrays.copyOf(probability, count);
    for (int e = 0; e < count; e++) scaled[e] /= total;
    return new SparseAffinities(n, first, Arrays.copyOf(other, count), scaled);
  }

  /** The width of a Gaussian that gives a row its perplexity. */
  static final class GaussianWidth {
    private static final double ENTROPY_TOLERANCE = 1e-5;
    private static final int SEARCH_STEPS = 100;

    private GaussianWidth() {}

    /**
     * Writes the probabilities of {@code n} neighbours whose entropy is as wanted.
     *
     * @param excess squared distances beyond the nearest one: the common factor cancels, so nothing
     *     underflows
     */
    static void fit(double[] excess, int n, double wantedEntropy, double[] probabilities) {
      double low = 0;
      double high = Double.POSITIVE_INFINITY;
      double precision = 1;
      for (int step = 0; step < SEARCH_STEPS; step++) {
        double sum = 0;
        double weighted = 0;
        for (int j = 0; j < n; j++) {
          double weight = ElementaryFunctions.exp(-excess[j] * precision);
          probabilities[j] = weight;
          sum += weight;
          weighted += weight * excess[j];
        }
        for (int j = 0; j < n; j++) probabilities[j] /= sum;
        double difference = StrictMath.log(sum) + precision * weighted / sum - wantedEntropy;
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
  }
}
