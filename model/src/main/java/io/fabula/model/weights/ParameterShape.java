package io.fabula.model.weights;

import java.util.List;

/**
 * A named parameter tensor.
 *
 * @param name as the original modules name it
 * @param shape in PyTorch's layout: convolutions (out, in, height, width), linear layers (out, in)
 */
public record ParameterShape(String name, List<Integer> shape) {
  public ParameterShape {
    shape = List.copyOf(shape);
  }

  /** Number of elements. */
  public int size() {
    return Tensor.size(shape);
  }
}
