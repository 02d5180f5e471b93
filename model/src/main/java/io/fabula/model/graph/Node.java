package io.fabula.model.graph;

import io.fabula.model.graph.memory.Shape;
import java.util.List;

/**
 * One value of a {@link Graph}: an input, a parameter or the result of an operation. Nodes are made
 * by {@link Graph} and by the operation classes of this package, and are immutable but for their
 * name and the wish for their gradient.
 */
public final class Node {
  private final Graph graph;
  private final int id;
  private final Op op;
  private final Shape shape;
  private final List<Node> inputs;
  private final boolean differentiable;
  private boolean gradientKept;
  private String name;

  Node(Graph graph, int id, Op op, Shape shape, List<Node> inputs) {
    this.graph = graph;
    this.id = id;
    this.op = op;
    this.shape = shape;
    this.inputs = inputs;
    this.name = op.kind() + "#" + id;
    this.differentiable = op.differentiable(inputs);
  }

  /** The shape of the value. */
  public Shape shape() {
    return shape;
  }

  /** The name that messages and printed plans use: the operation and a number, or as given. */
  public String name() {
    return name;
  }

  /** Gives the node a name for messages and printed plans; returns the node. */
  public Node named(String newName) {
    name = newName;
    return this;
  }

  /**
   * Asks training plans to keep this node's gradient for {@link Plan#gradient}; returns the node.
   *
   * @throws IllegalArgumentException if no trained parameter and no input with gradient feeds it
   */
  public Node keepGradient() {
    if (!differentiable) {
      throw new IllegalArgumentException(name + " depends on nothing that has a gradient");
    }
    gradientKept = true;
    return this;
  }

  /** Another operation with the same value, in this node's place. */
  Node replacedBy(Op other, List<Node> otherInputs) {
    Node made = new Node(graph, id, other, shape, otherInputs);
    if (!name.equals(op.kind() + "#" + id)) made.name = name;
    made.gradientKept = gradientKept;
    return made;
  }

  public Graph graph() {
    return graph;
  }

  int id() {
    return id;
  }

  Op op() {
    return op;
  }

  List<Node> inputs() {
    return inputs;
  }

  boolean differentiable() {
    return differentiable;
  }

  boolean gradientKept() {
    return gradientKept;
  }

  @Override
  public String toString() {
    return name + shape;
  }
}
