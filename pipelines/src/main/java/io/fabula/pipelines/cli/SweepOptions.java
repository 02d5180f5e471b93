package io.fabula.pipelines.cli;

import io.fabula.envs.random.Seeds;
import io.fabula.pipelines.config.SettingsGrid;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.runs.RunArtifacts;
import io.fabula.pipelines.runs.ShownMetrics;
import io.fabula.pipelines.runs.SweepReport;
import io.fabula.pipelines.runs.SweptRun;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.ArtifactId;
import io.fabula.pipelines.store.Digests;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Signature;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.tracking.TrainingCurves;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a study is run with several settings, which, and the page that compares these runs. */
final class SweepOptions {
  @Option(
      names = {"-m", "--multirun"},
      description = {
        "Run every combination of KEY=A,B, KEY=choice(A,B) and KEY=range(FROM,TO[,STEP]),",
        "and compare the runs on one page."
      })
  private boolean multirun;

  @Option(
      names = "--seeds",
      paramLabel = "A..B",
      description = "Run with each of these seeds, and compare the runs on one page.")
  private String seeds = "";

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Of the combinations run only N, drawn at random (each with all seeds).")
  private @Nullable Integer sample;

  @Option(
      names = "--metric",
      paramLabel = "STAGE.METRIC",
      description =
          "Draw this metric, or column of a training log, on the page that compares runs; may be"
              + " repeated.")
  private List<String> metrics = new ArrayList<>();

  /** Whether more than one run was asked for, or may have been. */
  boolean sweeps() {
    return multirun || !seeds.isEmpty();
  }

  /**
   * The settings of each run.
   *
   * @param overrides as given
   * @throws UsageProblem for options that do not go together
   */
  List<List<String>> runs(List<String> overrides) {
    if (!sweeps()) {
      if (!metrics.isEmpty()) throw new UsageProblem("--metric needs --multirun or --seeds");
      if (sample != null) throw new UsageProblem("--sample needs --multirun");
      return List.of(overrides);
    }
    if (sample != null && sample < 1) {
      throw new UsageProblem("--sample must be at least 1, got " + sample);
    }
    SettingsGrid grid = SettingsGrid.of(overrides, seeds);
    return points(grid).stream().map(grid::overrides).toList();
  }

  private List<Map<String, String>> points(SettingsGrid grid) {
    return sample == null ? grid.points() : grid.sampled(sample, Seeds.of(0, "sample", sample));
  }

  /**
   * Refuses metrics that no stage has.
   *
   * @param stages of all runs
   * @throws UsageProblem naming the metric
   */
  void requireMetrics(Store store, String study, List<Stage> stages) {
    if (metrics.isEmpty()) return;
    ShownMetrics shown = new ShownMetrics(store, study, stages);
    metrics.forEach(shown::require);
  }

  /**
   * Writes the page that compares the runs, in a directory that their ids name.
   *
   * @param overrides as given
   * @param all runs in the order of {@link #runs}
   * @return the page
   */
  Path compare(Store store, List<String> overrides, List<? extends ResolvedStudy<?>> all) {
    List<Map<String, String>> points = points(SettingsGrid.of(overrides, seeds));
    List<SweptRun> runs = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      String id = all.get(i).runId();
      RunArtifacts made = RunArtifacts.in(store.run(id).path()).orElse(new RunArtifacts(Map.of()));
      runs.add(new SweptRun(points.get(i), id, made, curves(store, made)));
    }
    ResolvedStudy<?> first = all.get(0);
    String study = first.study().name();
    String ids = Json.canonical(runs.stream().map(SweptRun::id).toList());
    String id = "sweep-%s-%s-%s".formatted(study, first.profile(), Digests.of(ids).substring(0, 8));
    Path page = store.run(id).report();
    new SweepReport(study, runs).write(page, metrics);
    return page.resolve("index.html");
  }

  /** The curves of a run's trainings, where something is to be drawn. */
  private Map<String, List<SweptRun.Line>> curves(Store store, RunArtifacts made) {
    Map<String, List<SweptRun.Line>> curves = new TreeMap<>();
    if (metrics.isEmpty()) return curves;
    made.stages()
        .forEach(
            (stage, entry) -> {
              ArtifactId id =
                  new ArtifactId(entry.study(), stage, new Signature(entry.signature()));
              if (store.lookup(id) instanceof Lookup.Found found) {
                TrainingCurves.lines(stage, found.artifact())
                    .forEach((name, lines) -> curves.put(stage + "." + name, lines));
              }
            });
    return curves;
  }
}
