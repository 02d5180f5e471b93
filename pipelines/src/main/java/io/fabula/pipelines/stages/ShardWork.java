package io.fabula.pipelines.stages;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.pipelines.json.Json;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The work of one shard. */
public final class ShardWork extends StageWork {
  private final int shard;
  private final int threads;
  private final long startMillis = System.currentTimeMillis();
  private final Stopwatch stopwatch = new Stopwatch();
  private final Map<String, Double> metrics = new TreeMap<>();
  private @Nullable JsonNode summary;

  ShardWork(StageJob job, int shard, int threads) {
    super(job, shard);
    this.shard = shard;
    this.threads = threads;
  }

  /** Which shard this is, from 0. */
  public int shard() {
    return shard;
  }

  /**
   * How many threads this shard should use, at least 1: its part of the machine's processors when
   * others run beside it. The number must not change a result.
   */
  public int threads() {
    return threads;
  }

  /** Reports a single number. */
  public void metric(String name, double value) {
    metrics.put(name, value);
  }

  /** Leaves a small partial result to be folded by {@link Stage#finish}. */
  public void summary(Object value) {
    summary = Json.tree(value);
  }

  /**
   * A directory for this shard's checkpoints. It survives a crash, is found again by the next
   * attempt, and vanishes when the artifact is complete. Files in it are replaced in one step.
   */
  public Path checkpoints() {
    ActiveShards.hasCheckpoints();
    return job().pending().checkpoints(shard);
  }

  ShardResult result() {
    return new ShardResult(shard, parts(), metrics, summary, startMillis, stopwatch.seconds());
  }
}
