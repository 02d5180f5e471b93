package io.fabula.model.agents;

/**
 * One decision for a batch of worlds. Fill {@link #inputs}, {@link #masks} and {@link #stateIn},
 * run, read the rest. The batch has one fixed shape, and rows do not influence each other; arrays
 * may have more rows than were asked for.
 */
public interface ActingPlan extends AutoCloseable {
  /** To fill: what the network is shown, {@code [batch, InputBuffer.width]}. */
  float[] inputs();

  /** To fill: 0 where an episode begins, else 1, {@code [batch]}. */
  float[] masks();

  /**
   * To fill: states of the steps before, {@code [batch, stateSize]}. Running applies the masks to
   * them, so that afterwards they are what was fed into the step.
   */
  float[] stateIn();

  /** States after this step, {@code [batch, stateSize]}. */
  float[] stateOut();

  /** Raw outputs, {@code [batch, head.outputs]}; the caller may overwrite them. */
  float[] outputs();

  /** Predicted values, {@code [batch]}. */
  float[] values();

  /**
   * What is recorded: {@code [batch, width]} numbers of one of {@link PolicyNetwork#extras()}.
   *
   * @param column its index in that list
   */
  default float[] extra(int column) {
    return switch (column) {
      case 0 -> stateIn();
      case 1 -> stateOut();
      default -> throw new IllegalArgumentException("there is no extra column " + column);
    };
  }

  /** Decides. */
  void run();

  @Override
  void close();
}
