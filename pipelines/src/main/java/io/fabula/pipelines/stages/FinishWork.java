package io.fabula.pipelines.stages;

import io.fabula.pipelines.store.Part;
import java.nio.file.Path;
import java.util.List;

/** The end of a stage's work, when all shards are done. */
public final class FinishWork extends StageWork {
  private final List<ShardResult> shards;

  FinishWork(StageJob job, List<ShardResult> shards) {
    super(job, -1);
    this.shards = List.copyOf(shards);
  }

  /** What the shards made, in the order of their indices. */
  public List<ShardResult> shards() {
    return shards;
  }

  /** The local file of a part that a shard wrote. */
  public Path file(Part part) {
    return job().draft().file(part);
  }

  /**
   * The result of a stage with one shard.
   *
   * @throws IllegalStateException if there are several
   */
  public ShardResult only() {
    if (shards.size() != 1) {
      throw new IllegalStateException("expected one shard, got " + shards.size());
    }
    return shards.get(0);
  }
}
