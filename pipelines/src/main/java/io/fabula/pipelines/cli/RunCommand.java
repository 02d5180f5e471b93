package io.fabula.pipelines.cli;

import io.fabula.analysis.figures.Figure;
import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportWriter;
import io.fabula.pipelines.cluster.Submission;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.StoreProblem;
import io.fabula.pipelines.progress.BarDisplay;
import io.fabula.pipelines.progress.Display;
import io.fabula.pipelines.progress.LineDisplay;
import io.fabula.pipelines.progress.NoDisplay;
import io.fabula.pipelines.progress.Outlook;
import io.fabula.pipelines.progress.ProgressFollower;
import io.fabula.pipelines.runs.RunArtifacts;
import io.fabula.pipelines.stages.ChainRunner;
import io.fabula.pipelines.stages.Plan;
import io.fabula.pipelines.stages.PlannedStage;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.RunDirectory;
import io.fabula.pipelines.store.RunLock;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.Studies;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptions;
import picocli.CommandLine.Command;
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

  RunCommand(Studies studies, PrintWriter out, PrintWriter err) {
    super(studies, out, err);
  }

  @Override
  void check(BeamOptions beam) {
    beam.requireVisibleStore(sharedStore);
  }

  @Override
  <C extends Record> int execute(ResolvedStudy<C> resolved, List<Stage> stages, BeamOptions beam) {
    Store store = store();
    store.prepare();
    RunDirectory directory = store.run(resolved.runId());
    RunLock lock = directory.lock();
    try {
      directory.write("config.yaml", resolved.yaml().getBytes(StandardCharsets.UTF_8));
      Plan plan = plan(store, stages);
      if (!quiet) plan.lines().stream().map(Shown::escaped).forEach(out::println);
      if (!plan.stale().isEmpty()) work(store, resolved, directory, plan, beam);
      list(RunArtifacts.of(store, plan.stages()), directory);
      if (reports()) report(new CompletedRun<>(resolved, store, plan.stages()), directory);
    } finally {
      lock.close();
    }
    out.println("run " + directory.path());
    if (reports()) out.println("report " + directory.report().resolve("index.html"));
    return 0;
  }

  /** Whether the whole chain is complete afterwards, so that there is something to report. */
  boolean reports() {
    return true;
  }

  /** Leaves the list of what the run is made of; one stage is added to what is listed. */
  private void list(RunArtifacts made, RunDirectory directory) {
    RunArtifacts all = reports() ? made : made.added(RunArtifacts.in(directory.path()));
    directory.write(RunArtifacts.FILE, Json.pretty(all));
  }

  /** Writes the report unless it was made from the same artifacts. */
  private static <C extends Record> void report(CompletedRun<C> run, RunDirectory directory) {
    Path madeFrom = directory.report().resolve(".made-from");
    String digest = run.digest();
    try {
      if (Files.exists(madeFrom) && Files.readString(madeFrom).equals(digest)) return;
      Report report = run.resolved().study().report(run).withOrigin(run.origin(Instant.now()));
      ReportWriter.write(report, directory.report(), Figure.Pictures.SVG);
      Files.writeString(madeFrom, digest);
    } catch (IOException e) {
      throw StoreProblem.of("write", directory.report(), e);
    }
  }

  private void work(
      Store store, ResolvedStudy<?> resolved, RunDirectory directory, Plan plan, BeamOptions beam) {
    try (Submission submission =
        new Submission(resolved.runId(), directory.path().resolve("submission"))) {
      follow(store, resolved, directory, plan, beam.forWork(sharedStore, submission));
    }
  }

  private void follow(
      Store store,
      ResolvedStudy<?> resolved,
      RunDirectory directory,
      Plan plan,
      PipelineOptions options) {
    Display display = display(outlook(store, plan));
    ProgressFollower follower = new ProgressFollower(directory.progress(), display);
    try {
      new ChainRunner(store, resolved.runId(), resolved.seed(), options).run(plan);
    } finally {
      follower.close();
    }
  }

  /** Where the run is going: earlier artifacts of the same stages say how long each takes. */
  private static Outlook outlook(Store store, Plan plan) {
    List<String> chain = plan.stages().stream().map(each -> each.stage().name()).toList();
    Map<String, Double> seconds = new HashMap<>();
    for (PlannedStage each : plan.stale()) {
      String name = each.stage().name();
      store.manifests(name).stream()
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
