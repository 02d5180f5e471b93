package io.fabula.pipelines.chunks;

import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/** A stage whose shards are trainings, or alike, that can be gone on with in pieces. */
public interface ResumableStage extends Stage {
  /**
   * The work of a shard at its beginning; {@link ResumableWork#carry} goes on from what stands in
   * the directory.
   *
   * @param inputs the artifact of each input stage
   * @param shard which shard, from 0
   * @param directory where its checkpoints are
   * @throws IOException if an input cannot be read
   */
  ResumableWork open(Function<String, Artifact> inputs, int shard, Path directory)
      throws IOException;
}
