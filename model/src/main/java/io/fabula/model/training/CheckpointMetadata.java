package io.fabula.model.training;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a checkpoint says about the training that it belongs to: written into it, and required of
 * one from which a training continues.
 *
 * @param entries by key, in the order in which they are required
 */
public record CheckpointMetadata(Map<String, String> entries) {
  public CheckpointMetadata {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /** What nearly every training is told by: the checkpoint's format, its options and its seed. */
  public static CheckpointMetadata of(String format, Object options, long seed) {
    return of("format", format).and("options", options).and("seed", seed);
  }

  /** One entry; a value counts by its text. */
  public static CheckpointMetadata of(String key, Object value) {
    return new CheckpointMetadata(Map.of(key, value.toString()));
  }

  /** These and one more. */
  public CheckpointMetadata and(String key, Object value) {
    Map<String, String> more = new LinkedHashMap<>(entries);
    more.put(key, value.toString());
    return new CheckpointMetadata(more);
  }

  /** Adds the entries to a checkpoint. */
  public void save(TensorFile checkpoint) {
    entries.forEach(checkpoint::putMetadata);
  }

  /**
   * Requires the entries of a checkpoint.
   *
   * @throws DamagedFileException if one is missing or another: the checkpoint belongs to another
   *     training
   */
  public void require(TensorFile checkpoint) throws DamagedFileException {
    for (Map.Entry<String, String> each : entries.entrySet()) {
      String found = checkpoint.metadata(each.getKey());
      if (!found.equals(each.getValue())) {
        throw new DamagedFileException(
            checkpoint.source(),
            "metadata \"" + each.getKey() + "\"",
            "expected " + each.getValue() + ", got " + found);
      }
    }
  }
}
