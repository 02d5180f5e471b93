package io.fabula.model.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The second step of a compilation: when each node runs in both passes, of which nodes gradients
 * are computed, and which nodes are only views of another's memory. Times are whole numbers; the
 * backward pass runs the nodes in the opposite order, after all of the forward pass.
 */
final class Schedule {
  private final PlanOptions options;
  private final RewrittenGraph graph;
  private final Map<Node, Integer> position = new HashMap<>();
  private final Set<Node> differentiated = new HashSet<>();
  private final Set<Node> partlyRead = new HashSet<>();

  Schedule(RewrittenGraph graph, PlanOptions options) {
    this.graph = graph;
    this.options = options;
    List<Node> order = graph.order();
    for (int i = 0; i < order.size(); i++) position.put(order.get(i), i);
    Node loss = graph.loss();
    if (loss != null && loss.differentiable()) markDifferentiated(loss);
  }

  private void markDifferentiated(Node target) {
    List<Node> stack = new ArrayList<>(List.of(target));
    while (!stack.isEmpty()) {
      Node node = stack.remove(stack.size() - 1);
      if (!differentiated.add(node)) continue;
      for (int i = 0; i < node.inputs().size(); i++) {
        Node input = node.inputs().get(i);
        if (wantsGradient(input) && node.op().passesGradient(i)) stack.add(input);
      }
    }
    for (Node node : differentiated) {
      if (aliases(node) && node.shape().size() < root(node).shape().size()) {
        partlyRead.add(root(node));
      }
    }
  }

  private boolean wantsGradient(Node node) {
    if (node.differentiable()) return true;
    if (options.has(Optimisation.SKIP_GRADIENTS)) return false;
    Node root = root(node); // what a stopped gradient shows must not get one by this way
    return !root.differentiable() && !(root.op() instanceof Leaf.Parameter);
  }

  RewrittenGraph graph() {
    return graph;
  }

  List<Node> order() {
    return graph.order();
  }

  /** Whether a node is computed at all. */
  boolean computes(Node node) {
    return position.containsKey(node);
  }

  /** Whether the gradient of the loss by a node is computed. */
  boolean differentiated(Node node) {
    return differentiated.contains(node);
  }

  /**
   * Whether only views of parts of a node may pass it gradients, so that it must begin as zeros.
   */
  boolean partlyRead(Node root) {
    return partlyRead.contains(root);
  }

  /** When a node runs in the forward pass. */
  int forwardTime(Node node) {
    return position.getOrDefault(node, 0);
  }

  /** When a node runs in the backward pass. */
  int backwardTime(Node node) {
    return 2 * order().size() - position.getOrDefault(node, 0);
  }

  /** When the loss gets its gradient: after the forward, before the backward pass. */
  int seedTime() {
    return order().size();
  }

  /** Whether a node is a view of its first input's memory, so that nothing runs for it. */
  boolean aliases(Node node) {
    return node.op().alias() && options.has(Optimisation.ALIAS_VIEWS);
  }

  /** The node whose memory an alias shows; itself if it is none. */
  Node root(Node node) {
    Node root = node;
    while (aliases(root)) root = root.inputs().get(0);
    return root;
  }

  /** Where in its root's memory a node begins, in elements. */
  int offset(Node node) {
    int offset = 0;
    for (Node n = node; aliases(n); n = n.inputs().get(0)) offset += n.op().aliasOffset();
    return offset;
  }
}
