package io.fabula.model.sets;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.ops.Initialisation;

/** How a tensor begins, given its shape and a stream of its own. */
public interface StartingValues {
  /** Zeros. */
  StartingValues ZERO = (shape, random) -> new float[shape.size()];

  /** The values of a tensor. */
  float[] of(Shape shape, RandomStream random);

  /** Uniform in +-1/sqrt(fan-in), PyTorch's default of linear layers, biases too. */
  static StartingValues byFanIn(int fanIn) {
    return (shape, random) -> Initialisation.byFanIn(shape, fanIn, random);
  }

  /** Xavier-uniform. */
  static StartingValues xavier(double gain) {
    return (shape, random) -> Initialisation.xavierUniform(shape, gain, random);
  }

  /** Orthonormal rows or columns times {@code gain}. */
  static StartingValues orthogonal(double gain) {
    return (shape, random) -> Initialisation.orthogonal(shape, gain, random);
  }
}
