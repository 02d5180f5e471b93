package io.fabula.pipelines.stages;

/**
 * Equal pieces of work, the last of which may be smaller.
 *
 * @param items how many there are to do, at least 1
 * @param perShard how many a shard does, at least 1
 */
public record ShardCount(int items, int perShard) {
  /** Checks both numbers. */
  public ShardCount {
    if (items < 1) throw new IllegalArgumentException("items must be at least 1, got " + items);
    if (perShard < 1) {
      throw new IllegalArgumentException("perShard must be at least 1, got " + perShard);
    }
  }

  /** How many shards there are. */
  public int shards() {
    return 1 + (items - 1) / perShard;
  }

  /** The first item of a shard. */
  public int first(int shard) {
    return Math.multiplyExact(shard, perShard);
  }

  /** How many items a shard has. */
  public int count(int shard) {
    return Math.min(perShard, items - first(shard));
  }
}
