package io.fabula.analysis.stories;

/**
 * How one level ended.
 *
 * @param level the level's number, the same for every way of playing it
 * @param undiscounted return of the episode, finite
 * @param length steps, at least 1
 * @param cause name of what ended the episode
 */
public record LevelOutcome(long level, double undiscounted, int length, String cause) {
  public LevelOutcome {
    if (!Double.isFinite(undiscounted)) {
      throw new IllegalArgumentException("undiscounted must be finite, got " + undiscounted);
    }
    if (length < 1) throw new IllegalArgumentException("length must be at least 1, got " + length);
  }
}
