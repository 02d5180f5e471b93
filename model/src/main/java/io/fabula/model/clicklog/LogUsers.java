package io.fabula.model.clicklog;

/**
 * What is known of the users of a log.
 *
 * @param values {@code [users, size]}
 * @param size numbers of each user, at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // a shared table, never compared
public record LogUsers(float[] values, int size) {
  public LogUsers {
    if (size < 1 || values.length % size != 0) {
      throw new IllegalArgumentException(
          "%d values are no users of %d numbers".formatted(values.length, size));
    }
  }

  /** Number of users. */
  public int count() {
    return values.length / size;
  }
}
