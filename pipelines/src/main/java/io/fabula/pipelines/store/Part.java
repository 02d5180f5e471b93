package io.fabula.pipelines.store;

import java.io.Serializable;
import java.util.Objects;

/**
 * One file of an artifact.
 *
 * @param path relative to the artifact's directory
 * @param kind what it holds
 * @param rows rows of a table or of numbers, tensors of a tensor file, otherwise 0
 * @param bytes size of the file
 * @param sha256 of the file
 * @param content SHA-256 of what the file says whatever its encoding (canonical rows, tensors,
 *     numbers), or empty where that is outside the artifact's content hash
 */
public record Part(String path, Kind kind, long rows, long bytes, String sha256, String content)
    implements Serializable {

  /** What a file holds. */
  public enum Kind {
    /** Rows in Parquet. */
    TABLE,
    /** Named tensors in safetensors. */
    TENSORS,
    /** Numbers for people and figures, in CSV. */
    NUMBERS,
    /** Pictures, videos, pages: not part of the content hash. */
    OTHER
  }

  public Part {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(sha256, "sha256");
    Objects.requireNonNull(content, "content");
    if (path.isEmpty() || path.startsWith("/") || path.startsWith("_") || path.contains("..")) {
      throw new IllegalArgumentException(
          "a part's path is relative, inside its artifact and does not begin with _, got " + path);
    }
    if (path.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a part's path has no control characters");
    }
    if (rows < 0 || bytes < 0) {
      throw new IllegalArgumentException("rows and bytes of " + path + " must not be negative");
    }
  }
}
