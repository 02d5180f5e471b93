package io.fabula.model.agile;

import io.fabula.envs.ObservationSpace;
import io.fabula.model.graph.Convolutions;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Shaping;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.ops.LinearForm;
import io.fabula.model.sets.NetworkTensor;
import io.fabula.model.sets.Perceptron;
import io.fabula.model.sets.StartingValues;
import io.fabula.model.sets.TensorNodes;
import java.util.ArrayList;
import java.util.List;

/**
 * From an observation to the state's features: two linear layers, for pictures behind five
 * convolutions (3x3, stride 2).
 *
 * @param name of the tensors
 */
record StateEncoder(String name, ObservationSpace observations, int hidden) {
  private static final int[] CHANNELS = {16, 16, 32, 32, 32};
  private static final int KERNEL = 3;

  private int numbers() {
    if (!(observations instanceof ObservationSpace.Image image)) return observations.size();
    int height = image.height();
    int width = image.width();
    for (int i = 0; i < CHANNELS.length; i++) {
      height = (height + 1) / 2;
      width = (width + 1) / 2;
    }
    return height * width * CHANNELS[CHANNELS.length - 1];
  }

  private Perceptron layers() {
    return Perceptron.of(name, numbers(), hidden, hidden);
  }

  private String convolution(int i) {
    return name + ".conv_" + i;
  }

  List<NetworkTensor> tensors() {
    List<NetworkTensor> all = new ArrayList<>();
    if (observations instanceof ObservationSpace.Image image) {
      int in = image.channels();
      for (int i = 0; i < CHANNELS.length; i++) {
        StartingValues start = StartingValues.byFanIn(in * KERNEL * KERNEL);
        Shape shape = Shape.of(CHANNELS[i], in, KERNEL, KERNEL);
        all.add(new NetworkTensor(convolution(i) + ".weight", shape, start));
        all.add(new NetworkTensor(convolution(i) + ".bias", Shape.of(CHANNELS[i]), start));
        in = CHANNELS[i];
      }
    }
    all.addAll(layers().tensors());
    return all;
  }

  /**
   * Encodes observations.
   *
   * @param observation {@code [rows, size]}
   * @return {@code [rows, hidden]}
   */
  LinearForm of(Node observation, TensorNodes tensors) {
    if (!(observations instanceof ObservationSpace.Image image)) {
      return layers().of(tensors, LinearForm.of(observation));
    }
    int rows = observation.shape().dim(0);
    Node x = Shaping.reshape(observation, rows, image.height(), image.width(), image.channels());
    for (int i = 0; i < CHANNELS.length; i++) {
      Linear.Layer layer = tensors.layer(convolution(i));
      x = Elementwise.relu(Convolutions.conv2d(x, layer.weight(), layer.bias(), 2, 1));
    }
    return layers().of(tensors, LinearForm.of(Shaping.flattenImage(x)));
  }
}
