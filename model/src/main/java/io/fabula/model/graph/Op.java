package io.fabula.model.graph;

import java.util.List;

/**
 * One operation of the vocabulary with its attributes. Its shape rule is in the public method that
 * makes the node; its kernel is bound to tensors when a plan is compiled.
 */
interface Op {
  /** The operation's name in messages and printed plans. */
  String kind();

  /** Binds forward and backward kernels to the tensors of one node of one plan. */
  Kernel bind(Binding binding);

  /** Whether the result has a gradient, given the inputs. */
  default boolean differentiable(List<Node> inputs) {
    for (Node input : inputs) if (input.differentiable()) return true;
    return false;
  }

  /** Whether gradients flow to input {@code i}, should that input want one. */
  default boolean passesGradient(int i) {
    return true;
  }

  /** Whether the result is the first input's memory seen at {@link #aliasOffset}. */
  default boolean alias() {
    return false;
  }

  /** For an alias: where in the first input's elements the result begins. */
  default int aliasOffset() {
    return 0;
  }
}
