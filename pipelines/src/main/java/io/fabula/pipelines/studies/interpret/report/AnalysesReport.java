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

/** What the report shows of analyses that the run computed; explorations, never verdicts. */
final class AnalysesReport {
  private static final String STRAIGHT_THROUGH =
      "Gradients through the most likely action and through the simulator's stochastic states are"
          + " straight-through, which is biased.";

  private final CompletedRun<InterpretSettings> run;
  private final ReportParts parts;

  AnalysesReport(CompletedRun<InterpretSettings> run, ReportParts parts) {
    this.run = run;
    this.parts = parts;
  }

  /** One section for each kind of analysis that was computed. */
  List<Report.Section> sections() throws IOException {
    List<Report.Section> sections = new ArrayList<>();
    if (run.has(AnalysisNames.SALIENCY)) sections.add(saliency());
    if (run.has(AnalysisNames.CONSISTENCY)) sections.add(consistency());
    if (run.has(AnalysisNames.SWAP_IN_GAME) || run.has(AnalysisNames.SWAP_IN_SIMULATOR)) {
      sections.add(swaps());
    }
    return sections;
  }

  private Report.Section saliency() throws IOException {
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(AnalysisNames.SALIENCY));
    blocks.addAll(parts.clips(AnalysisNames.SALIENCY, "", "", 2));
    blocks.add(new ReportBlock.Note(true, "What gradients do not say", STRAIGHT_THROUGH));
    return new Report.Section(
        "Saliency",
        "What values, actions and components at one step of simulated rollouts rest on, followed"
            + " back through agent and simulator.",
        blocks);
  }

  private Report.Section consistency() throws IOException {
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(AnalysisNames.CONSISTENCY));
    blocks.add(
        new ReportBlock.Note(
            true,
            "Candidates, not causes",
            "Where signs agree, the path from one component to another is a candidate. "
                + STRAIGHT_THROUGH));
    return new Report.Section(
        "Causes beside dynamics",
        "Mean Jacobians of components beside their mean cross-correlations, behaviour by"
            + " behaviour.",
        blocks);
  }

  private Report.Section swaps() throws IOException {
    List<ReportBlock> blocks = new ArrayList<>();
    for (String each : List.of(AnalysisNames.SWAP_IN_GAME, AnalysisNames.SWAP_IN_SIMULATOR)) {
      if (run.has(each)) blocks.addAll(parts.figures(each));
    }
    return new Report.Section(
        "Swapped directions",
        "The agent's memory is rewritten after every step: movement along one component goes along"
            + " another, or nowhere. The same levels and beginnings, with and without.",
        blocks);
  }
}
