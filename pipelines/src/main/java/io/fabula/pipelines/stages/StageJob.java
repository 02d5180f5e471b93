package io.fabula.pipelines.stages;

import io.fabula.pipelines.progress.ProgressLog;
import io.fabula.pipelines.store.ArtifactId;
import io.fabula.pipelines.store.PendingArtifact;
import io.fabula.pipelines.store.Signature;
import io.fabula.pipelines.store.Store;
import java.io.Serializable;
import java.util.Map;

/**
 * A stage with all that a worker must know to execute it.
 *
 * @param stage what to do
 * @param id of the artifact to make
 * @param inputs signatures of the artifacts to read, by stage
 * @param store where artifacts are
 * @param run id of the run, for its progress
 * @param runner name of the Beam runner, for the manifest
 * @param seed root seed of the run, for the manifest
 * @param slots shards that the runner may work on side by side
 */
record StageJob(
    Stage stage,
    ArtifactId id,
    Map<String, Signature> inputs,
    Store store,
    String run,
    String runner,
    long seed,
    int slots)
    implements Serializable {
  String name() {
    return stage.name();
  }

  /**
   * Threads for one of this stage's shards: the processors of the machine, shared by the shards
   * that work there or soon will. It never changes a result.
   *
   * @param active shards of all stages that this process works on now
   */
  int threadsPerShard(int active) {
    int sideBySide = Math.max(active, Math.min(slots, stage.shards(open())));
    return Math.max(1, Runtime.getRuntime().availableProcessors() / Math.max(1, sideBySide));
  }

  Inputs open() {
    return new Inputs(store, id.study(), inputs);
  }

  ProgressLog log() {
    return new ProgressLog(store.run(run).progress());
  }

  PendingArtifact pending() {
    return store.pending(id);
  }
}
