package io.fabula.model.graph;

import io.fabula.model.graph.memory.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A network as a graph of operations over tensors of fixed shapes. Inputs, constants and parameters
 * are made here; operations by the classes that group them: {@link Elementwise}, {@link
 * Arithmetic}, {@link Linear}, {@link Shaping}, {@link Reductions} and the others of this package.
 *
 * <p>A graph computes nothing: a {@link Plan} compiled from some of its nodes does. Build one graph
 * per batch shape; graphs may share their {@link Parameters}. A graph belongs to one thread.
 */
public final class Graph {
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Node> parameters = new HashMap<>();
  private final Map<String, Node> derived = new HashMap<>();

  /**
   * A value given from outside before each run; it has no gradient.
   *
   * @param name for messages
   * @param dims the sizes of its axes; none for a scalar
   */
  public Node input(String name, int... dims) {
    return add(new Leaf.Input(false), Shape.of(dims)).named(name);
  }

  /** An input whose gradient training plans compute and keep: see {@link Plan#gradient}. */
  public Node inputWithGradient(String name, int... dims) {
    return add(new Leaf.Input(true), Shape.of(dims)).named(name).keepGradient();
  }

  /**
   * A value that never changes.
   *
   * @param values row-major, as many as the shape has elements
   * @param dims the sizes of its axes; none for a scalar
   */
  public Node constant(float[] values, int... dims) {
    Shape shape = Shape.of(dims);
    if (values.length != shape.size()) {
      throw new IllegalArgumentException(
          "a constant of shape "
              + shape
              + " needs "
              + shape.size()
              + " values, got "
              + values.length);
    }
    return add(new Leaf.Constant(values.clone()), shape);
  }

  /**
   * A parameter, in the layout of its {@link Parameters} (PyTorch's). Trained, unless {@code owner}
   * is a {@link Parameters#frozen() frozen} view: then gradients flow past it to other inputs but
   * never to it. The same owner and name give the same node.
   *
   * @throws IllegalArgumentException if the owner has no parameter of that name
   */
  public Node parameter(Parameters owner, String name) {
    String key = System.identityHashCode(owner.store()) + "/" + owner.isFrozen() + "/" + name;
    Node known = parameters.get(key);
    if (known != null) return known;
    Node made = add(new Leaf.Parameter(owner, name), owner.shape(name)).named(name);
    parameters.put(key, made);
    return made;
  }

  /**
   * A parameter with its axes in another order, made once per run however often it is used; its
   * gradient is collected in that order and brought back once.
   */
  public Node derived(Node parameter, int... axes) {
    String key = parameter.id() + Arrays.toString(axes);
    Node known = derived.get(key);
    if (known != null) return known;
    Node made = Shaping.permute(parameter, axes);
    derived.put(key, made);
    return made;
  }

  Node add(Op op, Shape shape, Node... inputs) {
    for (Node input : inputs) {
      if (input.graph() != this) {
        throw new IllegalArgumentException(
            input + " belongs to another graph than the other inputs of " + op.kind());
      }
    }
    Node node = new Node(this, nodes.size(), op, shape, List.of(inputs));
    nodes.add(node);
    return node;
  }

  List<Node> nodes() {
    return nodes;
  }
}
