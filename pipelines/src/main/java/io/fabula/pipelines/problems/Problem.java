package io.fabula.pipelines.problems;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * Something the user can understand and act on. Its message is the one line that the command line
 * prints, so it names what is wrong, where, and what to do. To do the same again would not help,
 * and Flink, which restarts jobs, is told so.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public abstract sealed class Problem extends RuntimeException
    permits DataProblem, StoreProblem, UsageProblem, WorkProblem {
  private static final long serialVersionUID = 1L;

  Problem(String message) {
    super(message);
  }

  Problem(String message, Throwable cause) {
    super(message, cause);
  }

  /** What the process exits with: 1 the work failed, 2 wrong use. */
  public int exitCode() {
    return 1;
  }
}
