package io.fabula.pipelines.stages;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.store.Draft;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The work of one shard. */
public final class ShardWork extends StageWork {
  private final int shard;
  private final Map<String, Double> metrics = new TreeMap<>();
  private @Nullable JsonNode summary;

  ShardWork(StageJob job, int shard) {
    super(job, shard);
    this.shard = shard;
  }

  /** Which shard this is, from 0. */
  public int shard() {
    return shard;
  }

  /** Reports a single number. */
  public void metric(String name, double value) {
    metrics.put(name, value);
  }

  /** Leaves a small partial result to be folded by {@link Stage#finish}. */
  public void summary(Object value) {
    summary = Json.tree(value);
  }

  /** Keeps a checkpoint of unfinished work; it survives a crash and vanishes with completion. */
  public void keepCheckpoint(String name, FileSaver saver) throws Exception {
    Draft draft = job().draft();
    Path scratch = draft.scratch(name);
    try {
      saver.save(scratch);
      draft.keepCheckpoint(scratch, checkpointName(name));
    } finally {
      Files.deleteIfExists(scratch);
    }
  }

  /** The last checkpoint that an interrupted attempt kept. */
  public Optional<Path> checkpoint(String name) {
    return job().draft().checkpoint(checkpointName(name));
  }

  private String checkpointName(String name) {
    return "%05d-%s".formatted(shard, name);
  }

  /** Saves something to a file. */
  public interface FileSaver {
    /** Writes the file. */
    void save(Path file) throws Exception;
  }

  ShardResult result() {
    return new ShardResult(shard, parts(), metrics, summary);
  }
}
