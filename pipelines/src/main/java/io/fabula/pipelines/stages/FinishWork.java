package io.fabula.pipelines.stages;

import io.fabula.pipelines.store.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The end of a stage's work, when all shards are done. */
public final class FinishWork extends StageWork {
  private final List<ShardResult> shards;
  private final List<String> replaced = new ArrayList<>();

  FinishWork(StageJob job, List<ShardResult> shards) {
    super(job, -1);
    this.shards = List.copyOf(shards);
  }

  /** What the shards made, in the order of their indices. */
  public List<ShardResult> shards() {
    return shards;
  }

  /** Rows of all that the shards made. */
  public long rows() {
    return shards.stream().flatMap(shard -> shard.parts().stream()).mapToLong(Part::rows).sum();
  }

  /** The local file of a part that a shard wrote. */
  public Path file(Part part) {
    return job().pending().file(part);
  }

  /** A part of a shard is replaced when the artifact is complete, and not before. */
  @Override
  Part publish(Path scratch, String path, Part.Kind kind, Content content) {
    if (!isOfAShard(path)) return super.publish(scratch, path, kind, content);
    replaced.add(path);
    return job()
        .pending()
        .publishReplacement(scratch, path, kind, content.rows(), content.content());
  }

  private boolean isOfAShard(String path) {
    return shards.stream()
        .flatMap(shard -> shard.parts().stream())
        .anyMatch(part -> part.path().equals(path));
  }

  /** The paths of the shards' parts that were written anew. */
  List<String> replaced() {
    return replaced;
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
