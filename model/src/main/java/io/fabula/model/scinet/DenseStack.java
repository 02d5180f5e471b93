package io.fabula.model.scinet;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.ops.Initialisation;
import java.util.List;
import java.util.Map;

/**
 * Linear layers one after the other under names {@code NAME.i.weight} and {@code NAME.i.bias}.
 *
 * @param name what the parameters' names begin with
 * @param input width of the input
 * @param widths outputs of each layer; at least one
 */
record DenseStack(String name, int input, List<Integer> widths) {
  DenseStack {
    widths = List.copyOf(widths);
    if (input < 1 || widths.isEmpty() || widths.stream().anyMatch(width -> width < 1)) {
      throw new IllegalArgumentException(
          name + " needs an input and layers of at least 1, got " + input + " and " + widths);
    }
  }

  int layers() {
    return widths.size();
  }

  int output() {
    return widths.get(widths.size() - 1);
  }

  String weight(int layer) {
    return name + "." + layer + ".weight";
  }

  String bias(int layer) {
    return name + "." + layer + ".bias";
  }

  int fanIn(int layer) {
    return layer == 0 ? input : widths.get(layer - 1);
  }

  /** Adds the parameters' names and shapes in PyTorch's order. */
  void declare(Map<String, Shape> shapes) {
    for (int i = 0; i < layers(); i++) {
      shapes.put(weight(i), Shape.of(widths.get(i), fanIn(i)));
      shapes.put(bias(i), Shape.of(widths.get(i)));
    }
  }

  /** PyTorch's own start: weights and biases uniform in +-1/sqrt(fan-in). */
  void initialiseByFanIn(Parameters parameters, RandomStream random) {
    for (int i = 0; i < layers(); i++) {
      Shape shape = parameters.shape(weight(i));
      parameters.set(weight(i), Initialisation.byFanIn(shape, fanIn(i), random));
      initialiseBias(parameters, i, random);
    }
  }

  /** Weights uniform in +-sqrt(6/fan-in), biases in +-1/sqrt(fan-in). */
  void initialiseForRelu(Parameters parameters, RandomStream random) {
    for (int i = 0; i < layers(); i++) {
      Shape shape = parameters.shape(weight(i));
      parameters.set(weight(i), Initialisation.kaimingUniform(shape, random));
      initialiseBias(parameters, i, random);
    }
  }

  private void initialiseBias(Parameters parameters, int layer, RandomStream random) {
    Shape shape = parameters.shape(bias(layer));
    parameters.set(bias(layer), Initialisation.byFanIn(shape, fanIn(layer), random));
  }

  /** What follows a layer. */
  interface Activation {
    Node after(int layer, Node x);
  }

  /** All layers from {@code from} on, each followed by its activation. */
  Node build(Graph graph, Parameters parameters, Node x, int from, Activation activation) {
    Node y = x;
    for (int i = from; i < layers(); i++) {
      Node weight = graph.parameter(parameters, weight(i));
      y = Linear.dense(y, weight, graph.parameter(parameters, bias(i)));
      y = activation.after(i, y);
    }
    return y;
  }
}
