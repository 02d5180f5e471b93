package io.fabula.model.simulator;

import java.util.List;

/**
 * One trained tensor: its name in files, its shape in PyTorch's layout, and how it starts.
 *
 * @param name network and tensor, such as {@code convert_env/nets.0.weight}
 * @param shape lengths of the axes
 * @param start the value all elements begin with, when {@code bound} is 0
 * @param bound elements begin uniformly in {@code -bound..bound}, when it is not 0
 */
record SimulatorTensor(String name, List<Integer> shape, double start, double bound) {
  SimulatorTensor {
    shape = List.copyOf(shape);
  }

  /** Number of elements. */
  int size() {
    int size = 1;
    for (int axis : shape) size = Math.multiplyExact(size, axis);
    return size;
  }
}
