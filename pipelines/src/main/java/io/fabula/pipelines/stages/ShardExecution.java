package io.fabula.pipelines.stages;

import io.fabula.pipelines.progress.ProgressEvent;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.store.PendingArtifact;
import java.util.Optional;

/** Executes one shard, unless an earlier attempt already did. */
final class ShardExecution {
  private ShardExecution() {}

  static ShardResult of(StageJob job, int shard) {
    Optional<ShardResult> kept =
        Failures.reporting(
            job,
            () -> {
              return kept(job, shard);
            });
    return kept.orElseGet(() -> work(job, shard));
  }

  /** What an earlier attempt made, if all of it still is what it was. */
  private static Optional<ShardResult> kept(StageJob job, int shard) {
    PendingArtifact pending = job.pending();
    PendingArtifact.Kept<ShardResult> kept = pending.finishedShard(shard, ShardResult.class);
    Optional<String> damage =
        kept.damage()
            .or(
                () ->
                    kept.value()
                        .flatMap(result -> pending.firstDamaged(result.parts()))
                        .map(part -> describe(pending, part)));
    if (damage.isEmpty()) return kept.value();
    job.log().note(job.name(), shard, damage.get() + "; the shard is done again");
    pending.forgetShard(shard);
    return Optional.empty();
  }

  private static String describe(PendingArtifact pending, Part part) {
    return pending.file(part) + " is not what the shard wrote";
  }

  private static ShardResult work(StageJob job, int shard) {
    return Failures.reporting(
        job,
        () -> {
          int active = ActiveShards.enter();
          try {
            ShardWork work = new ShardWork(job, shard, job.threadsPerShard(active));
            work.log().add(job.name(), ProgressEvent.Kind.START, shard, 0, 1, "");
            job.stage().run(work);
            ShardResult result = work.result();
            job.pending().finishShard(shard, result);
            work.log().add(job.name(), ProgressEvent.Kind.SHARD, shard, 1, 1, "");
            return result;
          } finally {
            ActiveShards.leave();
          }
        });
  }
}
