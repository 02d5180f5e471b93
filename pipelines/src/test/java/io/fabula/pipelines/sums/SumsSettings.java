package io.fabula.pipelines.sums;

/** Settings of the test study. */
record SumsSettings(long seed, Draw draw, Fold fold) {
  record Draw(int shards, int rowsPerShard, double scale, String failure) {
    Draw {
      if (shards < 1)
        throw new IllegalArgumentException("shards must be at least 1, got " + shards);
    }
  }

  record Fold(String label) {}
}
