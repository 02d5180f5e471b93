package io.fabula.pipelines.problems;

/** The store cannot be used as it is: not writable, full, or in use by another process. */
public final class StoreProblem extends Problem {
  private static final long serialVersionUID = 1L;

  public StoreProblem(String message) {
    super(message);
  }

  public StoreProblem(String message, Throwable cause) {
    super(message, cause);
  }
}
