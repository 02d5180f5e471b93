package io.fabula.model.graph;

/**
 * The thread that ran a plan was interrupted. The plan stays usable; what the run had begun to
 * compute is not. The thread's interrupted status is still set.
 */
public final class PlanInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PlanInterruptedException(String message) {
    super(message);
  }
}
