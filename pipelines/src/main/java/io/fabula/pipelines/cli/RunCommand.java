package io.fabula.pipelines.cli;

import io.fabula.pipelines.cluster.Submission;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.StoreProblem;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.progress.BarDisplay;
import io.fabula.pipelines.progress.Display;
import io.fabula.pipelines.progress.LineDisplay;
import io.fabula.pipelines.progress.NoDisplay;
import io.fabula.pipelines.progress.Outlook;
import io.fabula.pipelines.progress.ProgressFollower;
import io.fabula.pipelines.runs.RecordedRun;
import io.fabula.pipelines.runs.RunArtifacts;
import io.fabula.pipelines.stages.ChainRunner;
import io.fabula.pipelines.stages.Plan;
import io.fabula.pipelines.stages.PlannedStage;
import io.fabula.pipelines.stages.Resource;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.stages.Waiting;
import io.fabula.pipelines.store.RunDirectory;
import io.fabula.pipelines.store.RunLock;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportDirectory;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.Studies;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = "Run a study; what is up to date is not done again.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nOptions of Beam and Flink may be added; those used most:%n",
    footer = {
      "  --runner=NAME            DirectRunner (default), in this process; or FlinkRunner",
      "  --flinkMaster=HOST:PORT  A Flink cluster; [local] (default) is one in this process",
      "  --parallelism=N          Pieces of work that Flink does at once (default: all slots)",
      "  --targetParallelism=N    The same of the DirectRunner (default: all processors)",
      "",
      "./fabula @|bold run|@ STUDY --help also says what each key of the settings means."
    })
class RunCommand extends ChainCommand {
  @Option(
      names = "--shared-store",
      description = "The store's directory is the same on all workers of a remote cluster.")
  private boolean sharedStore;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print neither plan nor progress, only where the results are.")
  private boolean quiet;

  @Option(
      names = "--no-wait",
      description = "End with a line when another process makes what is needed here.")
  private boolean noWait;

  @Mixin private SweepOptions sweep = new SweepOptions();

  @Mixin private TrackingOptions tracking = new TrackingOptions();

  RunCommand(Studies studies, PrintWriter out, PrintWriter err) {
    super(studies, out, err);
  }

  @Override
  void check(BeamOptions beam) {
    beam.requireVisibleStore(sharedStore);
    tracking.check();
  }

  @Override
  List<List<String>> runs() {
    return sweep.runs(overrides());
  }

  @Override
  <C extends Record> int execute(List<ResolvedStudy<C>> all, BeamOptions beam) {
    List<Stage> stages = all.stream().flatMap(each -> stages(each).stream()).toList();
    sweep.requireMetrics(store(), all.get(0).study().name(), stages);
    boolean together =
        sweep.sweeps() && !store().isReadOnly() && all.stream().allMatch(this::onAnyWorker);
    int exitCode =
        together
            ? new SweptWork<>(this, all, sharedStore, quiet).run(beam)
            : super.execute(all, beam);
    if (sweep.sweeps() && reports() && exitCode == 0) {
      out.println("sweep " + sweep.compare(store(), overrides(), all));
    }
    return exitCode;
  }

  private boolean onAnyWorker(ResolvedStudy<?> run) {
    return stages(run).stream().allMatch(each -> each.resource() == Resource.CPU);
  }

  /** Leaves the list of what a complete run is made of, and its report. */
  <C extends Record> void finish(ResolvedStudy<C> resolved, Store store) {
    Plan plan = plan(resolved, store, stages(resolved));
    RunDirectory directory = store.run(resolved.runId());
    for (PlannedStage each : plan.stages()) {
      if (!each.stale()) store.removeRemains(each.id());
    }
    list(RunArtifacts.of(store, plan.stages()), directory);
    if (!reports()) return;
    CompletedRun<C> run = new CompletedRun<>(resolved, store, plan.stages());
    ReportDirectory report = new ReportDirectory(directory.report());
    if (!report.isCurrent(run)) report.write(run);
  }

  /** Prints where a run is, and sends it to a tracking server where one was named. */
  void tell(Store store, String run) {
    RunDirectory directory = store.run(run);
    out.println("run " + directory.path());
    if (reports()) out.println("report " + new ReportDirectory(directory.report()).page());
    tracking.send(store, studies, run, out, this::say);
  }

  @Override
  @SuppressWarnings("try") // held, not used
  <C extends Record> int execute(ResolvedStudy<C> resolved, List<Stage> stages, BeamOptions beam) {
    Store store = store();
    RunDirectory directory = store.run(resolved.runId());
    if (store.isReadOnly()) {
      requireComplete(resolved, store, plan(resolved, store, stages), directory);
    } else {
      store.prepare();
      boolean done = false;
      try (RunLock lock = lock(store, resolved.runId())) {
        work(resolved, stages, beam, store, directory);
        done = true;
      } finally {
        if (!done) failRemaining();
        store.leave();
      }
    }
    tell(store, resolved.runId());
    return 0;
  }

  /** What shows a run's progress, and sends it on where a tracking server was named. */
  Display tracked(Display shown, Store store, String run) {
    return tracking.following(shown, store, studies, run, this::say);
  }

  /** Tells a tracking server of runs that did not come to their end. */
  void failRemaining() {
    tracking.failRemaining();
  }

  /** Where nothing can be written, there may be nothing to do. */
  private void requireComplete(
      ResolvedStudy<?> resolved, Store store, Plan plan, RunDirectory directory) {
    if (!quiet) plan.lines().stream().map(Shown::escaped).forEach(out::println);
    boolean complete =
        plan.stale().isEmpty()
            && (!reports()
                || new ReportDirectory(directory.report())
                    .isCurrent(new CompletedRun<>(resolved, store, plan.stages())));
    if (!complete) throw StoreProblem.notWritable(store.location(), null);
  }

  private <C extends Record> void work(
      ResolvedStudy<C> resolved,
      List<Stage> stages,
      BeamOptions beam,
      Store store,
      RunDirectory directory) {
    directory.write(RecordedRun.CONFIG, resolved.yaml().getBytes(StandardCharsets.UTF_8));
    Plan plan = plan(resolved, store, stages);
    if (!quiet) plan.lines().stream().map(Shown::escaped).forEach(out::println);
    if (!plan.stale().isEmpty()) submit(resolved, stages, beam, store, directory, plan);
    finish(resolved, store);
  }

  /** Makes this process the only one that works on the run. */
  RunLock lock(Store store, String run) {
    boolean told = false;
    while (true) {
      Optional<RunLock> lock = store.tryLockRun(run);
      if (lock.isPresent()) return lock.get();
      if (!told) {
        waiting().begin("run %s is being worked on by %s".formatted(run, store.ownerOfRun(run)));
      }
      told = true;
      try {
        Thread.sleep(Waiting.INTERVAL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new WorkProblem("interrupted while another process was waited for", e);
      }
    }
  }

  /** What to do while another process makes something that is needed here. */
  Waiting waiting() {
    return noWait
        ? Waiting.never()
        : what -> say(what + "; waiting for it (--no-wait ends instead)");
  }

  /** Says something in one line, not as a result. */
  void say(String line) {
    err.println("fabula: " + line);
    err.flush();
  }

  /** Whether the whole chain is complete afterwards, so that there is something to report. */
  boolean reports() {
    return true;
  }

  /** Leaves the list of what the run is made of; one stage is added to what is listed. */
  private void list(RunArtifacts made, RunDirectory directory) {
    RunArtifacts all = reports() ? made : made.added(RunArtifacts.in(directory.path()));
    directory.write(RunArtifacts.FILE, all.json());
  }

  @SuppressWarnings("try") // held, not used
  private void submit(
      ResolvedStudy<?> resolved,
      List<Stage> stages,
      BeamOptions beam,
      Store store,
      RunDirectory directory,
      Plan plan) {
    Display display = tracked(display(outlook(resolved, store, plan)), store, resolved.runId());
    try (Submission submission =
            new Submission(resolved.runId(), directory.path().resolve("submission"));
        ProgressFollower follower = new ProgressFollower(directory.progress(), display)) {
      new ChainRunner(
              store,
              resolved.runId(),
              resolved.seed(),
              beam.forWork(sharedStore, submission),
              waiting(),
              this::say)
          .run(() -> plan(resolved, store, stages));
    }
  }

  /** Where the run is going: earlier artifacts of the same stages say how long each takes. */
  static Outlook outlook(ResolvedStudy<?> resolved, Store store, Plan plan) {
    List<String> chain = plan.stages().stream().map(each -> each.stage().name()).toList();
    Map<String, Double> seconds = new HashMap<>();
    for (PlannedStage each : plan.stale()) {
      String name = each.stage().name();
      store.manifests(resolved.study().name(), name).stream()
          .findFirst()
          .ifPresent(manifest -> seconds.put(name, manifest.workSeconds()));
    }
    return new Outlook(
        chain, plan.stale().stream().map(each -> each.stage().name()).toList(), seconds);
  }

  private Display display(Outlook outlook) {
    if (quiet) return new NoDisplay();
    return Boolean.getBoolean("fabula.terminal")
        ? new BarDisplay(System.err, outlook)
        : new LineDisplay(err, outlook);
  }
}
