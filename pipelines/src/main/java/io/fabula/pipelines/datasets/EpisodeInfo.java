package io.fabula.pipelines.datasets;

import io.fabula.pipelines.tables.Row;

/**
 * A row of {@link RolloutTables#EPISODES}, as far as readers need it.
 *
 * @param episode its number
 * @param length rows in {@code steps}
 * @param firstGlobalStep the number of its first row among all rows
 * @param levelSeed the level it was played in
 * @param success whether it completed the level
 * @param truncated whether a step limit ended it
 * @param returnRaw undiscounted sum of raw rewards
 */
public record EpisodeInfo(
    int episode,
    int length,
    long firstGlobalStep,
    int levelSeed,
    boolean success,
    boolean truncated,
    float returnRaw) {
  static EpisodeInfo of(Row row) {
    return new EpisodeInfo(
        row.integer("episode"),
        row.integer("length"),
        row.longInteger("first_global_step"),
        row.integer("level_seed"),
        row.flag("success"),
        row.flag("truncated"),
        (float) row.number("return_raw"));
  }
}
