package io.fabula.pipelines.studies.twostage.panel;

import io.fabula.pipelines.panel.HeldView;
import io.fabula.pipelines.panel.PanelIndex;
import io.fabula.pipelines.panel.PanelTable;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.panel.SampleDetail;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.twostage.settings.TwoStageSettings;
import io.fabula.pipelines.studies.twostage.stages.ComputeExactEffects;
import io.fabula.pipelines.studies.twostage.stages.LearnVariable;
import io.fabula.pipelines.studies.twostage.stages.TwoStageStages;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The learning of each seed, point by point: the exact effect of the variable that it had come to,
 * how often that fires, and where it fires in the end, beside the exact effects of named events.
 */
public final class TwoStagePanel {
  private static final int BASE_POINTS = 3000;
  private static final int DETECTORS_SHOWN = 10;

  private TwoStagePanel() {}

  /** Opens what a run holds. */
  public static PanelView open(OpenedRun<TwoStageSettings> run) {
    Artifact learned = run.required(TwoStageStages.LEARN);
    Map<Integer, List<Row>> logs = bySeed(learned, LearnVariable.LOG, LearnVariable.LOG_SCHEMA);
    Map<Integer, List<Row>> detectors =
        bySeed(learned, LearnVariable.LEARNED, LearnVariable.LEARNED_SCHEMA);
    List<Integer> seeds = List.copyOf(logs.keySet());
    List<List<Row>> courses = List.copyOf(logs.values());
    List<Integer> lengths = courses.stream().map(List::size).toList();
    List<float[]> rows = new ArrayList<>();
    for (List<Row> course : courses) {
      for (Row each : course) {
        rows.add(
            new float[] {
              (float) each.number("indirect"),
              (float) each.number("fired_reference"),
              (float) each.number("fired_learned")
            });
      }
    }
    int steps = Collections.max(lengths);
    Artifact exact = run.required(TwoStageStages.EXACT);
    return new HeldView(
        index(run, seeds, lengths, steps, rows),
        HeldView.padded(rows, lengths, steps),
        List.of(),
        sample ->
            detail(
                exact, courses.get(sample), detectors.getOrDefault(seeds.get(sample), List.of())));
  }

  private static Map<Integer, List<Row>> bySeed(
      Artifact artifact, String file, TableSchema schema) {
    Map<Integer, List<Row>> rows = new TreeMap<>();
    TableReader.forEach(
        artifact.file(file),
        schema,
        row -> rows.computeIfAbsent(row.integer("seed"), any -> new ArrayList<>()).add(row));
    return rows;
  }

  private static PanelIndex index(
      OpenedRun<TwoStageSettings> run,
      List<Integer> seeds,
      List<Integer> lengths,
      int steps,
      List<float[]> rows) {
    return new PanelIndex(
        "Which event mediates what a policy does to the outcome",
        "twostage",
        run.id(),
        new PanelIndex.Words("Seed", "Exact value of what was learned by then", "", "", "", "", ""),
        steps,
        steps - 1,
        -1,
        List.of("indirect effect", "fires, uniform policy", "fires, learned policy"),
        1,
        List.of(),
        seeds.stream().map(seed -> "seed_" + seed).toList(),
        lengths,
        List.of(),
        HeldView.base(rows, BASE_POINTS),
        List.of(),
        List.of(),
        true);
  }

  private static SampleDetail detail(Artifact exact, List<Row> log, List<Row> detector) {
    List<String> at = log.stream().map(row -> "iteration " + row.integer("iteration")).toList();
    List<String> states = detector.stream().map(row -> row.text("state_name")).toList();
    List<Double> fires = detector.stream().map(row -> row.number("fires")).toList();
    List<SampleDetail.Bars> bars =
        List.of(
            new SampleDetail.Bars(
                "Where the learned variable fires, in the end",
                states,
                Collections.nCopies(log.size(), fires),
                Collections.nCopies(log.size(), -1)));
    List<PanelTable> tables = new ArrayList<>();
    tables.add(
        PanelTable.of(
            "Exact effects of named events",
            exact.file(ComputeExactEffects.EFFECTS),
            "event",
            "target",
            "fired_reference",
            "fired_target",
            "indirect",
            "direct",
            "total"));
    if (!exact.parts(ComputeExactEffects.DETECTORS).isEmpty()) {
      PanelTable all =
          PanelTable.of(
              "Hard detectors with the largest indirect effects",
              exact.file(ComputeExactEffects.DETECTORS),
              "states",
              "indirect",
              "direct",
              "fired_reference");
      int shown = Math.min(DETECTORS_SHOWN, all.rows().size());
      tables.add(new PanelTable(all.title(), all.header(), all.rows().subList(0, shown)));
    }
    return new SampleDetail(
        List.of("the exact indirect effect of what was learned, iteration by iteration"),
        List.of(),
        at,
        bars,
        List.of(),
        tables);
  }
}
