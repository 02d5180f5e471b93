package io.fabula.pipelines.cli;

import io.fabula.pipelines.chunks.ChunkedRun;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.StoreProblem;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.Study;
import io.fabula.pipelines.studies.doorkey.originals.OriginalProgram;
import io.fabula.pipelines.studies.doorkey.originals.OriginalRun;
import io.fabula.pipelines.studies.doorkey.originals.ResourceDictionary;
import io.fabula.pipelines.studies.twostage.stages.TwoStageStages;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** A program of the original project on mediation: load, some episodes, save, exit, repeat. */
@Command(
    description = {
      "A program of the original project that the studies twostage and doorkey follow: goes on with",
      "the run of a resource dictionary for some episodes, saves and ends; see doorkey's page."
    },
    mixinStandardHelpOptions = true,
    hidden = true,
    footer = {"", "Exit codes: as everywhere, and 75 if the target was reached before."})
final class ChunkCommand implements Callable<Integer> {
  /** The target was reached before, and nothing is left to do. */
  static final int NOTHING_LEFT = 75;

  private static final long WAIT_MILLIS = 200;

  private final OriginalProgram program;
  private final Studies studies;
  private final PrintWriter out;
  private final PrintWriter err;

  @Option(
      names = "--resources",
      paramLabel = "FILE",
      split = ",",
      required = true,
      description = {
        "The resource dictionary, JSON. Several, apart by commas: do chunks of whichever nobody",
        "else works on."
      })
  private List<Path> resources = new ArrayList<>();

  @Option(
      names = "--episodes",
      paramLabel = "N",
      description = "Episodes in a chunk (default: 1000).")
  private long episodes = 1000;

  @Option(names = "--chunks", paramLabel = "K", description = "How many chunks (default: 1).")
  private int chunks = 1;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Instead of the dictionary's; one run has one.")
  private String seed = "";

  @Option(
      names = "--env",
      paramLabel = "NAME",
      description = "Instead of the dictionary's: doorkey-5, twostage-flat and so on.")
  private String environment = "";

  @Option(
      names = "--obs",
      paramLabel = "VIEW",
      description = "What policies see: planes (default), or partial, with a memory.")
  private String observation = "";

  @Option(
      names = "--phi-view",
      paramLabel = "VIEW",
      description = "What the variable sees: objects (default) or full.")
  private String view = "";

  @Option(
      names = "--phi-target",
      paramLabel = "TARGET",
      description = "What it is learned for: nie (default), xent or xent:EVENT.")
  private String target = "";

  @Option(
      names = "--estimator",
      paramLabel = "NAME",
      description = "Gradient of the effect: mc (default) or vtrace.")
  private String estimator = "";

  @Option(
      names = "--tracker",
      paramLabel = "SINK",
      description = "Where statistics go: file (default) or none.")
  private String tracker = "file";

  @Option(
      names = "--tracking",
      paramLabel = "URL",
      description = "Send complete stages to this MLflow server.")
  private String tracking = "";

  @Option(
      names = {"--neptune_project", "--neptune-project"},
      paramLabel = "NAME",
      description = "The experiment that they are filed under there.")
  private String project = "";

  @Option(
      names = "--runner",
      paramLabel = "NAME",
      description = "Beam runner of what is not trained: direct (default) or flink.")
  private String runner = "direct";

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Settings to begin from: tiny, smoke, mini (default), small, paper.")
  private String profile = Study.DEFAULT_PROFILE;

  @Mixin private StoreOption store = new StoreOption();

  @Unmatched private List<String> unknown = new ArrayList<>();

  ChunkCommand(OriginalProgram program, Studies studies, PrintWriter out, PrintWriter err) {
    this.program = program;
    this.studies = studies;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    List<OriginalRun> runs = new ArrayList<>();
    for (Path each : resources) {
      runs.add(
          new OriginalRun(
              program,
              ResourceDictionary.read(each),
              new OriginalRun.Options(environment, observation, seed, variable())));
    }
    if (program.places(runs.get(0).dictionary()).isEmpty()) {
      int exitCode = 0;
      for (OriginalRun each : runs) exitCode = Math.max(exitCode, atOnce(each));
      return exitCode;
    }
    Store opened = store.open();
    opened.prepare();
    try {
      List<ChunkedRun> chunked = new ArrayList<>();
      for (OriginalRun each : runs) chunked.add(chunked(each, opened));
      return work(chunked);
    } finally {
      opened.leave();
    }
  }

  private void check() {
    if (!unknown.isEmpty()) {
      throw new UsageProblem(
          "unknown option %s; see ./fabula %s --help"
              .formatted(Shown.value(unknown.get(0)), program.title()));
    }
    if (episodes < 1 || chunks < 1) {
      throw new UsageProblem(
          "--episodes and --chunks must be at least 1, got %d and %d".formatted(episodes, chunks));
    }
    if (!tracker.equals("file") && !tracker.equals("none")) {
      throw new UsageProblem("--tracker must be file or none, got " + Shown.value(tracker));
    }
    if (!seed.isEmpty() && !seed.matches("-?\\d{1,18}")) {
      throw new UsageProblem("--seed must be a whole number, got " + Shown.value(seed));
    }
    if (!seed.isEmpty() && resources.size() > 1) {
      throw new UsageProblem("--seed is for one dictionary; several have their own");
    }
    if (!runner.equals("direct") && !runner.equals("flink")) {
      throw new UsageProblem("--runner must be direct or flink, got " + Shown.value(runner));
    }
    if (!project.isEmpty() && tracking.isEmpty()) {
      err.println("fabula: --neptune_project has no effect without --tracking=URL");
    }
  }

  private List<String> variable() {
    List<String> settings = new ArrayList<>();
    if (!view.isEmpty()) settings.add("variable.view=" + view);
    if (!target.isEmpty()) settings.add("variable.target=" + target);
    if (!estimator.isEmpty()) settings.add("variable.estimator=" + estimator);
    return settings;
  }

  private ChunkedRun chunked(OriginalRun run, Store opened) {
    return new ChunkedRun(
        resolved(run),
        opened,
        run.program().places(run.dictionary()),
        stage -> handIn(run, stage),
        run.seedGiven(),
        tracker.equals("file"),
        out);
  }

  private ResolvedStudy<?> resolved(OriginalRun run) {
    return ResolvedStudy.of(studies.named(run.study()), profile, Optional.empty(), run.settings());
  }

  private int handIn(OriginalRun run, String stage) {
    return run(List.of("stage", run.study(), stage, "--quiet"), run);
  }

  /** Runs one of the platform's commands with the settings of a run. */
  private int run(List<String> command, OriginalRun run) {
    List<String> line = new ArrayList<>(command);
    line.addAll(run.settings());
    line.add("--profile=" + profile);
    line.add("--store=" + store.open().location());
    if (runner.equals("flink")) line.add("--runner=FlinkRunner");
    if (!tracking.isEmpty()) {
      line.add("--tracking=" + tracking);
      if (!project.isEmpty()) line.add("--experiment=" + project);
    }
    return Main.run(studies, out, err, line.toArray(String[]::new));
  }

  /** Does what is not done in chunks. */
  private int atOnce(OriginalRun run) throws IOException {
    boolean doorkey = run.study().equals("doorkey");
    if (program == OriginalProgram.EVALUATE) {
      for (OriginalProgram each : OriginalProgram.of(run.study())) {
        requireDone(each, run);
      }
      int exitCode = run(List.of("run", run.study()), run);
      if (exitCode == 0 && doorkey) new MediationTables(resolved(run), store.open()).evaluated(out);
      return exitCode;
    }
    int exitCode =
        doorkey ? 0 : run(List.of("stage", run.study(), TwoStageStages.EXACT, "--quiet"), run);
    if (exitCode != 0) return exitCode;
    MediationTables tables = new MediationTables(resolved(run), store.open());
    if (doorkey) tables.policies(out);
    else tables.effects(out);
    return 0;
  }

  private void requireDone(OriginalProgram earlier, OriginalRun run) {
    OriginalRun same = new OriginalRun(earlier, run.dictionary(), run.options());
    if (!chunked(same, store.open()).reached()) {
      throw new UsageProblem(
          "%s: %s has not reached its target; go on with ./fabula %s"
              .formatted(run.dictionary().file(), run.dictionary().run(), earlier.title()));
    }
  }

  /** Does chunks of whichever run is free, the first ones first. */
  private int work(List<ChunkedRun> runs) throws IOException, InterruptedException {
    int done = 0;
    while (done < chunks) {
      boolean busy = false;
      boolean worked = false;
      for (ChunkedRun each : runs) {
        switch (each.chunk(episodes)) {
          case WORKED -> {
            done++;
            worked = true;
          }
          case BUSY -> busy = true;
          case NOTHING_LEFT -> {}
        }
        if (done == chunks) break;
      }
      if (worked) continue;
      if (!busy) break;
      if (runs.size() == 1) {
        throw new StoreProblem(
            "%s works on this run; end it, or wait until it has ended"
                .formatted(runs.get(0).owner()));
      }
      Thread.sleep(WAIT_MILLIS);
    }
    if (done > 0) return 0;
    out.println("target reached, nothing to do");
    return NOTHING_LEFT;
  }
}
