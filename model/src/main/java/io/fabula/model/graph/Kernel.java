package io.fabula.model.graph;

/** The prepared computation of one node in one plan. */
interface Kernel extends AutoCloseable {
  /** Called once, when all tensors have their memory. */
  default void prepare() {}

  /** Computes the node's value from its inputs. */
  void forward();

  /** Adds to or sets the gradients of the inputs from the gradient of the value. */
  void backward();

  /** Returns what {@link #prepare} took. */
  @Override
  default void close() {}
}
