package io.fabula.analysis.clustering;

import java.util.Arrays;

/** A binary heap of candidate merges, ordered by cost, then by the numbers of the two nodes. */
final class MergeHeap {
  private double[] costs = new double[1024];
  private long[] pairs = new long[1024];
  private int size;
  private double poppedCost;
  private long poppedPair;

  void push(double cost, int first, int second) {
    if (size == costs.length) {
      costs = Arrays.copyOf(costs, 2 * size);
      pairs = Arrays.copyOf(pairs, 2 * size);
    }
    long pair = (long) first << 32 | second;
    int at = size++;
    while (at > 0) {
      int up = (at - 1) / 2;
      if (!before(cost, pair, costs[up], pairs[up])) break;
      costs[at] = costs[up];
      pairs[at] = pairs[up];
      at = up;
    }
    costs[at] = cost;
    pairs[at] = pair;
  }

  /** Removes the cheapest candidate; it can then be read by {@link #first} and the others. */
  void pop() {
    if (size == 0) throw new IllegalStateException("no merge left: the graph is not connected");
    poppedCost = costs[0];
    poppedPair = pairs[0];
    double cost = costs[--size];
    long pair = pairs[size];
    int at = 0;
    while (true) {
      int down = 2 * at + 1;
      if (down >= size) break;
      if (down + 1 < size && before(costs[down + 1], pairs[down + 1], costs[down], pairs[down])) {
        down++;
      }
      if (!before(costs[down], pairs[down], cost, pair)) break;
      costs[at] = costs[down];
      pairs[at] = pairs[down];
      at = down;
    }
    costs[at] = cost;
    pairs[at] = pair;
  }

  private static boolean before(double costA, long pairA, double costB, long pairB) {
    return costA < costB || (costA == costB && pairA < pairB);
  }

  double cost() {
    return poppedCost;
  }

  int first() {
    return (int) (poppedPair >>> 32);
  }

  int second() {
    return (int) poppedPair;
  }
}
