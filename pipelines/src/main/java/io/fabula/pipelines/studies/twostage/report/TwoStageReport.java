package io.fabula.pipelines.studies.twostage.report;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.pipelines.mediation.RepeatedEstimates;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.studies.twostage.settings.TwoStageSettings;
import io.fabula.pipelines.studies.twostage.stages.ComputeExactEffects;
import io.fabula.pipelines.studies.twostage.stages.EstimateEffects;
import io.fabula.pipelines.studies.twostage.stages.LearnVariable;
import io.fabula.pipelines.studies.twostage.stages.TwoStageStages;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the report of the study says. */
public final class TwoStageReport {
  /** Of a long enumeration the report shows the first; the table has all. */
  private static final int DETECTORS_SHOWN = 8;

  private final CompletedRun<TwoStageSettings> run;
  private final ReportParts parts;

  private TwoStageReport(CompletedRun<TwoStageSettings> run) {
    this.run = run;
    parts = new ReportParts(run);
  }

  /** Makes the report. */
  public static Report of(CompletedRun<TwoStageSettings> run) throws IOException {
    return new TwoStageReport(run).report();
  }

  private Report report() throws IOException {
    return new Report(
        "Which event mediates the effect of a policy",
        "study twostage, problem %s, profile %s, run %s"
            .formatted(
                run.resolved().settings().env(), run.resolved().profile(), run.resolved().runId()),
        summary(),
        facts(),
        List.of(exact(), learned(), estimated()),
        run.settings(),
        run.lineage());
  }

  private boolean enumerated() {
    return run.artifact(TwoStageStages.EXACT)
        .manifest()
        .metrics()
        .containsKey(ComputeExactEffects.BEST);
  }

  private String summary() {
    String effect =
        "The learned variable has an exact natural indirect effect of %s on average over %s (%s to %s)."
            .formatted(
                number(learned("indirect_mean")),
                seeds(),
                number(learned("indirect_min")),
                number(learned("indirect_max")));
    String best =
        enumerated()
            ? " The largest of any hard detector is %s; %s of %s came within %s of it."
                .formatted(
                    number(run.metric(TwoStageStages.EXACT, ComputeExactEffects.BEST)),
                    (int) learned("seeds_at_best"),
                    seeds(),
                    LearnVariable.FOUND_WITHIN)
            : "";
    return effect
        + best
        + "\n\nInspired by Herlau and Larsen (AAAI 2022) and re-designed after the public"
        + " description; no number of theirs is reproduced.";
  }

  private double learned(String metric) {
    return run.metric(TwoStageStages.LEARN, metric);
  }

  private String seeds() {
    int seeds = (int) learned("seeds");
    return seeds + (seeds == 1 ? " seed" : " seeds");
  }

  private List<Report.Fact> facts() {
    List<Report.Fact> facts = new ArrayList<>();
    facts.add(
        new Report.Fact(
            "Indirect effect of the learned variable",
            number(learned("indirect_mean")),
            "exact; %s, %s to %s"
                .formatted(
                    seeds(), number(learned("indirect_min")), number(learned("indirect_max")))));
    if (enumerated()) {
      facts.add(
          new Report.Fact(
              "Best hard detector",
              number(run.metric(TwoStageStages.EXACT, ComputeExactEffects.BEST)),
              "of %d, by enumeration"
                  .formatted((int) run.metric(TwoStageStages.EXACT, "detectors"))));
    }
    if (run.artifact(TwoStageStages.ESTIMATE).manifest().metrics().containsKey("coverage_min")) {
      facts.add(
          new Report.Fact(
              "Coverage of 95 % intervals",
              "%s to %s"
                  .formatted(
                      percent(run.metric(TwoStageStages.ESTIMATE, "coverage_min")),
                      percent(run.metric(TwoStageStages.ESTIMATE, "coverage_max"))),
              "over events, %d repetitions"
                  .formatted(run.resolved().settings().estimation().repetitions())));
    }
    return facts;
  }

  private Report.Section exact() {
    List<ReportBlock> blocks = new ArrayList<>();
    blocks.add(
        new ReportBlock.Note(
            true,
            "An indirect effect is a target, not an identified cause",
            "Reading it as causal needs that nothing confounds the event and the return given the"
                + " policy. Inside an episode earlier states generally do."));
    List<List<String>> rows = new ArrayList<>();
    Artifact artifact = run.artifact(TwoStageStages.EXACT);
    TableReader.forEach(
        artifact.file(ComputeExactEffects.EFFECTS),
        ComputeExactEffects.EFFECTS_SCHEMA,
        row ->
            rows.add(
                List.of(
                    row.text("event") + mark(row),
                    row.text("target"),
                    number(row.number("mean_unfired")),
                    number(row.number("mean_fired")),
                    number(row.number("fired_reference")),
                    number(row.number("fired_target")),
                    number(row.number("indirect")),
                    number(row.number("direct")),
                    number(row.number("total")))));
    blocks.add(
        new ReportBlock.Table(
            "Exact effects of changing from the uniform policy",
            List.of("event", "to policy", "e0", "e1", "P uniform", "P policy", "NIE", "NDE", "TE"),
            rows));
    blocks.add(
        new ReportBlock.Paragraphs(
            "Z is whether the event happens in an episode; e0 and e1 are the mean returns without"
                + " and with it under the uniform policy. (*) marks events that are too rare or too"
                + " common to be ranked, (!) those for which e0 or e1 does not exist and 0 stands"
                + " for it."));
    if (enumerated()) blocks.add(detectors(artifact));
    return new Report.Section(
        "Exact effects", "By dynamic programming on the table of the problem.", blocks);
  }

  private static String mark(Row row) {
    if (!row.flag("defined")) return " (!)";
    return row.flag("rankable") ? "" : " (*)";
  }

  private ReportBlock detectors(Artifact artifact) {
    List<List<String>> rows = new ArrayList<>();
    TableReader.forEach(
        artifact.file(ComputeExactEffects.DETECTORS),
        ComputeExactEffects.DETECTORS_SCHEMA,
        row -> {
          if (rows.size() == DETECTORS_SHOWN) return;
          rows.add(
              List.of(
                  row.text("states").isEmpty() ? "none" : row.text("states"),
                  number(row.number("indirect")),
                  number(row.number("direct")),
                  number(row.number("fired_reference"))));
        });
    return new ReportBlock.Table(
        "The best of all hard detectors", List.of("fires in", "NIE", "NDE", "P uniform"), rows);
  }

  private Report.Section learned() throws IOException {
    return new Report.Section(
        "The learned variable",
        "Detector and policy are learned together by maximising the indirect effect on episodes;"
            + " the curves are the exact effect of what had been learned.",
        parts.figures(TwoStageStages.LEARN));
  }

  private Report.Section estimated() {
    List<List<String>> rows = new ArrayList<>();
    TableReader.forEach(
        run.artifact(TwoStageStages.ESTIMATE).file(EstimateEffects.ESTIMATES),
        RepeatedEstimates.SCHEMA,
        row ->
            rows.add(
                List.of(
                    row.text("event"),
                    number(row.number("exact")),
                    number(row.numberOrNaN("mean")),
                    fine(row.numberOrNaN("deviation")),
                    fine(row.numberOrNaN("mean_error")),
                    percent(row.numberOrNaN("coverage")),
                    Integer.toString(row.integer("estimates")))));
    return new Report.Section(
        "Estimates from episodes",
        "Indirect effects estimated from %,d episodes of each policy, %,d times over."
            .formatted(
                run.resolved().settings().estimation().episodes(),
                run.resolved().settings().estimation().repetitions()),
        List.of(
            new ReportBlock.Table(
                "Estimates and the exact effect",
                List.of(
                    "event",
                    "exact",
                    "mean",
                    "deviation",
                    "mean standard error",
                    "coverage of 95 % intervals",
                    "defined"),
                rows)));
  }

  private static String number(double value) {
    if (Double.isNaN(value)) return "none";
    String text = String.format(Locale.ROOT, "%.4f", value);
    return text.equals("-0.0000") ? "0.0000" : text;
  }

  private static String fine(double value) {
    return Double.isNaN(value) ? "none" : String.format(Locale.ROOT, "%.5f", value);
  }

  private static String percent(double value) {
    return Double.isNaN(value) ? "none" : String.format(Locale.ROOT, "%.1f %%", 100 * value);
  }
}
