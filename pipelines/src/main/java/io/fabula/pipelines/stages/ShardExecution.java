package io.fabula.pipelines.stages;

import io.fabula.pipelines.progress.ProgressEvent;
import io.fabula.pipelines.store.Draft;
import java.util.Optional;

/** Executes one shard, unless an earlier attempt already did. */
final class ShardExecution {
  private ShardExecution() {}

  static ShardResult of(StageJob job, int shard) {
    Draft draft = job.draft();
    Optional<ShardResult> earlier =
        draft
            .finishedShard(shard, ShardResult.class)
            .filter(result -> result.parts().stream().allMatch(draft::holds));
    return earlier.orElseGet(() -> work(job, shard));
  }

  private static ShardResult work(StageJob job, int shard) {
    ShardWork work = new ShardWork(job, shard);
    Failures.reporting(
        job,
        () -> {
          job.stage().run(work);
          job.draft().finishShard(shard, work.result());
        });
    work.log().add(job.name(), ProgressEvent.Kind.SHARD, shard, 1, 1, "");
    return work.result();
  }
}
