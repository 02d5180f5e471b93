package io.fabula.pipelines.datasets;

import io.fabula.pipelines.tables.Row;

/**
 * A row of the table of episodes, as far as readers need it.
 *
 * @param episode its number
 * @param length actions taken
 * @param firstGlobalStep the number of its first row among all rows of {@code steps}
 * @param levelSeed the level that was played; in worlds without levels the seed of the episode
 * @param success whether it completed the world's task
 * @param truncated whether a step limit ended it
 * @param returnRaw undiscounted sum of raw rewards
 */
public record EpisodeInfo(
    int episode,
    int length,
    long firstGlobalStep,
    long levelSeed,
    boolean success,
    boolean truncated,
    double returnRaw) {
  static final String[] COLUMNS = {
    "episode", "length", "first_global_step", "level_seed", "success", "truncated", "return_raw"
  };

  static EpisodeInfo of(Row row) {
    return new EpisodeInfo(
        row.integer("episode"),
        row.integer("length"),
        row.longInteger("first_global_step"),
        row.longInteger("level_seed"),
        row.flag("success"),
        row.flag("truncated"),
        row.number("return_raw"));
  }

  /** Rows in {@code steps}: one per action, and the final observation. */
  public int rows() {
    return length + 1;
  }

  /**
   * Whether the world ended it, by its rules or by its own step limit, and not the recorder.
   *
   * @param maximumSteps the world's own step limit, 0 for none
   */
  public boolean endedByWorld(int maximumSteps) {
    return !truncated || length == maximumSteps;
  }
}
