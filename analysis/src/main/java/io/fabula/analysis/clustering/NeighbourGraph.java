package io.fabula.analysis.clustering;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.neighbours.NearestNeighbours;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The symmetric graph of nearest neighbours, joined where it falls into parts. */
final class NeighbourGraph {
  private final IntList[] adjacent;

  private NeighbourGraph(int rows) {
    adjacent = new IntList[rows];
    for (int i = 0; i < rows; i++) adjacent[i] = new IntList();
  }

  static NeighbourGraph of(Matrix points, NearestNeighbours neighbours) {
    NeighbourGraph graph = new NeighbourGraph(points.rows());
    for (int i = 0; i < points.rows(); i++) {
      for (int k = 0; k < neighbours.count(); k++) graph.connect(i, neighbours.neighbour(i, k));
    }
    graph.joinParts(points);
    return graph;
  }

  private void connect(int a, int b) {
    if (!adjacent[a].contains(b)) adjacent[a].add(b);
    if (!adjacent[b].contains(a)) adjacent[b].add(a);
  }

  IntList adjacent(int row) {
    return adjacent[row];
  }

  /** Every two parts get one edge, between their closest rows (the first such pair). */
  private void joinParts(Matrix points) {
    List<IntList> parts = parts();
    WardNodes rows = parts.size() > 1 ? new WardNodes(points) : null;
    for (int p = 0; rows != null && p < parts.size(); p++) {
      for (int q = 0; q < p; q++) {
        double closest = Double.POSITIVE_INFINITY;
        int from = -1;
        int to = -1;
        for (int i = 0; i < parts.get(p).size(); i++) {
          for (int j = 0; j < parts.get(q).size(); j++) {
            double growth = rows.growth(parts.get(p).get(i), parts.get(q).get(j), closest);
            if (growth < closest) {
              closest = growth;
              from = parts.get(p).get(i);
              to = parts.get(q).get(j);
            }
          }
        }
        connect(from, to);
      }
    }
  }

  private List<IntList> parts() {
    int[] part = new int[adjacent.length];
    Arrays.fill(part, -1);
    List<IntList> result = new ArrayList<>();
    for (int start = 0; start < adjacent.length; start++) {
      if (part[start] >= 0) continue;
      int number = result.size();
      IntList queue = new IntList();
      queue.add(start);
      part[start] = number;
      for (int next = 0; next < queue.size(); next++) {
        IntList around = adjacent[queue.get(next)];
        for (int i = 0; i < around.size(); i++) {
          if (part[around.get(i)] < 0) {
            part[around.get(i)] = number;
            queue.add(around.get(i));
          }
        }
      }
      queue.sort();
      result.add(queue);
    }
    return result;
  }
}
