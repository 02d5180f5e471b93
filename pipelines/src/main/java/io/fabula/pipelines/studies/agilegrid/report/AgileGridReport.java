package io.fabula.pipelines.studies.agilegrid.report;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.model.agile.SetAgent;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.studies.agilegrid.AgileGridStudy;
import io.fabula.pipelines.studies.agilegrid.settings.AgileGridSettings;
import io.fabula.pipelines.studies.agilegrid.stages.SkillSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the report of the study says, in the order of the chain. */
public final class AgileGridReport {
  private final CompletedRun<AgileGridSettings> run;
  private final ReportParts parts;
  private final AgileGridSettings settings;

  private AgileGridReport(CompletedRun<AgileGridSettings> run) {
    this.run = run;
    parts = new ReportParts(run);
    settings = run.resolved().settings();
  }

  public static Report of(CompletedRun<AgileGridSettings> run) throws IOException {
    return new AgileGridReport(run).report();
  }

  private double evaluated(String metric) {
    return run.metric(AgileGridStudy.EVALUATE_AGENTS, metric);
  }

  private Report report() throws IOException {
    List<Report.Section> sections = new ArrayList<>();
    sections.add(agents());
    return new Report(
        "How agents of the Dig Lava grid relate their actions",
        "study agile-grid, profile %s, run %s"
            .formatted(run.resolved().profile(), run.resolved().runId()),
        headline(),
        facts(),
        sections,
        run.settings(),
        run.lineage());
  }

  private String headline() {
    List<String> earned = new ArrayList<>();
    for (SetAgent each : settings.agents()) {
      earned.add("%s %s".formatted(each.title(), number(evaluated(each.id()))));
    }
    return "Mean return of %s; the best possible on these episodes is %s."
        .formatted(String.join(", ", earned), number(evaluated("best")));
  }

  private List<Report.Fact> facts() {
    List<Report.Fact> facts = new ArrayList<>();
    for (SetAgent each : settings.agents()) {
      facts.add(
          new Report.Fact(
              each.title(),
              number(evaluated(each.id())),
              "mean return; the goal is reached in %s of episodes"
                  .formatted(percent(evaluated(each.id() + "_success")))));
    }
    facts.add(
        new Report.Fact(
            "Best possible", number(evaluated("best")), "mean return on the same episodes"));
    if (run.artifact(AgileGridStudy.EVALUATE_AGENTS).manifest().metrics().containsKey("best_none"))
      facts.add(
          new Report.Fact(
              "Without looking",
              number(evaluated("best_none")),
              "the safe way around both rivers, which needs no dig"));
    return facts;
  }

  private Report.Section agents() throws IOException {
    List<String> header = new ArrayList<>(List.of("agent", "all sets"));
    for (SkillSet set : SkillSet.values()) header.add(set.title());
    header.add("goal reached");
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("best possible", "best", ""));
    for (SetAgent each : settings.agents()) {
      rows.add(row(each.title(), each.id(), percent(evaluated(each.id() + "_success"))));
    }
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(AgileGridStudy.EVALUATE_AGENTS));
    blocks.add(
        new ReportBlock.Table(
            "Mean return of %d episodes by the dig skills they have, %d %s"
                .formatted(
                    settings.evaluation().episodes(),
                    settings.seeds(),
                    settings.seeds() == 1 ? "seed" : "seeds"),
            header,
            rows));
    return new Report.Section(
        "The agents",
        "Each trained for %,d steps in %d worlds; returns are raw, training uses scaled rewards."
            .formatted(
                (long) settings.training().updates()
                    * settings.training().numProcesses()
                    * settings.training().numSteps(),
                settings.training().numProcesses()),
        blocks);
  }

  private List<String> row(String title, String metric, String last) {
    List<String> row = new ArrayList<>(List.of(title, number(evaluated(metric))));
    for (SkillSet set : SkillSet.values()) {
      String name = metric + "_" + set.name().toLowerCase(Locale.ROOT);
      boolean played =
          run.artifact(AgileGridStudy.EVALUATE_AGENTS).manifest().metrics().containsKey(name);
      row.add(played ? number(evaluated(name)) : "none");
    }
    row.add(last);
    return row;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * value);
  }
}
