package io.fabula.model.simulator;

import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Shaping;
import java.util.List;

/**
 * A value of each simulated step: one node per step, or one node that holds them all, time first.
 */
final class Steps {
  private final List<Node> nodes;

  private Steps(List<Node> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  /** One node {@code [batch, ...]} per step. */
  static Steps each(List<Node> nodes) {
    return new Steps(nodes);
  }

  /** One node {@code [steps * batch, ...]}. */
  static Steps together(Node node) {
    return new Steps(List.of(node));
  }

  /** Everything as one node {@code [steps * batch, ...]}. */
  Node joined() {
    return Shaping.concat(0, nodes.toArray(Node[]::new));
  }

  /** The nodes as they are. */
  Node[] nodes() {
    return nodes.toArray(Node[]::new);
  }

  /** Asks for gradients of all steps. */
  void keepGradients() {
    nodes.forEach(Node::keepGradient);
  }

  /** Values, {@code [steps, batch, ...]}. */
  float[] values(Plan plan) {
    float[] all = new float[size()];
    int at = 0;
    for (Node node : nodes) {
      plan.get(node, all, at);
      at += node.shape().size();
    }
    return all;
  }

  /** Gradients of the last backward pass, {@code [steps, batch, ...]}. */
  float[] gradients(Plan plan) {
    float[] all = new float[size()];
    int at = 0;
    for (Node node : nodes) {
      float[] part = plan.gradient(node);
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private int size() {
    return nodes.stream().mapToInt(node -> node.shape().size()).sum();
  }
}
