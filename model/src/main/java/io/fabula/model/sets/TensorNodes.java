package io.fabula.model.sets;

import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.ops.LinearForm;

/**
 * A network's tensors as nodes of one graph.
 *
 * @param graph that is built
 * @param parameters hold the tensors
 */
public record TensorNodes(Graph graph, Parameters parameters) {
  /** The tensor of that name. */
  public Node of(String name) {
    return graph.parameter(parameters, name);
  }

  /** The linear layer whose tensors are {@code name.weight} and {@code name.bias}. */
  public Linear.Layer layer(String name) {
    return new Linear.Layer(of(name + ".weight"), of(name + ".bias"));
  }

  /** A linear layer behind others. */
  public LinearForm dense(LinearForm x, String name) {
    return x.then(layer(name));
  }

  /** A linear layer applied. */
  public Node dense(Node x, String name) {
    Linear.Layer layer = layer(name);
    return Linear.dense(x, layer.weight(), layer.bias());
  }
}
