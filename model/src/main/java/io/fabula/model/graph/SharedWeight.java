package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.StridedCopies;
import io.fabula.model.graph.memory.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A weight that several linear layers of a plan share, such as the steps of an unrolled cell. Each
 * layer only lays its inputs and its gradient aside, and the last one in the backward pass
 * multiplies all of them at once: the weight's gradient is read and written once instead of once a
 * step.
 */
final class SharedWeight {
  private final Node last;
  private final int rows;
  private final int in;
  private final int out;
  private final Map<Node, Integer> places = new HashMap<>();
  private final Tensor inputs;
  private final Tensor gradients;
  private @Nullable MatrixProduct product;

  /**
   * @param layers that share the weight, in the order of the forward pass
   * @param inputs room for all layers' inputs
   * @param gradients room for all layers' gradients
   */
  SharedWeight(List<Node> layers, Tensor inputs, Tensor gradients) {
    Shape weight = layers.get(0).inputs().get(1).shape();
    in = weight.dim(1);
    out = weight.dim(0);
    last = layers.get(0);
    int count = 0;
    for (Node layer : layers) {
      places.put(layer, count);
      count += layer.shape().rows();
    }
    rows = count;
    this.inputs = inputs;
    this.gradients = gradients;
  }

  /**
   * Whether laying a layer's part aside moves less memory than a product of its own would, which
   * reads and writes the weight's gradient.
   */
  static boolean pays(Node layer) {
    Shape weight = layer.inputs().get(1).shape();
    long aside = (long) layer.shape().rows() * (weight.dim(0) + weight.dim(1));
    return aside < weight.size();
  }

  boolean has(Node layer) {
    return places.containsKey(layer);
  }

  /** To be called for each layer; the last one in the backward pass gets the product. */
  void bind(Binding binding, GradientTarget gradientTarget) {
    if (binding.node() != last) return;
    product =
        new MatrixProduct(
            binding,
            new MatrixProduct.Kind(true, false, out, in, rows, gradientTarget.adds()),
            binding::backwardScratch);
  }

  /** To be called for each layer, when all tensors have their memory. */
  void prepare(Node layer, GradientTarget gradientTarget) {
    if (layer == last && product != null)
      product.prepare(gradients, inputs, gradientTarget.tensor());
  }

  /** Lays a layer's part aside, and multiplies if it was the last. */
  void add(Node layer, Tensor x, Tensor g) {
    int place = places.getOrDefault(layer, 0);
    int count = layer.shape().rows();
    StridedCopies.copy(x, 0, 0, inputs, place * in, 0, count * in, 1);
    StridedCopies.copy(g, 0, 0, gradients, place * out, 0, count * out, 1);
    if (layer == last && product != null) product.run();
  }

  /** To be called for each layer. */
  void close(Node layer) {
    if (layer == last && product != null) product.close();
  }
}
