package io.fabula.pipelines.problems;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.UnsupportedFileException;

/** A file is not what it should be: cut off, edited, of another kind or version. */
public final class DataProblem extends Problem {
  private static final long serialVersionUID = 1L;

  /**
   * Names a bad file.
   *
   * @param file path of the file
   * @param finding what was expected there and what was found
   * @param advice what to do next, as an imperative
   */
  public DataProblem(Object file, String finding, String advice) {
    super(file + ": " + finding + "; " + advice);
  }

  /** As the other constructor, with the error that showed it. */
  public DataProblem(Object file, String finding, String advice, Throwable cause) {
    super(file + ": " + finding + "; " + advice, cause);
  }

  private DataProblem(String message, Throwable cause) {
    super(message, cause);
  }

  /** Passes on that a sound file holds what is not read here. */
  public static DataProblem unsupported(UnsupportedFileException e) {
    return new DataProblem(String.valueOf(e.getMessage()), e);
  }

  /** Says that a file needs more memory than there is. */
  public static DataProblem tooLarge(Object file) {
    return new DataProblem(
        Shown.escaped(file.toString()),
        "it needs more than the Java heap of %d MB"
            .formatted(Runtime.getRuntime().maxMemory() >> 20),
        "set a larger one, such as FABULA_HEAP=8g");
  }

  /** Passes on what a reader of another module found; its message names the file and the place. */
  public static DataProblem damaged(DamagedFileException e) {
    return new DataProblem(
        e.getMessage()
            + "; the file was cut off or edited, run the stage that made it again with --force",
        e);
  }
}
