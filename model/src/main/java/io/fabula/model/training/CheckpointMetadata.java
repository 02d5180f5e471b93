package io.fabula.model.training;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;

/** What a checkpoint says about the training that it belongs to. */
public final class CheckpointMetadata {
  private CheckpointMetadata() {}

  /**
   * Requires an entry of a checkpoint's metadata.
   *
   * @throws DamagedFileException if it is missing or another: the checkpoint belongs to another
   *     training
   */
  public static void require(TensorFile checkpoint, String key, String expected)
      throws DamagedFileException {
    String found = checkpoint.metadata(key);
    if (!found.equals(expected)) {
      throw new DamagedFileException(
          checkpoint.source(),
          "metadata \"" + key + "\"",
          "expected " + expected + ", got " + found);
    }
  }
}
