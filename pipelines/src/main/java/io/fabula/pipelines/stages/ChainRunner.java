package io.fabula.pipelines.stages;

import io.fabula.pipelines.cluster.FlinkFailure;
import io.fabula.pipelines.problems.Problem;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
 * Executes the stale stages of a plan, as one Beam pipeline for each kind of machine.
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
  private final Waiting waiting;
  private final Consumer<String> say;

  /**
   * A runner.
   *
   * @param store where artifacts are
   * @param run id of the run, under which progress is written
   * @param seed root seed, for the manifests
   * @param options Beam's options, which choose the runner
   * @param waiting what to do while another process makes something that is needed here
   * @param say told, in one line, how to go on when the process is ended by a signal
   */
  public ChainRunner(
      Store store,
      String run,
      long seed,
      PipelineOptions options,
      Waiting waiting,
      Consumer<String> say) {
    this.store = store;
    this.run = run;
    this.seed = seed;
    this.options = options;
    this.waiting = waiting;
    this.say = say;
  }

  /**
   * Runs what is stale and returns when all of it is complete. What another process makes meanwhile
   * is not made twice.
   *
   * @param planning looks at the store and says what has to run; asked again once no other process
   *     can change the answer
   * @throws Problem saying which stage failed and why; what was complete stays complete
   */
  @SuppressWarnings("try") // held, not used
  public void run(Supplier<Plan> planning) {
    try (StopSignal signal = new StopSignal(say);
        StageLocks locks = StageLocks.acquire(store, planning, waiting)) {
      List<PlannedStage> stale = locks.plan().stale();
      if (!stale.isEmpty()) execute(stale);
      for (PlannedStage each : stale) store.artifact(each.id());
    }
  }

  private void execute(List<PlannedStage> stale) {
    for (PlannedStage each : stale) makeRoom(store, each);
    try {
      for (List<PlannedStage> part : PipelineParts.byResource(stale)) {
        if (options.getRunner().equals(DirectRunner.class)) {
          runDirectly(part);
        } else {
          pipeline(part).run().waitUntilFinish();
        }
      }
    } catch (RuntimeException e) {
      StopSignal.awaitEnd();
      throw problem(e);
    } finally {
      for (PlannedStage each : stale) store.restore(each.id());
    }
  }

  private void runDirectly(List<PlannedStage> stale) {
    DirectOptions direct = options.as(DirectOptions.class);
    int most = direct.getTargetParallelism();
    try {
      for (List<PlannedStage> part : PipelineParts.firstOnesApart(stale)) {
        direct.setTargetParallelism(workers(part, most));
        pipeline(part).run().waitUntilFinish();
      }
    } finally {
      direct.setTargetParallelism(most);
    }
  }

  /**
   * A complete artifact that has to be made again waits aside; a damaged one is of no use, and so
   * is unfinished work where all was asked for anew.
   */
  static void makeRoom(Store store, PlannedStage planned) {
    Lookup lookup = store.lookup(planned.id());
    if (lookup instanceof Lookup.Found) store.setAside(planned.id());
    if (lookup instanceof Lookup.Damaged || planned.forced()) store.discard(planned.id());
  }

  private int workers(List<PlannedStage> stages, int most) {
    if (stages.size() > 1) return most;
    StageJob only = job(stages.get(0));
    return workers(
        only.stage().shards(only.open()), most, Runtime.getRuntime().availableProcessors());
  }

  /**
   * As many workers as there is work for. Up to half as many shards more than processors share
   * these: of two processors, three trainings two at a time would leave one idle while the last is
   * trained.
   *
   * @param shards to be done, at least 1
   * @param most workers that are allowed, at least 1; where that is not one per processor, somebody
   *     chose it
   */
  static int workers(int shards, int most, int processors) {
    boolean aFewMore = most == processors && 2 * shards <= 3 * most;
    return aFewMore ? shards : Math.min(most, shards);
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
        planned.id(),
        new HashMap<>(planned.inputs()),
        store,
        run,
        options.getRunner().getSimpleName(),
        seed,
        slots(options));
  }

  /** Shards that may run side by side; on several machines fewer do so on each. */
  static int slots(PipelineOptions options) {
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

  /** What a failed pipeline tells the user. */
  static Problem problem(RuntimeException thrown) {
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
