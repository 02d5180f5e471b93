package io.fabula.model.sets;

import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.ops.LinearForm;
import java.util.ArrayList;
import java.util.List;

/**
 * Linear layers with relu between them, begun as PyTorch does. Tensors are called {@code
 * name.0.weight}, {@code name.0.bias}, {@code name.2.weight}: every second module is a relu.
 *
 * @param name of the tensors
 * @param widths of the input, of what lies between the layers, and of the output
 */
public record Perceptron(String name, List<Integer> widths) {
  public Perceptron {
    widths = List.copyOf(widths);
    if (widths.size() < 2 || widths.stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException("widths must be two or more from 1, got " + widths);
    }
  }

  /** With one hidden layer. */
  public static Perceptron of(String name, int in, int hidden, int out) {
    return new Perceptron(name, List.of(in, hidden, out));
  }

  /** Its tensors. */
  public List<NetworkTensor> tensors() {
    List<NetworkTensor> all = new ArrayList<>();
    for (int i = 0; i + 1 < widths.size(); i++) {
      all.addAll(linear(name + "." + 2 * i, widths.get(i), widths.get(i + 1)));
    }
    return all;
  }

  /** The tensors of one linear layer, begun as PyTorch does. */
  public static List<NetworkTensor> linear(String name, int in, int out) {
    StartingValues start = StartingValues.byFanIn(in);
    return linear(name, in, out, start, start);
  }

  /** The tensors of one linear layer with other starting values. */
  public static List<NetworkTensor> linear(
      String name, int in, int out, StartingValues weight, StartingValues bias) {
    return List.of(
        new NetworkTensor(name + ".weight", Shape.of(out, in), weight),
        new NetworkTensor(name + ".bias", Shape.of(out), bias));
  }

  /**
   * Applies the layers along the last axis.
   *
   * @param x [..., in]
   * @return [..., out]
   */
  public Node of(Node x, TensorNodes tensors) {
    return of(tensors, LinearForm.of(x)).value();
  }

  /** The same of several inputs side by side, of which the widths add up. */
  public LinearForm of(TensorNodes tensors, LinearForm... inputs) {
    LinearForm y = LinearForm.sideBySide(tensors.layer(name + ".0"), inputs);
    for (int i = 1; i < widths.size() - 1; i++) {
      y = LinearForm.of(Elementwise.relu(y.value())).then(tensors.layer(name + "." + 2 * i));
    }
    return y;
  }
}
