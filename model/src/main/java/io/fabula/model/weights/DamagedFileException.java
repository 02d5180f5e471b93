package io.fabula.model.weights;

import java.io.IOException;

/**
 * A tensor file that is cut off, edited, or not what the reader was told to expect. The message is
 * one line: which file, where in it, what was expected there.
 */
public final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param source path or other name of the file
   * @param position where in the file, such as {@code byte 8} or {@code tensor "fc.weight"}
   * @param problem what was found and what was expected
   */
  public DamagedFileException(String source, String position, String problem) {
    super(source + ", " + position + ": " + problem);
  }
}
