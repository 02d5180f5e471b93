package io.fabula.pipelines.mediation.phases;

import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.store.Artifact;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Every stage does all seeds, one in each shard: how their parts are called. */
final class SeedShards {
  private SeedShards() {}

  /** A part of a seed's shard, such as {@code log/seed-003.parquet}. */
  static String part(String what, int seed, String ending) {
    return String.format(Locale.ROOT, "%s/seed-%03d.%s", what, seed, ending);
  }

  /** The local file of a seed's part. */
  static java.nio.file.Path file(Artifact artifact, String what, int seed, String ending) {
    return artifact.file(part(what, seed, ending));
  }

  /** The metrics of all shards; each names its seed in them. */
  static Map<String, Double> metrics(FinishWork work) {
    Map<String, Double> metrics = new TreeMap<>();
    work.shards().forEach(shard -> metrics.putAll(shard.metrics()));
    return metrics;
  }
}
