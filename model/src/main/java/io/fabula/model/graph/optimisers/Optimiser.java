package io.fabula.model.graph.optimisers;

import io.fabula.model.graph.Parameters;

/**
 * Changes parameters along their gradients. Its whole state, moments and step count, can be read
 * and set, so that training continues exactly.
 */
public interface Optimiser extends AutoCloseable {
  /**
   * One step by the gradients in {@link Parameters#gradients()}.
   *
   * @param learningRate at least 0
   */
  void step(double learningRate);

  /** How many steps were made. */
  long steps();

  /** Sets how many steps were made, when training continues. */
  void setSteps(long steps);

  /** The names of the moments kept per parameter, such as {@code exp_avg}; PyTorch's. */
  java.util.List<String> slots();

  /** A copy of a moment of a parameter, in the parameter's layout. */
  float[] moment(String slot, String parameter);

  /** Sets a moment of a parameter, when training continues. */
  void setMoment(String slot, String parameter, float[] values);

  /** Returns the native memory of the moments. */
  @Override
  void close();
}
