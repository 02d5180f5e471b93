package io.fabula.model.agents;

import java.util.List;

/**
 * A network over a block of steps of several worlds, with gradients. Fill {@link #inputs}, {@link
 * #masks} and {@link #initialState}, go forward, compute the loss's derivatives from the outputs,
 * go backward. Samples are time-major: step t of world n is row {@code t * worlds + n}.
 */
public interface LearningPlan extends AutoCloseable {
  /** Steps of the block. */
  int steps();

  /** To fill: what the network is shown, {@code [steps * worlds, InputBuffer.width]}. */
  float[] inputs();

  /** To fill: 0 where an episode begins, else 1, {@code [steps, worlds]}. */
  float[] masks();

  /** To fill: states before the first step's mask, {@code [worlds, stateSize]}. */
  float[] initialState();

  /** Raw outputs, {@code [steps * worlds, head.outputs]}; may be overwritten. */
  float[] outputs();

  /** Predicted values, {@code [steps * worlds]}; may be overwritten. */
  float[] values();

  /** Computes outputs and values. */
  void forward();

  /**
   * Adds the gradients of a loss, given its derivatives with respect to the outputs of the last
   * {@link #forward}.
   *
   * @param byOutputs {@code [steps * worlds, head.outputs]}
   * @param byValues {@code [steps * worlds]}
   */
  void backward(float[] byOutputs, float[] byValues);

  /** What each step costs, see {@link io.fabula.model.graph.Plan#profile}. */
  List<String> profile(int runs);

  @Override
  void close();
}
