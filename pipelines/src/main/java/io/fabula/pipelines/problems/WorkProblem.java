package io.fabula.pipelines.problems;

import java.io.IOException;
import java.nio.file.Path;

/** A stage, or another piece of work, did not reach its end. */
public final class WorkProblem extends Problem {
  private static final long serialVersionUID = 1L;

  public WorkProblem(String message) {
    super(message);
  }

  public WorkProblem(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Output that cannot be written outside the store.
   *
   * @param option names another place, such as {@code --out=FILE}
   */
  public static WorkProblem unwritten(Path place, String option, IOException e) {
    String kind = e.getClass().getSimpleName().replaceAll("Exception$", "");
    String reason = e.getMessage() == null ? kind : kind + ": " + e.getMessage();
    return new WorkProblem(
        "cannot write %s (%s); choose another place with %s".formatted(place, reason, option), e);
  }
}
