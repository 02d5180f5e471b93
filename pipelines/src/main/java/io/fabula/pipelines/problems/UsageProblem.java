package io.fabula.pipelines.problems;

/** The command cannot be carried out as it was given. */
public final class UsageProblem extends Problem {
  private static final long serialVersionUID = 1L;

  public UsageProblem(String message) {
    super(message);
  }

  public UsageProblem(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 2;
  }
}
