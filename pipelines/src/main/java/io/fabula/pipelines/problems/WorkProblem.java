package io.fabula.pipelines.problems;

/** A stage did not reach its end. */
public final class WorkProblem extends Problem {
  private static final long serialVersionUID = 1L;

  public WorkProblem(String message) {
    super(message);
  }

  public WorkProblem(String message, Throwable cause) {
    super(message, cause);
  }
}
