package io.fabula.pipelines.studies.agilecreate.report;

import io.fabula.analysis.report.ReportBlock;
import io.fabula.envs.create.ToolSplit;
import io.fabula.model.agile.SetAgent;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.agilecreate.settings.AgileCreateSettings;
import io.fabula.pipelines.studies.agilecreate.stages.AgileCreateStages;
import io.fabula.pipelines.studies.agilecreate.stages.EvaluateTools;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What each agent earns by the activators in the set, with the tools of the first split. */
final class ReturnsByActivators {
  private ReturnsByActivators() {}

  /** Episodes of one player with one set. */
  private static final class Sums {
    private int episodes;
    private int goals;
    private double earned;

    void add(Row row) {
      episodes++;
      earned += row.number("return_raw");
      if (row.flag("goal_hit")) goals++;
    }

    String text() {
      return String.format(
          Locale.ROOT, "%.2f (%.1f %%)", earned / episodes, 100.0 * goals / episodes);
    }
  }

  static ReportBlock table(CompletedRun<AgileCreateSettings> run) {
    AgileCreateSettings settings = run.resolved().settings();
    ToolSplit first = settings.evaluation().splits().get(0);
    String split = first.name().toLowerCase(Locale.ROOT);
    Map<String, Map<String, Sums>> sets = new TreeMap<>();
    TableReader.forEach(
        run.artifact(AgileCreateStages.EVALUATE_TOOLS).file("episodes.parquet"),
        EvaluateTools.EPISODES,
        row -> {
          if (!row.text("split").equals(split)) return;
          sets.computeIfAbsent(row.text("activators"), any -> new TreeMap<>())
              .computeIfAbsent(row.text("agent"), any -> new Sums())
              .add(row);
        });
    Map<String, String> players = new LinkedHashMap<>();
    for (SetAgent each : settings.agents()) players.put(each.id(), each.title());
    players.put(EvaluateTools.RANDOM, "random play");
    List<String> header = new ArrayList<>(List.of("activators in the set", "episodes"));
    header.addAll(players.values());
    List<List<String>> rows = new ArrayList<>();
    sets.forEach(
        (set, all) -> {
          int episodes = all.values().stream().mapToInt(each -> each.episodes).min().orElse(0);
          List<String> row = new ArrayList<>();
          row.add(set.replace('_', ' '));
          row.add(Integer.toString(episodes));
          for (String player : players.keySet()) {
            Sums sums = all.get(player);
            row.add(sums == null ? "" : sums.text());
          }
          rows.add(row);
        });
    return new ReportBlock.Table(
        "Mean return, and how often the goal is reached, by the activators in the set; %s tools,"
                .formatted(split)
            + " episodes of each seed",
        header,
        rows);
  }
}
