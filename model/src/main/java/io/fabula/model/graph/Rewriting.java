package io.fabula.model.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One pass over the nodes of a plan that replaces some by others of the same value. The graph
 * itself stays as it is: other plans may want it otherwise. A replaced node keeps its number, so
 * that the order of the steps, and with it that of sums, does not change.
 */
abstract class Rewriting {
  private final List<Node> order;
  private final Set<Node> outputs;
  private final Map<Node, Integer> uses = new HashMap<>();
  private final Map<Node, Node> replaced = new HashMap<>();

  /**
   * @param order the nodes in the order of construction, with all that they depend on
   * @param outputs what will be read
   */
  Rewriting(List<Node> order, Set<Node> outputs) {
    this.order = order;
    this.outputs = outputs;
    for (Node node : order) {
      for (Node input : new HashSet<>(node.inputs())) uses.merge(input, 1, Integer::sum);
    }
  }

  /** Replaces what can be replaced. */
  final void run() {
    for (Node node : order) {
      Node made = rewrite(node);
      if (made != node) replaced.put(node, made);
    }
  }

  /** What stands for a node of the order; itself if nothing changed. */
  final Node of(Node node) {
    return replaced.getOrDefault(node, node);
  }

  /** What a node becomes; its inputs have been rewritten. By default it gets these inputs. */
  Node rewrite(Node node) {
    boolean same = true;
    for (Node input : node.inputs()) same &= of(input) == input;
    return same ? node : replacement(node, node.op(), node.inputs());
  }

  /**
   * Another operation in place of a node.
   *
   * @param inputs of this order; what stands for them is taken
   */
  final Node replacement(Node node, Op op, List<Node> inputs) {
    return node.replacedBy(op, inputs.stream().map(this::of).toList());
  }

  /** Whether nothing but one node of the plan asks for this node's value or gradient. */
  final boolean interior(Node node) {
    return uses.getOrDefault(node, 0) == 1 && !outputs.contains(node) && !node.gradientKept();
  }
}
