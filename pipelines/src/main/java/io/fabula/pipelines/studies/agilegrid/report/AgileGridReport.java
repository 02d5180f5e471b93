package io.fabula.pipelines.studies.agilegrid.report;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.model.agile.SetAgent;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.studies.actionsets.SetAgentTraining;
import io.fabula.pipelines.studies.actionsets.SetMeasurement;
import io.fabula.pipelines.studies.agilegrid.settings.AgileGridSettings;
import io.fabula.pipelines.studies.agilegrid.stages.AgileGridStages;
import io.fabula.pipelines.studies.agilegrid.stages.GridAgent;
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
    return run.metric(AgileGridStages.EVALUATE_AGENTS, metric);
  }

  private Report report() throws IOException {
    List<Report.Section> sections = new ArrayList<>();
    sections.add(agents());
    sections.add(decisions());
    sections.add(interventions());
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
    if (run.artifact(AgileGridStages.EVALUATE_AGENTS).manifest().metrics().containsKey("best_none"))
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
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(AgileGridStages.EVALUATE_AGENTS));
    blocks.add(
        new ReportBlock.Table(
            "Mean return of %d episodes by the dig skills they have, %d %s"
                .formatted(
                    settings.evaluation().episodes(),
                    settings.seeds(),
                    settings.seeds() == 1 ? "seed" : "seeds"),
            header,
            rows));
    blocks.addAll(SetAgentTraining.speeds(run, GridAgent.of(settings)));
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

  private Report.Section decisions() throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (GridAgent agent : GridAgent.of(settings)) {
      if (!agent.agent().attends()) continue;
      for (String layer : SetMeasurement.LAYERS) {
        List<String> row =
            new ArrayList<>(
                List.of(
                    agent.agent().title() + ", seed " + agent.seed(),
                    layer.endsWith("1") ? "first" : "last"));
        for (String dig : List.of("orange", "pink")) {
          for (String where : List.of("at_the_river", "elsewhere")) {
            row.add(small(explained(agent, layer + "_right_to_dig_" + dig + "_" + where)));
          }
        }
        for (String spread : List.of("smallest", "largest")) {
          row.add(small(explained(agent, layer + "_row_" + spread)));
        }
        rows.add(row);
      }
    }
    List<ReportBlock> blocks =
        new ArrayList<>(
            parts.clips(
                AgileGridStages.EXPLAIN_DECISIONS,
                "Of each kind of agent the first episode that reached the goal and the first that"
                    + " did not, if there were any, seed %d.".formatted(settings.seed()),
                2));
    if (!rows.isEmpty()) {
      blocks.add(
          new ReportBlock.Table(
              "Mean weight of attention from a step right; with 7 actions an even weight is 0.1429",
              List.of(
                  "agent",
                  "layer",
                  "to dig orange, before its river",
                  "elsewhere",
                  "to dig pink, before its river",
                  "elsewhere",
                  "smallest of a row",
                  "largest of a row"),
              rows));
    }
    return new Report.Section(
        "What agents look at",
        "Every decision of %d episodes of each agent is written down with its weights of attention."
            .formatted(settings.explanation().episodes()),
        blocks);
  }

  private double explained(GridAgent agent, String metric) {
    return run.artifact(AgileGridStages.EXPLAIN_DECISIONS)
        .manifest()
        .metrics()
        .getOrDefault(agent.agent().id() + "_seed_" + agent.seed() + "_" + metric, Double.NaN);
  }

  private double intervened(GridAgent agent, String metric) {
    return run.artifact(AgileGridStages.INTERVENE_ON_SET)
        .manifest()
        .metrics()
        .getOrDefault(agent.agent().id() + "_seed_" + agent.seed() + "_" + metric, Double.NaN);
  }

  private Report.Section interventions() throws IOException {
    List<List<String>> effects = new ArrayList<>();
    List<List<String>> predictions = new ArrayList<>();
    List<ReportBlock.Claim> claims = new ArrayList<>();
    for (GridAgent agent : GridAgent.of(settings)) {
      String title = agent.agent().title() + ", seed " + agent.seed();
      effects.add(
          List.of(
              title,
              small(intervened(agent, "probability_change")),
              small(intervened(agent, "share_change")),
              small(intervened(agent, "value_change")),
              small(intervened(agent, "right_by_dig_orange")),
              small(intervened(agent, "right_by_dig_pink")),
              small(intervened(agent, "return_lost_without_dig"))));
      for (String layer : SetMeasurement.LAYERS) {
        double correlation = intervened(agent, layer);
        if (Double.isNaN(correlation)) continue;
        double low = intervened(agent, layer + "_minus_shuffled_low");
        predictions.add(
            List.of(
                title,
                layer.endsWith("1") ? "first" : "last",
                small(correlation),
                "%s to %s"
                    .formatted(
                        small(intervened(agent, layer + "_low")),
                        small(intervened(agent, layer + "_high"))),
                small(intervened(agent, layer + "_shuffled"))));
        claims.add(
            new ReportBlock.Claim(
                "%s: weights of the %s layer predict effects better than shuffled ones"
                    .formatted(title, layer.endsWith("1") ? "first" : "last"),
                low > 0,
                "rank correlation %s, difference to shuffled %s, 95 %% interval over episodes %s to"
                        .formatted(
                            small(correlation),
                            small(intervened(agent, layer + "_minus_shuffled")),
                            small(low))
                    + " "
                    + small(intervened(agent, layer + "_minus_shuffled_high"))));
      }
    }
    List<ReportBlock> blocks = new ArrayList<>();
    blocks.add(
        new ReportBlock.Note(
            true,
            "Attention is a hint; this is the effect",
            "Published graph attention is static: within one state and layer every row ranks the"
                + " actions alike, so a map of it cannot show one action looking at one partner and"
                + " another at another. What the agent does when an action is really gone is"
                + " measured here."));
    blocks.add(
        new ReportBlock.Table(
            "What removing one action changes for the others (means over states)",
            List.of(
                "agent",
                "probability",
                "share among those that stay",
                "value",
                "right before orange lava, by its dig",
                "right before pink lava, by its dig",
                "return lost without a dig"),
            effects));
    if (!predictions.isEmpty()) {
      blocks.addAll(parts.figures(AgileGridStages.INTERVENE_ON_SET));
      blocks.add(new ReportBlock.Verdicts("What is claimed", claims));
      blocks.add(
          new ReportBlock.Table(
              "Rank correlation of attention with what removing an action changes",
              List.of("agent", "layer", "correlation", "95 % interval", "shuffled weights"),
              predictions));
    }
    return new Report.Section(
        "What hangs on the set",
        "Each action of the set is removed, missing ones are added or exchanged, in %d states of %d"
                .formatted(
                    settings.intervention().statesPerEpisode() * settings.intervention().episodes(),
                    settings.intervention().episodes())
            + " episodes of each agent; in some of them it then plays on.",
        blocks);
  }

  private static String small(double value) {
    return Double.isNaN(value) ? "none" : String.format(Locale.ROOT, "%.4f", value);
  }

  private List<String> row(String title, String metric, String last) {
    List<String> row = new ArrayList<>(List.of(title, number(evaluated(metric))));
    for (SkillSet set : SkillSet.values()) {
      String name = metric + "_" + set.name().toLowerCase(Locale.ROOT);
      boolean played =
          run.artifact(AgileGridStages.EVALUATE_AGENTS).manifest().metrics().containsKey(name);
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
