package io.fabula.pipelines.studies.agilecreate.report;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.envs.create.ToolSplit;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.studies.agilecreate.settings.AgileCreateSettings;
import io.fabula.pipelines.studies.agilecreate.stages.AgileCreateStages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the report says of descriptions of tools that were learned from play. */
final class LearnedTools {
  private LearnedTools() {}

  static Report.Section section(CompletedRun<AgileCreateSettings> run) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (ToolSplit each : List.of(ToolSplit.TRAIN, ToolSplit.VALIDATION, ToolSplit.TEST)) {
      String split = each.name().toLowerCase(Locale.ROOT);
      boolean unseen = each != ToolSplit.TRAIN;
      rows.add(
          List.of(
              split,
              percent(run, split + "_unexplained"),
              percent(run, split + "_unexplained_by_another"),
              unseen ? told(run, "family", split) : "",
              unseen ? told(run, "activator", split) : ""));
    }
    List<ReportBlock> blocks =
        new ArrayList<>(new ReportParts(run).figures(AgileCreateStages.LEARN_TOOLS));
    blocks.add(
        new ReportBlock.Table(
            "What descriptions say of tools",
            List.of(
                "tools",
                "course of the ball left unexplained",
                "by the description of another tool",
                "type told (by chance)",
                "activator told (by chance)"),
            rows));
    return new Report.Section(
        "How tools are described",
        "Agents know tools by %d numbers, learned from %d throws of a ball at each training tool;"
                .formatted(
                    run.resolved().settings().representation().size(),
                    run.resolved().settings().representation().playTrajectories())
            + " tools that were never seen are described by throws at them. What is told is that of"
            + " the nearest mean of training tools.",
        blocks);
  }

  private static String told(CompletedRun<?> run, String kind, String split) {
    String name = "%s_told_of_%s_tools".formatted(kind, split);
    return "%s (%s)".formatted(percent(run, name), percent(run, name + "_by_chance"));
  }

  private static String percent(CompletedRun<?> run, String metric) {
    return String.format(
        Locale.ROOT, "%.1f %%", 100 * run.metric(AgileCreateStages.LEARN_TOOLS, metric));
  }
}
