package io.fabula.pipelines.stages;

import io.fabula.pipelines.problems.Problem;
import io.fabula.pipelines.problems.StoreProblem;
import io.fabula.pipelines.progress.ProgressEvent;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.RunDirectory;
import io.fabula.pipelines.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.transforms.DoFn;

/**
 * Executes the stages of a run one after the other, each with all its shards, unless an earlier
 * attempt already did. A failure ends the run's work and is left in its directory, so that other
 * runs go on.
 */
final class RunChain extends DoFn<Integer, String> {
  private static final long serialVersionUID = 1L;
  private static final String FAILURE = "failure.txt";

  private final ArrayList<SweepRunner.Chain> chains;

  RunChain(List<SweepRunner.Chain> chains) {
    this.chains = new ArrayList<>(chains);
  }

  @ProcessElement
  public void process(@Element Integer element, OutputReceiver<String> out) {
    SweepRunner.Chain chain = chains.get(element);
    for (StageJob job : chain.jobs()) {
      RunDirectory directory = job.store().run(job.run());
      try {
        if (!(job.store().lookup(job.id()) instanceof Lookup.Found)) work(job);
      } catch (Problem e) {
        if (ActiveShards.isStopping()) throw e;
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        if (!Files.exists(file(job.store(), job.run()))) {
          directory.write(FAILURE, line.getBytes(StandardCharsets.UTF_8));
        }
        break;
      }
    }
    out.output(chain.run());
  }

  private static void work(StageJob job) {
    int count =
        Failures.reporting(
            job,
            () -> {
              int shards = job.stage().shards(job.open());
              job.pending().begin();
              job.log().add(job.name(), ProgressEvent.Kind.BEGIN, -1, 0, shards, "");
              return shards;
            });
    List<ShardResult> results = new ArrayList<>();
    for (int shard = 0; shard < count; shard++) results.add(ShardExecution.of(job, shard));
    Failures.reporting(job, () -> Completion.of(job, results));
  }

  private static Path file(Store store, String run) {
    return store.run(run).path().resolve(FAILURE);
  }

  /** Takes away what a worker left about a failure, if it did. */
  static Optional<String> takeFailure(Store store, String run) {
    Path file = file(store, run);
    try {
      if (!Files.exists(file)) return Optional.empty();
      String line = Files.readString(file);
      Files.delete(file);
      return Optional.of(line);
    } catch (IOException e) {
      throw StoreProblem.of("read", file, e);
    }
  }
}
