package io.fabula.analysis.clustering;

import java.util.Arrays;

/** Ward merging along the edges of a graph, cheapest edge first. */
final class GraphMerging {
  private final WardNodes nodes;
  private final IntList[] adjacent;
  private final int[] parent;
  private final boolean[] merged;
  private final int[] seenBy;
  private final MergeHeap heap = new MergeHeap();

  private GraphMerging(WardNodes nodes, NeighbourGraph graph) {
    this.nodes = nodes;
    int n = nodes.leaves();
    adjacent = new IntList[2 * n - 1];
    parent = new int[2 * n - 1];
    merged = new boolean[2 * n - 1];
    seenBy = new int[2 * n - 1];
    Arrays.fill(seenBy, -1);
    for (int i = 0; i < parent.length; i++) parent[i] = i;
    for (int i = 0; i < n; i++) {
      adjacent[i] = graph.adjacent(i);
      for (int e = 0; e < adjacent[i].size(); e++) {
        int j = adjacent[i].get(e);
        if (j < i) heap.push(nodes.growth(i, j), i, j);
      }
    }
  }

  static MergeList merge(WardNodes nodes, NeighbourGraph graph) {
    return new GraphMerging(nodes, graph).run();
  }

  private MergeList run() {
    int n = nodes.leaves();
    MergeList merges = new MergeList(n - 1);
    int[] rowOf = new int[2 * n - 1];
    for (int i = 0; i < n; i++) rowOf[i] = i;
    for (int m = 0; m < n - 1; m++) {
      do heap.pop();
      while (merged[heap.first()] || merged[heap.second()]);
      int a = heap.first();
      int b = heap.second();
      merges.add(rowOf[a], rowOf[b], heap.cost());
      int node = nodes.union(a, b);
      rowOf[node] = rowOf[a];
      merged[a] = true;
      merged[b] = true;
      parent[a] = node;
      parent[b] = node;
      IntList around = new IntList();
      seenBy[node] = node;
      collect(adjacent[a], node, around);
      collect(adjacent[b], node, around);
      adjacent[node] = around;
      for (int i = 0; i < around.size(); i++) {
        adjacent[around.get(i)].add(node);
        heap.push(nodes.growth(node, around.get(i)), node, around.get(i));
      }
    }
    return merges;
  }

  private void collect(IntList from, int node, IntList around) {
    for (int i = 0; i < from.size(); i++) {
      int root = MergeList.root(parent, from.get(i));
      if (seenBy[root] != node) {
        seenBy[root] = node;
        around.add(root);
      }
    }
  }
}
