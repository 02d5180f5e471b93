package io.fabula.pipelines.studies.agilecreate.report;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.model.agile.SetAgent;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.studies.actionsets.SetMeasurement;
import io.fabula.pipelines.studies.agilecreate.settings.AgileCreateSettings;
import io.fabula.pipelines.studies.agilecreate.stages.AgileCreateStages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the report says of the relations between tools: what agents look at, and what has effects.
 */
final class ToolRelations {
  private static final List<String> LOOKED_AT = List.of("own_activator", "other_activator", "tool");

  private ToolRelations() {}

  private record Trained(SetAgent agent, long seed) {
    String title() {
      return agent.title() + ", seed " + seed;
    }

    String metric(String name) {
      return SetMeasurement.Subject.metrics(agent.id(), seed) + "_" + name;
    }
  }

  private static List<Trained> trained(AgileCreateSettings settings) {
    List<Trained> all = new ArrayList<>();
    for (SetAgent agent : settings.agents()) {
      for (long seed : settings.trainingSeeds()) all.add(new Trained(agent, seed));
    }
    return all;
  }

  private static double metric(CompletedRun<?> run, String stage, String name) {
    return run.artifact(stage).manifest().metrics().getOrDefault(name, Double.NaN);
  }

  private static String small(double value) {
    return Double.isNaN(value) ? "none" : String.format(Locale.ROOT, "%.4f", value);
  }

  /** Weights of attention, and clips. */
  static Report.Section looks(CompletedRun<AgileCreateSettings> run) throws IOException {
    AgileCreateSettings settings = run.resolved().settings();
    List<List<String>> rows = new ArrayList<>();
    for (Trained each : trained(settings)) {
      for (String layer : SetMeasurement.LAYERS) {
        if (!each.agent().attends()) continue;
        List<String> row = new ArrayList<>(List.of(each.title(), which(layer)));
        for (String what : LOOKED_AT) {
          String name = each.metric(layer + "_tool_to_" + what);
          row.add(small(metric(run, AgileCreateStages.EXPLAIN_CHOICES, name)));
        }
        rows.add(row);
      }
    }
    List<ReportBlock> blocks =
        new ArrayList<>(
            new ReportParts(run)
                .clips(
                    AgileCreateStages.EXPLAIN_CHOICES,
                    "Of each kind of agent the first episode that reached the goal, the first in"
                        + " which the target was only set in motion and the first in which it was"
                        + " not, where there were any, seed %d.".formatted(settings.seed()),
                    3));
    if (!rows.isEmpty()) {
      blocks.add(
          new ReportBlock.Table(
              "Mean weight of attention from a tool; an even weight is "
                  + small(1.0 / settings.world().actionSetSize()),
              List.of(
                  "agent",
                  "layer",
                  "to its own activator",
                  "to another activator",
                  "to another tool"),
              rows));
    }
    return new Report.Section(
        "What agents look at",
        "Every choice of %d episodes of each agent is written down with its weights of attention."
            .formatted(settings.explanation().episodes()),
        blocks);
  }

  private static String which(String layer) {
    return layer.equals(SetMeasurement.LAYERS.get(0)) ? "first" : "last";
  }

  /** What changes of the set change. */
  static Report.Section effects(CompletedRun<AgileCreateSettings> run) throws IOException {
    AgileCreateSettings settings = run.resolved().settings();
    String stage = AgileCreateStages.INTERVENE_ON_SET;
    List<List<String>> effects = new ArrayList<>();
    List<List<String>> predictions = new ArrayList<>();
    List<ReportBlock.Claim> claims = new ArrayList<>();
    for (Trained each : trained(settings)) {
      List<String> row = new ArrayList<>(List.of(each.title()));
      for (String name :
          List.of(
              "probability_change",
              "share_change",
              "value_change",
              "return_lost_without_activator")) {
        row.add(small(metric(run, stage, each.metric(name))));
      }
      effects.add(row);
      for (String layer : SetMeasurement.LAYERS) {
        double correlation = metric(run, stage, each.metric(layer));
        if (Double.isNaN(correlation)) continue;
        String name = each.metric(layer);
        predictions.add(
            List.of(
                each.title(),
                which(layer),
                small(correlation),
                interval(run, stage, name),
                small(metric(run, stage, name + "_shuffled"))));
        claims.add(
            new ReportBlock.Claim(
                "%s: weights of the %s layer predict effects better than shuffled ones"
                    .formatted(each.title(), which(layer)),
                metric(run, stage, name + "_minus_shuffled_low") > 0,
                "difference of rank correlations %s, 95 %% interval over episodes %s"
                    .formatted(
                        small(metric(run, stage, name + "_minus_shuffled")),
                        interval(run, stage, name + "_minus_shuffled"))));
      }
    }
    List<ReportBlock> blocks = new ArrayList<>();
    blocks.add(
        new ReportBlock.Table(
            "What removing one tool or activator changes for the others (means over states)",
            List.of(
                "agent",
                "probability",
                "share among those that stay",
                "value",
                "return lost without an activator"),
            effects));
    if (!predictions.isEmpty()) {
      blocks.addAll(new ReportParts(run).figures(stage));
      blocks.add(new ReportBlock.Verdicts("What is claimed", claims));
      blocks.add(
          new ReportBlock.Table(
              "Rank correlation of attention with what removing one changes",
              List.of("agent", "layer", "correlation", "95 % interval", "shuffled weights"),
              predictions));
    }
    return new Report.Section(
        "What hangs on the set",
        "Each tool of the set is removed; missing activators and some other tools are added, or"
            + " take the place of one, in %d states of %d episodes of each agent; in some of them"
                .formatted(
                    settings.intervention().statesPerEpisode() * settings.intervention().episodes(),
                    settings.intervention().episodes())
            + " it then plays on.",
        blocks);
  }

  private static String interval(CompletedRun<?> run, String stage, String name) {
    return "%s to %s"
        .formatted(
            small(metric(run, stage, name + "_low")), small(metric(run, stage, name + "_high")));
  }
}
