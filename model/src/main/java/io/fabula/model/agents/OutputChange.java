package io.fabula.model.agents;

/** Changes a network's raw outputs before anything is made of them. */
public interface OutputChange {
  /**
   * Checks that the change is defined for a network's outputs.
   *
   * @throws IllegalArgumentException if not
   */
  void requireFits(ActionHead head);

  /** Changes one row in place; a function of the row alone. */
  void apply(float[] outputs, int offset);

  /** Changes the first rows in place. */
  default void apply(float[] outputs, int rows, ActionHead head) {
    for (int row = 0; row < rows; row++) apply(outputs, row * head.outputs());
  }
}
