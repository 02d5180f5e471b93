package io.fabula.model.weights;

import java.io.IOException;

/**
 * A tensor file that is sound and holds something that is not read here. The message is one line:
 * which file, where in it, what it is.
 */
public final class UnsupportedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param source path or other name of the file
   * @param position where in the file
   * @param problem what is not supported, and what is
   */
  public UnsupportedFileException(String source, String position, String problem) {
    super(source + ", " + position + ": " + problem);
  }
}
