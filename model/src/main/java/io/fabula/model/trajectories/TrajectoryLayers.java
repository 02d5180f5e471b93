package io.fabula.model.trajectories;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Recurrent;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.ops.Initialisation;
import io.fabula.model.sets.NetworkTensor;
import io.fabula.model.sets.Perceptron;
import io.fabula.model.sets.StartingValues;
import io.fabula.model.sets.TensorNodes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The kinds of layers that the autoencoder is made of, and how they begin. */
final class TrajectoryLayers {
  private static final StartingValues WEIGHT =
      (shape, random) -> Initialisation.xavierNormal(shape, Math.sqrt(2), random);
  private static final StartingValues NORMAL =
      (shape, random) -> Initialisation.normal(shape, 1, random);
  private static final StartingValues ONE = (shape, random) -> ones(shape);

  private TrajectoryLayers() {}

  private static float[] ones(Shape shape) {
    float[] values = new float[shape.size()];
    Arrays.fill(values, 1f);
    return values;
  }

  static List<NetworkTensor> linear(String name, int in, int out) {
    return Perceptron.linear(name, in, out, WEIGHT, StartingValues.ZERO);
  }

  /** The logarithm of a variance that all data share. */
  static NetworkTensor logVariance(String name, int size) {
    return new NetworkTensor(name + ".log_variance", Shape.of(size), NORMAL);
  }

  /** One scale and one shift for all numbers. */
  static List<NetworkTensor> norm(String name) {
    return List.of(
        new NetworkTensor(name + ".norm.weight", Shape.of(1), ONE),
        new NetworkTensor(name + ".norm.bias", Shape.of(1), StartingValues.ZERO));
  }

  static List<NetworkTensor> residual(String name, int width, int layers) {
    List<NetworkTensor> all = new ArrayList<>();
    for (int i = 0; i < layers; i++) all.addAll(linear(name + "." + i, width, width));
    return all;
  }

  /** {@code relu(x + f(x))} with layers f that have relus between them. */
  static Node residual(Node x, String name, int layers, TensorNodes tensors) {
    Node y = x;
    for (int i = 0; i < layers; i++) {
      y = tensors.dense(i == 0 ? y : Elementwise.relu(y), name + "." + i);
    }
    return Elementwise.relu(Arithmetic.add(y, x));
  }

  static List<NetworkTensor> lstm(String name, String end, int in, int hidden) {
    StartingValues start = StartingValues.byFanIn(hidden);
    return List.of(
        new NetworkTensor(name + ".weight_ih" + end, Shape.of(4 * hidden, in), start),
        new NetworkTensor(name + ".weight_hh" + end, Shape.of(4 * hidden, hidden), start),
        new NetworkTensor(name + ".bias_ih" + end, Shape.of(4 * hidden), start),
        new NetworkTensor(name + ".bias_hh" + end, Shape.of(4 * hidden), start));
  }

  static Recurrent.LstmWeights lstm(String name, String end, TensorNodes tensors) {
    return new Recurrent.LstmWeights(
        tensors.of(name + ".weight_ih" + end),
        tensors.of(name + ".weight_hh" + end),
        tensors.of(name + ".bias_ih" + end),
        tensors.of(name + ".bias_hh" + end));
  }
}
