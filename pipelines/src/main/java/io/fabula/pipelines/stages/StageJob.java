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
 * @param parallelism the most shards that one process works on at a time, as far as is known
 */
record StageJob(
    Stage stage,
    ArtifactId id,
    Map<String, Signature> inputs,
    Store store,
    String run,
    String runner,
    long seed,
    int parallelism)
    implements Serializable {
  String name() {
    return stage.name();
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
