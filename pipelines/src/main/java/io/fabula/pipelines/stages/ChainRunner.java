package io.fabula.pipelines.stages;

import io.fabula.pipelines.cluster.FlinkFailure;
import io.fabula.pipelines.problems.Problem;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.RunLock;
import io.fabula.pipelines.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Executes the stale stages of a plan as one Beam pipeline.
 *
 * @implNote On the direct runner, first stages that all others wait for are pipelines of their own,
 *     with no more workers than shards: a worker of that runner that has nothing to do asks for
 *     work without a pause (Beam issue 18070), which would cost a training on two cores a third of
 *     them.
 */
public final class ChainRunner {
  private final Store store;
  private final String run;
  private final long seed;
  private final PipelineOptions options;

  /**
   * A runner.
   *
   * @param store where artifacts are
   * @param run id of the run, under which progress is written
   * @param seed root seed, for the manifests
   * @param options Beam's options, which choose the runner
   */
  public ChainRunner(Store store, String run, long seed, PipelineOptions options) {
    this.store = store;
    this.run = run;
    this.seed = seed;
    this.options = options;
  }

  /**
   * Runs what is stale and returns when all of it is complete.
   *
   * @throws Problem saying which stage failed and why; what was complete stays complete
   */
  public void run(Plan plan) {
    List<PlannedStage> stale = plan.stale();
    if (stale.isEmpty()) return;
    List<RunLock> locks = new ArrayList<>();
    try {
      for (PlannedStage each : stale) {
        locks.add(store.lock(each.stage().name(), each.signature()));
      }
      execute(stale);
    } finally {
      for (RunLock each : locks) each.close();
    }
    for (PlannedStage each : stale) store.artifact(each.stage().name(), each.signature());
  }

  private void execute(List<PlannedStage> stale) {
    for (PlannedStage each : stale) setAside(each);
    try {
      if (options.getRunner().equals(DirectRunner.class)) {
        runDirectly(stale);
      } else {
        pipeline(stale).run().waitUntilFinish();
      }
    } catch (RuntimeException e) {
      throw problem(e);
    } finally {
      for (PlannedStage each : stale) store.restore(each.stage().name(), each.signature());
    }
  }

  private void runDirectly(List<PlannedStage> stale) {
    DirectOptions direct = options.as(DirectOptions.class);
    int most = direct.getTargetParallelism();
    try {
      for (List<PlannedStage> part : parts(stale)) {
        direct.setTargetParallelism(workers(part, most));
        pipeline(part).run().waitUntilFinish();
      }
    } finally {
      direct.setTargetParallelism(most);
    }
  }

  /** A complete artifact that has to be made again waits aside; a damaged one is of no use. */
  private void setAside(PlannedStage planned) {
    String stage = planned.stage().name();
    Lookup lookup = store.lookup(stage, planned.signature());
    if (lookup instanceof Lookup.Found) store.setAside(stage, planned.signature());
    if (lookup instanceof Lookup.Damaged) store.discard(stage, planned.signature());
  }

  /** The first stages apart, as long as all later ones wait for each of them. */
  private static List<List<PlannedStage>> parts(List<PlannedStage> stale) {
    List<List<PlannedStage>> parts = new ArrayList<>();
    int begin = 0;
    while (begin < stale.size() && allWaitForTheFirst(stale.subList(begin, stale.size()))) {
      parts.add(List.of(stale.get(begin)));
      begin++;
    }
    if (begin < stale.size()) parts.add(stale.subList(begin, stale.size()));
    return parts;
  }

  private static boolean allWaitForTheFirst(List<PlannedStage> stages) {
    Set<String> waiting = new HashSet<>(Set.of(stages.get(0).stage().name()));
    for (PlannedStage each : stages.subList(1, stages.size())) {
      if (each.stage().inputs().stream().noneMatch(waiting::contains)) return false;
      waiting.add(each.stage().name());
    }
    return true;
  }

  /** As many workers as there is work for. */
  private int workers(List<PlannedStage> stages, int most) {
    if (stages.size() > 1) return most;
    StageJob only = job(stages.get(0));
    return Math.min(most, only.stage().shards(only.open()));
  }

  private Pipeline pipeline(List<PlannedStage> stale) {
    Pipeline pipeline = Pipeline.create(options);
    Map<String, PCollection<String>> completed = new HashMap<>();
    for (PlannedStage planned : stale) {
      List<PCollection<String>> waiting = new ArrayList<>();
      for (String input : planned.stage().inputs()) {
        PCollection<String> source = completed.get(input);
        if (source != null) waiting.add(source);
      }
      String name = planned.stage().name();
      completed.put(
          name, completionSignal(pipeline, name, waiting).apply(new RunStage(job(planned))));
    }
    return pipeline;
  }

  private StageJob job(PlannedStage planned) {
    return new StageJob(
        planned.stage(),
        planned.signature(),
        new HashMap<>(planned.inputs()),
        store,
        run,
        options.getRunner().getSimpleName(),
        seed,
        slots());
  }

  /** Shards that may run side by side; on several machines fewer do so on each. */
  private int slots() {
    int parallelism =
        options.getRunner().equals(DirectRunner.class)
            ? options.as(DirectOptions.class).getTargetParallelism()
            : options.as(FlinkPipelineOptions.class).getParallelism();
    return parallelism > 0 ? parallelism : Runtime.getRuntime().availableProcessors();
  }

  /** One element that appears when everything waited for is complete. */
  private static PCollection<String> completionSignal(
      Pipeline pipeline, String name, List<PCollection<String>> waiting) {
    if (waiting.isEmpty()) {
      return pipeline.apply("Begin " + name, Create.of(name).withCoder(StringUtf8Coder.of()));
    }
    return PCollectionList.of(waiting)
        .apply("Inputs of " + name, Flatten.pCollections())
        .apply("Key inputs of " + name, ParDo.of(new KeyBy(name)))
        .apply("Await inputs of " + name, GroupByKey.create())
        .apply("Begin " + name, ParDo.of(new Key()));
  }

  private static final class KeyBy extends DoFn<String, KV<String, String>> {
    private static final long serialVersionUID = 1L;
    private final String key;

    KeyBy(String key) {
      this.key = key;
    }

    @ProcessElement
    public void process(@Element String element, OutputReceiver<KV<String, String>> out) {
      out.output(KV.of(key, element));
    }
  }

  private static final class Key extends DoFn<KV<String, Iterable<String>>, String> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element KV<String, Iterable<String>> element, OutputReceiver<String> out) {
      out.output(element.getKey());
    }
  }

  private static Problem problem(RuntimeException thrown) {
    Throwable root = thrown;
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof Problem known) return known;
      root = each;
    }
    String reason = root.getClass().getSimpleName() + ": " + root.getMessage();
    return FlinkFailure.of(thrown)
        .orElseGet(() -> new WorkProblem("the pipeline failed with " + reason, thrown));
  }
}
