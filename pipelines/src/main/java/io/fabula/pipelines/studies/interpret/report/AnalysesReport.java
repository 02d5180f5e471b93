package io.fabula.pipelines.studies.interpret.report;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.pipelines.analyses.AnalysisNames;
import io.fabula.pipelines.analyses.swaps.SwapEffects;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.studies.interpret.settings.InterpretSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
    if (run.has(AnalysisNames.SALIENCY_AGAINST_EDITS)) {
      sections.add(
          new Report.Section(
              "Saliency against removal",
              "Whether the saliency of what is seen predicts what its removal does.",
              parts.figures(AnalysisNames.SALIENCY_AGAINST_EDITS)));
    }
    if (run.has(AnalysisNames.CONSISTENCY)) sections.add(consistency());
    if (run.has(AnalysisNames.CLUSTER_GRADIENTS)) sections.add(gradients());
    if (run.has(AnalysisNames.EXTREME_SAMPLES)) sections.add(extremes());
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

  private Report.Section gradients() throws IOException {
    String stage = AnalysisNames.CLUSTER_GRADIENTS;
    List<ReportBlock> blocks = new ArrayList<>();
    blocks.add(
        new ReportBlock.Paragraphs(
            String.format(
                Locale.ROOT,
                "Adjusted Rand index between these clusters and the behaviours: %.2f (p %.2g by"
                    + " random relabelling), where 0 is chance and 1 the same partition.",
                run.metric(stage, "rand_with_behaviours"),
                run.metric(stage, "p_with_behaviours"))));
    blocks.addAll(parts.figures(stage));
    blocks.add(new ReportBlock.Note(true, "What gradients do not say", STRAIGHT_THROUGH));
    return new Report.Section(
        "Rollouts by their gradients",
        "The other way of finding behaviours: clusters of simulated rollouts by what their"
            + " components depend on, in agent and simulator, at an earlier step.",
        blocks);
  }

  private Report.Section extremes() throws IOException {
    String stage = AnalysisNames.EXTREME_SAMPLES;
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(stage, "extremes"));
    for (String each : List.of("component", "correlations")) {
      blocks.addAll(parts.figures(stage, each));
    }
    blocks.add(
        new ReportBlock.Note(
            true,
            "Chosen by the component",
            "Rollouts were grouped by a component's value, so that it differs between groups says"
                + " nothing; what other components do beside it is an observation, no cause."));
    return new Report.Section(
        "Extreme rollouts",
        "Simulated rollouts in which a component is high, middling or low, and how components move"
            + " together in them.",
        blocks);
  }

  private ReportBlock swapped(String stage) {
    List<List<String>> rows = new ArrayList<>();
    for (SwapEffects.Effect each : SwapEffects.read(run.artifact(stage))) {
      if (each.base() == 0 && each.swapped() == 0) continue;
      rows.add(
          List.of(
              each.variant(),
              each.measure(),
              InterpretReport.number(each.base()),
              InterpretReport.number(each.swapped()),
              InterpretReport.number(each.difference()),
              InterpretReport.number(each.low()) + " to " + InterpretReport.number(each.high())));
    }
    return new ReportBlock.Table(
        "What swapped directions change: " + stage,
        List.of("movement", "measure", "as it is", "swapped", "difference", "95 % interval"),
        rows);
  }

  private Report.Section swaps() throws IOException {
    List<ReportBlock> blocks = new ArrayList<>();
    for (String each : List.of(AnalysisNames.SWAP_IN_GAME, AnalysisNames.SWAP_IN_SIMULATOR)) {
      if (!run.has(each)) continue;
      blocks.addAll(parts.figures(each));
      blocks.add(swapped(each));
    }
    return new Report.Section(
        "Swapped directions",
        "The agent's memory is rewritten after every step: movement along one component goes along"
            + " another, or nowhere. The same levels and beginnings, with and without.",
        blocks);
  }
}
