package io.fabula.pipelines.stages;

import io.fabula.pipelines.progress.ProgressEvent;
import io.fabula.pipelines.store.PendingArtifact;
import java.util.Optional;

/** Executes one shard, unless an earlier attempt already did. */
final class ShardExecution {
  private ShardExecution() {}

  static ShardResult of(StageJob job, int shard) {
    PendingArtifact draft = job.draft();
    Optional<ShardResult> earlier =
        draft
            .finishedShard(shard, ShardResult.class)
            .filter(result -> result.parts().stream().allMatch(draft::holds));
    return earlier.orElseGet(() -> work(job, shard));
  }

  private static ShardResult work(StageJob job, int shard) {
    return Failures.reporting(
        job,
        () -> {
          ShardWork work = new ShardWork(job, shard);
          work.log().add(job.name(), ProgressEvent.Kind.START, shard, 0, 1, "");
          job.stage().run(work);
          ShardResult result = work.result();
          job.draft().finishShard(shard, result);
          work.log().add(job.name(), ProgressEvent.Kind.SHARD, shard, 1, 1, "");
          return result;
        });
  }
}
