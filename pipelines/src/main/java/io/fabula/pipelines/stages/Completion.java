package io.fabula.pipelines.stages;

import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.progress.ProgressEvent;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Part;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The last step of a stage: fold, then write the manifest. */
final class Completion {
  private Completion() {}

  static void of(StageJob job, List<ShardResult> shards) throws Exception {
    FinishWork work = new FinishWork(job, shards);
    Stopwatch finishing = new Stopwatch();
    Map<String, Double> metrics = job.stage().finish(work);
    Map<String, Part> byPath = new TreeMap<>();
    for (ShardResult shard : shards) add(shard.parts(), byPath);
    add(work.parts(), byPath); // the end of the work may write a shard's part anew
    List<Part> parts = List.copyOf(byPath.values());
    double workSeconds =
        shards.stream().mapToDouble(ShardResult::workSeconds).sum() + finishing.seconds();
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            job.id().study(),
            job.name(),
            job.stage().version(),
            job.id().signature(),
            Json.tree(job.stage().options()),
            inputs(job),
            parts,
            Manifest.contentHash(parts),
            metrics,
            job.seed(),
            Instant.ofEpochMilli(startMillis(shards)).toString(),
            workSeconds,
            job.runner(),
            Versions.ofThisProcess(),
            "");
    job.pending().commit(manifest.sealed(), work.replaced());
    String text = String.format(Locale.ROOT, "%.1f s of work", workSeconds);
    work.log().add(job.name(), ProgressEvent.Kind.END, -1, shards.size(), shards.size(), text);
  }

  private static long startMillis(List<ShardResult> shards) {
    return shards.stream()
        .mapToLong(ShardResult::startMillis)
        .min()
        .orElseGet(System::currentTimeMillis);
  }

  private static void add(List<Part> parts, Map<String, Part> byPath) {
    for (Part part : parts) byPath.put(part.path(), part);
  }

  private static Map<String, Manifest.Input> inputs(StageJob job) {
    Map<String, Manifest.Input> inputs = new TreeMap<>();
    job.inputs()
        .forEach(
            (stage, signature) ->
                inputs.put(
                    stage,
                    new Manifest.Input(signature, job.open().of(stage).manifest().contentHash())));
    return inputs;
  }
}
