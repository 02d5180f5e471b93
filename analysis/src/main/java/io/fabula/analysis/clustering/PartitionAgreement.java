package io.fabula.analysis.clustering;

import io.fabula.envs.random.RandomStream;

/**
 * Whether two partitions of the same things put the same pairs together: the Rand index, adjusted
 * so that 0 is what random partitions of these sizes reach on average and 1 is the same partition
 * (Hubert and Arabie 1985).
 *
 * @param index the adjusted Rand index, at most 1
 * @param pValue share of random relabellings that reach it, with one added to both counts
 */
public record PartitionAgreement(double index, double pValue) {
  /**
   * Compares.
   *
   * @param left label of each thing, from 0
   * @param right label of each thing in the other partition, from 0
   * @param permutations random relabellings, at least 1
   * @param seed of the relabellings
   */
  public static PartitionAgreement of(int[] left, int[] right, int permutations, long seed) {
    if (left.length != right.length) {
      throw new IllegalArgumentException(
          "partitions differ in length: " + left.length + " and " + right.length);
    }
    if (permutations < 1) {
      throw new IllegalArgumentException("permutations must be at least 1, got " + permutations);
    }
    double index = adjustedRand(left, right);
    RandomStream random = new RandomStream(seed);
    int reached = 0;
    int[] shuffled = new int[right.length];
    for (int p = 0; p < permutations; p++) {
      int[] order = random.permutation(right.length);
      for (int i = 0; i < shuffled.length; i++) shuffled[i] = right[order[i]];
      if (adjustedRand(left, shuffled) >= index) reached++;
    }
    return new PartitionAgreement(index, (1.0 + reached) / (1 + permutations));
  }

  /** The adjusted Rand index; 1 where neither partition divides, or both divide everything. */
  static double adjustedRand(int[] left, int[] right) {
    int[] rows = WardClustering.sizes(left, count(left));
    int[] columns = WardClustering.sizes(right, count(right));
    long[] cells = new long[rows.length * columns.length];
    for (int i = 0; i < left.length; i++) cells[left[i] * columns.length + right[i]]++;
    double together = 0;
    for (long each : cells) together += pairs(each);
    double ofLeft = 0;
    for (int each : rows) ofLeft += pairs(each);
    double ofRight = 0;
    for (int each : columns) ofRight += pairs(each);
    double all = pairs(left.length);
    double expected = all == 0 ? 0 : ofLeft * ofRight / all;
    double most = (ofLeft + ofRight) / 2;
    return most == expected ? 1 : (together - expected) / (most - expected);
  }

  private static int count(int[] labels) {
    int largest = -1;
    for (int each : labels) largest = Math.max(largest, each);
    return largest + 1;
  }

  private static double pairs(long count) {
    return count * (count - 1) / 2.0;
  }
}
