package io.fabula.pipelines.stages;

import java.util.Locale;

/** Names of the files that several shards write side by side, ordered as the shards are. */
public final class PartName {
  private PartName() {}

  /**
   * The Parquet file of a shard, such as {@code steps/part-00003-of-00008.parquet}.
   *
   * @param table the table's directory in the artifact
   * @param shard from 0
   * @param shards how many there are
   */
  public static String of(String table, int shard, int shards) {
    return of(table, shard, shards, "parquet");
  }

  /**
   * The same of a file of another kind.
   *
   * @param ending without the dot
   */
  public static String of(String table, int shard, int shards, String ending) {
    if (shard < 0 || shard >= shards) {
      throw new IllegalArgumentException(
          "shard must be within 0..%d, got %d".formatted(shards - 1, shard));
    }
    return String.format(Locale.ROOT, "%s/part-%05d-of-%05d.%s", table, shard, shards, ending);
  }
}
