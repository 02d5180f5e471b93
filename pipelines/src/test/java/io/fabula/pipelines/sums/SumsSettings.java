package io.fabula.pipelines.sums;

import io.fabula.pipelines.config.Meaning;

/** Settings of the test study. */
record SumsSettings(
    @Meaning("root seed") long seed,
    @Meaning("what is drawn") Draw draw,
    @Meaning("how it is added up") Fold fold) {
  record Draw(
      @Meaning("pieces of work") int shards,
      @Meaning("numbers in each") int rowsPerShard,
      @Meaning("largest number") double scale,
      @Meaning("how a shard fails; empty for not at all") String failure) {
    Draw {
      if (shards < 1)
        throw new IllegalArgumentException("shards must be at least 1, got " + shards);
    }
  }

  record Fold(@Meaning("first line of the result") String label) {}
}
