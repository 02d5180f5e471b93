package io.fabula.pipelines.studies.agilecreate.stages;

import io.fabula.analysis.figures.FeatureBars;
import io.fabula.analysis.figures.Figure;
import io.fabula.analysis.figures.SeedBands;
import io.fabula.envs.create.ToolSplit;
import io.fabula.model.agile.SetAgent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the episodes of all agents say of them, with the tools of each split. */
final class ToolScores {
  private final EvaluateTools.Options options;

  /** The players of each kind, agents first, with their episodes by split. */
  private final Map<String, List<EvaluateTools.Found>> players = new LinkedHashMap<>();

  /**
   * Scores.
   *
   * @param all what each shard of the stage played
   */
  ToolScores(EvaluateTools.Options options, List<EvaluateTools.Found> all) {
    this.options = options;
    for (int shard = 0; shard < all.size(); shard++) {
      players.computeIfAbsent(options.player(shard), any -> new ArrayList<>()).add(all.get(shard));
    }
  }

  /** The names of {@link #metrics}. */
  static Set<String> names(EvaluateTools.Options options) {
    Set<String> names = new TreeSet<>();
    List<ToolSplit> splits = options.evaluation().splits();
    for (int shard = 0; shard <= options.agents().size(); shard++) {
      String player = options.player(shard);
      for (ToolSplit split : splits) {
        for (String measure : EvaluateTools.MEASURES) names.add(metric(player, split, measure));
        boolean agent = shard < options.agents().size();
        if (agent && split != ToolSplit.TRAIN && splits.contains(ToolSplit.TRAIN)) {
          names.add(gap(player, split));
        }
      }
    }
    return names;
  }

  private static String metric(String player, ToolSplit split, String measure) {
    return player + "_" + name(split) + "_" + measure;
  }

  private static String gap(String player, ToolSplit split) {
    return player + "_gap_to_" + name(split);
  }

  private static String name(ToolSplit split) {
    return split.name().toLowerCase(Locale.ROOT);
  }

  private static String title(String player) {
    return SetAgent.of(player).map(SetAgent::title).orElse("random play");
  }

  /** Means over episodes and seeds, and how much more often the goal is reached in training. */
  Map<String, Double> metrics() {
    Map<String, Double> metrics = new TreeMap<>();
    List<ToolSplit> splits = options.evaluation().splits();
    players.forEach(
        (player, seeds) -> {
          for (int s = 0; s < splits.size(); s++) {
            for (String measure : EvaluateTools.MEASURES) {
              double mean = Arrays.stream(bySeed(seeds, s, measure)).average().orElse(Double.NaN);
              metrics.put(metric(player, splits.get(s), measure), mean);
            }
          }
        });
    for (String player : players.keySet()) {
      Double train = metrics.get(metric(player, ToolSplit.TRAIN, "goal_hit"));
      if (train == null || player.equals(EvaluateTools.RANDOM)) continue;
      for (ToolSplit split : splits) {
        Double unseen = metrics.get(metric(player, split, "goal_hit"));
        if (split != ToolSplit.TRAIN && unseen != null) {
          metrics.put(gap(player, split), train - unseen);
        }
      }
    }
    return metrics;
  }

  private static double[] bySeed(List<EvaluateTools.Found> seeds, int split, String measure) {
    return seeds.stream()
        .mapToDouble(each -> ToolMeasures.of(each.splits().get(split)).value(measure))
        .toArray();
  }

  /** How often a tool is chosen whose activator is in the set. */
  Figure matchedChoices() {
    List<FeatureBars.Bar> bars = new ArrayList<>();
    List<ToolSplit> splits = options.evaluation().splits();
    for (int s = 0; s < splits.size(); s++) {
      for (Map.Entry<String, List<EvaluateTools.Found>> each : players.entrySet()) {
        double[] shares = bySeed(each.getValue(), s, "matched");
        bars.add(bar(name(splits.get(s)) + " tools", title(each.getKey()), shares));
      }
    }
    return FeatureBars.of(
        bars,
        new SeedBands.Words(
            "matched-choices",
            "Choices of a tool whose activator is in the set",
            "",
            "share of choices of tools"),
        "Mean over episodes and seeds; lines go from the lowest to the highest seed.");
  }

  /** What is earned by the activators on offer, with the tools of the first split. */
  Figure returnsByActivators() {
    Set<String> sets = new TreeSet<>();
    for (ToolEpisodes.Played each : players.values().iterator().next().get(0).splits().get(0)) {
      sets.add(each.activators());
    }
    List<FeatureBars.Bar> bars = new ArrayList<>();
    for (String set : sets) {
      players.forEach(
          (player, seeds) -> {
            double[] means =
                seeds.stream()
                    .map(seed -> with(set, seed.splits().get(0)))
                    .mapToDouble(episodes -> ToolMeasures.of(episodes).value("return"))
                    .toArray();
            bars.add(bar(set.replace('_', ' '), title(player), means));
          });
    }
    return FeatureBars.of(
        bars,
        new SeedBands.Words(
            "returns-by-activators",
            "Mean return by the activators in the set, %s tools"
                .formatted(name(options.evaluation().splits().get(0))),
            "",
            "return"),
        "Mean over episodes and seeds; lines go from the lowest to the highest seed.");
  }

  private static List<ToolEpisodes.Played> with(String set, List<ToolEpisodes.Played> episodes) {
    return episodes.stream().filter(each -> each.activators().equals(set)).toList();
  }

  private static FeatureBars.Bar bar(String feature, String method, double[] seeds) {
    double mean = Arrays.stream(seeds).average().orElse(Double.NaN);
    if (seeds.length < 2) return FeatureBars.Bar.of(feature, method, mean);
    double lowest = Arrays.stream(seeds).min().orElse(Double.NaN);
    double highest = Arrays.stream(seeds).max().orElse(Double.NaN);
    return new FeatureBars.Bar(feature, method, mean, lowest, highest);
  }
}
