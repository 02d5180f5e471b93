package io.fabula.pipelines.studies.interpret.report;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.pipelines.analyses.AnalysisNames;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.studies.interpret.settings.InterpretSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the report shows of analyses of the simulator itself; explorations, never verdicts. */
final class SimulatorAnalysesReport {
  private final CompletedRun<InterpretSettings> run;
  private final ReportParts parts;

  SimulatorAnalysesReport(CompletedRun<InterpretSettings> run, ReportParts parts) {
    this.run = run;
    this.parts = parts;
  }

  /** One section for each kind of analysis that was computed. */
  List<Report.Section> sections() throws IOException {
    List<Report.Section> sections = new ArrayList<>();
    if (run.has(AnalysisNames.LOSS_OVER_TIME)) {
      sections.add(
          new Report.Section(
              "Loss over imagined steps",
              "The terms of the simulator's training loss while it imagines recorded windows of"
                  + " episodes that it was not trained on.",
              parts.figures(AnalysisNames.LOSS_OVER_TIME)));
    }
    if (run.has(AnalysisNames.POLICIES_IN_SIMULATOR)) {
      sections.add(
          new Report.Section(
              "Several policies in one simulator",
              "The simulator was trained around the trained agent. What it makes of an agent that"
                  + " learned nothing and of one that always jumps to the right says whether it"
                  + " learned the world or the agent.",
              parts.figures(AnalysisNames.POLICIES_IN_SIMULATOR)));
    }
    if (run.has(AnalysisNames.INTERPOLATE_BEGINNINGS)) sections.add(interpolation());
    if (run.has(AnalysisNames.OPTIMISE_SAMPLES)) sections.add(optimised());
    return sections;
  }

  private Report.Section interpolation() throws IOException {
    String stage = AnalysisNames.INTERPOLATE_BEGINNINGS;
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(stage));
    blocks.add(
        new ReportBlock.Paragraphs(
            "Mean over all pairs: the largest difference of neighbouring points is %s of the whole"
                    .formatted(percent(run.metric(stage, "largest_gap")))
                + " way in pixels, which is %s times as long as the difference of the ends."
                    .formatted(InterpretReport.number(run.metric(stage, "way_over_distance")))));
    return new Report.Section(
        "Between two beginnings",
        "Agent and simulator on their own from points between two beginnings.",
        blocks);
  }

  private Report.Section optimised() throws IOException {
    String stage = AnalysisNames.OPTIMISE_SAMPLES;
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(stage, "optimised-gains"));
    List<List<String>> rows = new ArrayList<>();
    for (String kind : run.resolved().settings().analyses().targetFunc().targets()) {
      rows.add(
          List.of(
              kind,
              metric(stage, "gain_" + kind),
              metric(stage, "share_along_" + kind),
              metric(stage, "alike_before_" + kind),
              metric(stage, "alike_after_" + kind)));
    }
    blocks.add(
        new ReportBlock.Table(
            "What optimised beginnings reach, means over targets",
            List.of(
                "kind",
                "gain, deviations",
                "share of the state's change along the target",
                "frames alike before",
                "frames alike after"),
            rows));
    for (ReportBlock each : parts.figures(stage)) {
      if (!blocks.contains(each)) blocks.add(each);
    }
    return new Report.Section(
        "Optimised samples",
        "Random beginnings, moved until a target is as large as it gets.",
        blocks);
  }

  private String metric(String stage, String name) {
    double value = run.artifact(stage).manifest().metrics().getOrDefault(name, Double.NaN);
    return Double.isNaN(value) ? "" : InterpretReport.number(value);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }
}
