package io.fabula.pipelines.stages;

import io.fabula.pipelines.problems.Problem;
import io.fabula.pipelines.store.ArtifactId;
import io.fabula.pipelines.store.Store;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.Wait;
import org.apache.beam.sdk.values.PCollection;

/**
 * Executes the chains of several runs as parallel elements of one Beam pipeline, one run each. What
 * several of them need is made first, once.
 *
 * <p>A run that fails stops no other; the failures are returned.
 */
public final class SweepRunner {
  private final Store store;
  private final PipelineOptions options;
  private final Waiting waiting;
  private final Consumer<String> say;

  /**
   * A runner.
   *
   * @param store where artifacts are
   * @param options Beam's options, which choose the runner
   * @param waiting what to do while another process makes something that is needed here
   * @param say told, in one line, how to go on when the process is ended by a signal
   */
  public SweepRunner(Store store, PipelineOptions options, Waiting waiting, Consumer<String> say) {
    this.store = store;
    this.options = options;
    this.waiting = waiting;
    this.say = say;
  }

  /**
   * A run of the sweep.
   *
   * @param id of the run, under which progress is written
   * @param seed root seed, for the manifests
   * @param planning looks at the store and says what has to run
   */
  public record Member(String id, long seed, Supplier<Plan> planning) {}

  /** What a worker does for one run: its stages, inputs before what reads them. */
  record Chain(String run, List<StageJob> jobs) implements Serializable {
    Chain {
      jobs = List.copyOf(jobs);
    }
  }

  /**
   * Runs what is stale and returns when all of it is complete or has failed.
   *
   * @param members with different ids
   * @return by run, why it is not complete
   * @throws Problem if the pipeline itself failed
   */
  @SuppressWarnings("try") // held, not used
  public Map<String, String> run(List<Member> members) {
    try (StopSignal signal = new StopSignal(say);
        StageLocks locks = StageLocks.acquire(store, () -> merged(members), waiting)) {
      List<PlannedStage> stale = locks.plan().stale();
      return stale.isEmpty() ? Map.of() : execute(members, stale);
    }
  }

  /** What has to run of all members, each artifact once. */
  private static Plan merged(List<Member> members) {
    Map<ArtifactId, PlannedStage> stages = new LinkedHashMap<>();
    for (Member member : members) {
      for (PlannedStage each : member.planning().get().stages()) {
        stages.putIfAbsent(each.id(), each);
      }
    }
    return new Plan(List.copyOf(stages.values()));
  }

  private Map<String, String> execute(List<Member> members, List<PlannedStage> stale) {
    List<List<Chain>> levels = levels(members); // before room is made for what is made anew
    for (PlannedStage each : stale) ChainRunner.makeRoom(store, each);
    for (Member member : members) RunChain.takeFailure(store, member.id());
    boolean direct = options.getRunner().equals(DirectRunner.class);
    int most = direct ? options.as(DirectOptions.class).getTargetParallelism() : 0;
    try {
      if (direct) {
        int elements = levels.stream().mapToInt(List::size).max().orElse(1);
        options.as(DirectOptions.class).setTargetParallelism(Math.min(most, elements));
      }
      pipeline(levels).run().waitUntilFinish();
    } catch (RuntimeException e) {
      StopSignal.awaitEnd();
      throw ChainRunner.problem(e);
    } finally {
      if (direct) options.as(DirectOptions.class).setTargetParallelism(most);
      for (PlannedStage each : stale) store.restore(each.id());
    }
    return failures(members);
  }

  private Map<String, String> failures(List<Member> members) {
    Map<String, String> failures = new LinkedHashMap<>();
    for (Member member : members) {
      Optional<String> failure = RunChain.takeFailure(store, member.id());
      List<PlannedStage> incomplete = member.planning().get().stale();
      if (incomplete.isEmpty()) continue;
      String stage = incomplete.get(0).stage().name();
      failures.put(member.id(), failure.orElse("stage " + stage + " is not complete"));
    }
    return failures;
  }

  /**
   * Levels that wait for each other: of stages that several runs need each as an element of its own
   * as soon as its inputs are there, then the rest of each run as one element.
   */
  private List<List<Chain>> levels(List<Member> members) {
    Map<ArtifactId, Integer> uses = new HashMap<>();
    Map<Member, List<PlannedStage>> stale = new LinkedHashMap<>();
    for (Member member : members) {
      stale.put(member, member.planning().get().stale());
      for (PlannedStage each : stale.get(member)) uses.merge(each.id(), 1, Integer::sum);
    }
    List<List<Chain>> levels = new ArrayList<>();
    List<Chain> own = new ArrayList<>();
    Map<ArtifactId, Integer> placed = new HashMap<>();
    stale.forEach(
        (member, stages) -> {
          List<StageJob> jobs = new ArrayList<>();
          Map<String, Integer> levelOf = new HashMap<>();
          for (PlannedStage each : stages) {
            StageJob job = job(member, each);
            if (uses.getOrDefault(each.id(), 0) < 2) {
              jobs.add(job);
              continue;
            }
            int level = 0;
            for (String input : each.stage().inputs()) {
              level = Math.max(level, levelOf.getOrDefault(input, -1) + 1);
            }
            levelOf.put(each.stage().name(), level);
            if (placed.putIfAbsent(each.id(), level) != null) continue;
            while (levels.size() <= level) levels.add(new ArrayList<>());
            levels.get(level).add(new Chain(member.id(), List.of(job)));
          }
          if (!jobs.isEmpty()) own.add(new Chain(member.id(), jobs));
        });
    if (!own.isEmpty()) levels.add(own);
    return levels;
  }

  private StageJob job(Member member, PlannedStage planned) {
    return new StageJob(
        planned.stage(),
        planned.id(),
        new HashMap<>(planned.inputs()),
        store,
        member.id(),
        options.getRunner().getSimpleName(),
        member.seed(),
        ChainRunner.slots(options));
  }

  private Pipeline pipeline(List<List<Chain>> levels) {
    Pipeline pipeline = Pipeline.create(options);
    PCollection<String> before = null;
    for (int i = 0; i < levels.size(); i++) {
      List<Chain> chains = levels.get(i);
      String name = "Level " + (i + 1);
      PCollection<Integer> elements =
          pipeline.apply(
              "Runs of " + name,
              Create.of(IntStream.range(0, chains.size()).boxed().toList())
                  .withCoder(VarIntCoder.of()));
      if (before != null) elements = elements.apply("Await for " + name, Wait.on(before));
      before =
          elements
              .apply("Spread " + name, Reshuffle.viaRandomKey())
              .apply("Work on " + name, ParDo.of(new RunChain(chains)))
              .setCoder(StringUtf8Coder.of());
    }
    return pipeline;
  }
}
