package io.fabula.model.graph;

/** A plan that checks its values met one that is not finite; the message names the node. */
public final class NonFiniteException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  NonFiniteException(String message) {
    super(message);
  }
}
