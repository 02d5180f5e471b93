package io.fabula.model.simulator;

import io.fabula.model.graph.Node;
import java.util.Arrays;
import java.util.stream.Stream;

/** Lists of nodes as plans want them. */
final class NodeLists {
  private NodeLists() {}

  static Node[] join(Node[]... parts) {
    return Stream.of(parts).flatMap(Arrays::stream).toArray(Node[]::new);
  }
}
