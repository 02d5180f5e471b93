package io.fabula.analysis.clustering;

/**
 * Unconstrained Ward merging by chains of nearest neighbours (Murtagh 1983): follow nearest
 * clusters until two are each other's nearest, merge them, go on. Same tree as always merging the
 * closest pair, without a table of all distances.
 */
final class NeighbourChain {
  private final WardNodes nodes;
  private final int[] active;
  private final int[] position;
  private int activeCount;

  private NeighbourChain(WardNodes nodes) {
    this.nodes = nodes;
    activeCount = nodes.leaves();
    active = new int[activeCount];
    position = new int[2 * activeCount - 1];
    for (int i = 0; i < activeCount; i++) {
      active[i] = i;
      position[i] = i;
    }
  }

  static MergeList merge(WardNodes nodes) {
    return new NeighbourChain(nodes).run().sorted();
  }

  private MergeList run() {
    int n = nodes.leaves();
    MergeList merges = new MergeList(n - 1);
    int[] rowOf = new int[2 * n - 1];
    for (int i = 0; i < n; i++) rowOf[i] = i;
    int[] chain = new int[n];
    double[] link = new double[n]; // growth between chain[i - 1] and chain[i]
    int length = 0;
    while (activeCount > 1) {
      if (length == 0) {
        chain[0] = active[0];
        length = 1;
      }
      int tip = chain[length - 1];
      int best = length > 1 ? chain[length - 2] : -1;
      double bestGrowth = length > 1 ? link[length - 1] : Double.POSITIVE_INFINITY;
      for (int a = 0; a < activeCount; a++) {
        int other = active[a];
        if (other == tip) continue;
        double growth = nodes.growth(tip, other, bestGrowth);
        // a tie never displaces the predecessor, or the chain could run in a circle
        if (growth < bestGrowth) {
          best = other;
          bestGrowth = growth;
        }
      }
      if (length > 1 && best == chain[length - 2]) {
        merges.add(rowOf[best], rowOf[tip], bestGrowth);
        remove(best);
        remove(tip);
        int node = nodes.union(Math.min(best, tip), Math.max(best, tip));
        rowOf[node] = rowOf[best];
        insert(node);
        length -= 2;
      } else {
        link[length] = bestGrowth;
        chain[length++] = best;
      }
    }
    return merges;
  }

  private void remove(int node) {
    int last = active[--activeCount];
    active[position[node]] = last;
    position[last] = position[node];
  }

  private void insert(int node) {
    position[node] = activeCount;
    active[activeCount++] = node;
  }
}
