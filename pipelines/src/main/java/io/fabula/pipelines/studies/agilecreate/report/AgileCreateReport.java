package io.fabula.pipelines.studies.agilecreate.report;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.envs.create.ToolSplit;
import io.fabula.model.agile.SetAgent;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.studies.actionsets.SetAgentTraining;
import io.fabula.pipelines.studies.agilecreate.AgileCreateStudy;
import io.fabula.pipelines.studies.agilecreate.settings.AgileCreateSettings;
import io.fabula.pipelines.studies.agilecreate.stages.AgileCreateStages;
import io.fabula.pipelines.studies.agilecreate.stages.EvaluateTools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the report of the study says. */
public final class AgileCreateReport {
  private AgileCreateReport() {}

  public static Report of(CompletedRun<AgileCreateSettings> run) throws IOException {
    AgileCreateSettings settings = run.resolved().settings();
    List<ReportBlock> blocks =
        new ArrayList<>(new ReportParts(run).figures(AgileCreateStages.EVALUATE_TOOLS));
    List<List<String>> rows = new ArrayList<>();
    List<Report.Fact> facts = new ArrayList<>();
    for (ToolSplit each : settings.evaluation().splits()) {
      String split = each.name().toLowerCase(Locale.ROOT);
      for (SetAgent agent : settings.agents()) {
        rows.add(row(run, agent.title(), agent.id(), split));
        facts.add(
            new Report.Fact(
                "%s, %s tools".formatted(agent.title(), split),
                percent(run.metric(AgileCreateStages.EVALUATE_TOOLS, goal(agent.id(), split))),
                "of episodes reach the goal"));
      }
      rows.add(row(run, "random play", EvaluateTools.RANDOM, split));
    }
    blocks.add(
        new ReportBlock.Table(
            "Means over %d episodes of each split, %d %s"
                .formatted(
                    settings.evaluation().episodes(),
                    settings.seeds(),
                    settings.seeds() == 1 ? "seed" : "seeds"),
            List.of(
                "agent",
                "tools",
                "return",
                "goal reached",
                "target moved",
                "activations",
                "choices whose activator is there"),
            rows));
    blocks.add(ReturnsByActivators.table(run));
    blocks.addAll(SetAgentTraining.speeds(run, AgileCreateStudy.agents(run.resolved().settings())));
    return new Report(
        "How agents of CREATE relate tools and activators",
        "study agile-create, profile %s, run %s"
            .formatted(run.resolved().profile(), run.resolved().runId()),
        "Level %s; tools of %s, %s."
            .formatted(
                settings.world().level(),
                settings.evaluation().splits().toString().toLowerCase(Locale.ROOT),
                described(settings)),
        facts,
        sections(run, blocks),
        run.settings(),
        run.lineage());
  }

  private static String described(AgileCreateSettings settings) {
    if (settings.learnsTools()) return "described by what was learned of them";
    return settings.agentWorld().useRandomEmbeddings()
        ? "described by random numbers"
        : "described by type and features";
  }

  private static List<Report.Section> sections(
      CompletedRun<AgileCreateSettings> run, List<ReportBlock> agents) throws IOException {
    List<Report.Section> sections = new ArrayList<>();
    sections.add(
        new Report.Section(
            "The agents",
            "A tool does nothing until its activator touches it; a set holds only some of the"
                + " five.",
            agents));
    if (run.resolved().settings().learnsTools()) sections.add(LearnedTools.section(run));
    sections.add(ToolRelations.looks(run));
    sections.add(ToolRelations.effects(run));
    return sections;
  }

  private static String goal(String agent, String split) {
    return agent + "_" + split + "_goal_hit";
  }

  private static List<String> row(CompletedRun<?> run, String title, String agent, String split) {
    List<String> row = new ArrayList<>(List.of(title, split));
    for (String measure : EvaluateTools.MEASURES) {
      double value =
          run.metric(AgileCreateStages.EVALUATE_TOOLS, agent + "_" + split + "_" + measure);
      boolean share = measure.endsWith("hit") || measure.equals("matched");
      row.add(share ? percent(value) : String.format(Locale.ROOT, "%.3f", value));
    }
    return row;
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * value);
  }
}
