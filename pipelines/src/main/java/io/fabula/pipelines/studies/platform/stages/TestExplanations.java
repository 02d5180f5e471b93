package io.fabula.pipelines.studies.platform.stages;

import io.fabula.analysis.figures.FeatureBars;
import io.fabula.analysis.figures.SeedBands;
import io.fabula.analysis.saliency.DeletionTest;
import io.fabula.envs.platform.PlatformState;
import io.fabula.envs.random.Seeds;
import io.fabula.model.mpdqn.MpDqnNetwork;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardCount;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.platform.settings.DeletionSettings;
import io.fabula.pipelines.studies.platform.tables.Decisions;
import io.fabula.pipelines.studies.platform.tables.DeletionTable;
import io.fabula.pipelines.studies.platform.tables.ExplanationTable;
import io.fabula.pipelines.studies.platform.tables.Importance;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Asks whether what explanations call important is: each feature of a decision is given other
 * values that occur, and what that changes is compared between the most important feature, the
 * others and a random one.
 *
 * @param name of the stage
 * @param agents the stage that trains the agent
 * @param rollouts the stage that records it
 * @param explanations the stage that explains its decisions
 * @param options what decides the test beside them
 */
public record TestExplanations(
    String name, String agents, String rollouts, String explanations, Options options)
    implements Stage {
  /** Last words of the metrics of a finding. */
  private static final List<String> FINDING =
      List.of("_top", "_others", "_random", "_difference", "_low", "_high");

  /** What is compared. */
  enum Outcome {
    NETWORK_ACTION("network", "action_changed", "another action, network"),
    NETWORK_PARAMETER("network", "parameter_changed", "change of the parameter, network"),
    WORLD_ACTION("world", "action_changed", "another action, world"),
    WORLD_PARAMETER("world", "parameter_changed", "change of the parameter, world"),
    WORLD_RETURN("world", "return_changed", "change of the outcome, world");

    final String place;
    final String column;
    final String words;

    Outcome(String place, String column, String words) {
      this.place = place;
      this.column = column;
      this.words = words;
    }
  }

  /** What decides the test beside its inputs. */
  public record Options(long seed, DeletionSettings deletion) implements Serializable {}

  /** One row of the table of findings. */
  private record Found(Importance way, Outcome outcome, DeletionTest.Finding finding) {}

  @Override
  public int version() {
    return 2;
  }

  @Override
  public List<String> inputs() {
    return List.of(agents, rollouts, explanations);
  }

  @Override
  public Set<String> metricNames() {
    Set<String> names = new TreeSet<>();
    for (Importance way : Importance.values()) {
      for (Outcome outcome : Outcome.values()) {
        for (String each : FINDING) names.add(metric(way, outcome) + each);
      }
    }
    return names;
  }

  private ShardCount split(int recorded) {
    DeletionSettings settings = options.deletion();
    return new ShardCount(Math.min(settings.episodes(), recorded), settings.episodesPerShard());
  }

  private ShardCount split(Inputs inputs) {
    return split((int) inputs.of(rollouts).manifest().metric("episodes"));
  }

  @Override
  public int shards(Inputs inputs) {
    return split(inputs).shards();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    Decisions decisions = Decisions.read(work.input(rollouts));
    ShardCount split = split(decisions.episodes().size());
    int first = split.first(work.shard());
    int count = split.count(work.shard());
    try (MpDqnNetwork agent = TrainAgents.loadBest(work.input(agents));
        FeatureEffects effects =
            new FeatureEffects(agent, decisions, options.deletion(), options.seed())) {
      work.table(
          PartName.of("effects", work.shard(), split.shards()),
          DeletionTable.EFFECTS,
          table -> {
            for (int e = first; e < first + count; e++) {
              test(effects, decisions.episodes().get(e), table);
              work.progress(e - first + 1L, count, "episodes");
            }
          });
    }
  }

  private static void test(FeatureEffects effects, Decisions.Episode episode, TableWriter table)
      throws IOException {
    List<PlatformState> states = FeatureEffects.states(episode);
    for (int t = 0; t < episode.length(); t++) {
      float[] seen = episode.states().get(t);
      write(table, episode.number(), t, "network", effects.inNetwork(episode.number(), t, seen));
      write(
          table, episode.number(), t, "world", effects.inWorld(episode.number(), t, states.get(t)));
    }
  }

  private static void write(
      TableWriter table, int episode, int t, String place, List<FeatureEffects.Effect> effects)
      throws IOException {
    for (int i = 0; i < effects.size(); i++) {
      FeatureEffects.Effect each = effects.get(i);
      table.write(
          episode,
          t,
          place,
          ExplainDecisions.FEATURES.get(i),
          each.values(),
          TableWriter.orMissing(each.actionChanged()),
          TableWriter.orMissing(each.parameterChanged()),
          TableWriter.orMissing(each.returnChanged()));
    }
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    Map<String, double[]> effects = effects(work);
    List<Row> explained = ExplanationTable.read(work.input(explanations));
    List<Found> all = new ArrayList<>();
    for (Importance way : Importance.values()) {
      for (Outcome outcome : Outcome.values()) {
        List<DeletionTest.State> states = states(explained, effects, way, outcome);
        if (states.isEmpty()) continue;
        long seed = Seeds.of(options.seed(), "bootstrap");
        all.add(new Found(way, outcome, DeletionTest.of(states, seed)));
      }
    }
    work.table(
        "findings.parquet",
        DeletionTable.FINDINGS,
        table -> {
          for (Found each : all) table.write(row(each));
        });
    for (Outcome outcome : Outcome.values()) figure(work, all, outcome);
    Map<String, Double> metrics = new TreeMap<>();
    for (Found each : all) {
      String key = metric(each.way(), each.outcome());
      double[] found = {
        each.finding().top(),
        each.finding().others(),
        each.finding().random(),
        each.finding().topMinusOthers().mean(),
        each.finding().topMinusOthers().low(),
        each.finding().topMinusOthers().high()
      };
      for (int i = 0; i < found.length; i++) metrics.put(key + FINDING.get(i), found[i]);
    }
    return metrics;
  }

  /** First words of the metrics of a finding. */
  static String metric(Importance way, Outcome outcome) {
    return (way.name() + "_" + outcome.name()).toLowerCase(Locale.ROOT);
  }

  /** Effects per feature of each decision and outcome. */
  private static Map<String, double[]> effects(FinishWork work) {
    Map<String, double[]> effects = new HashMap<>();
    for (ShardResult shard : work.shards()) {
      TableReader.forEach(
          work.file(shard.parts().get(0)),
          DeletionTable.EFFECTS,
          row -> {
            int feature = ExplainDecisions.FEATURES.indexOf(row.text("feature"));
            for (Outcome outcome : Outcome.values()) {
              if (!outcome.place.equals(row.text("place"))) continue;
              String key = key(row.integer("episode"), row.integer("t"), outcome);
              effects.computeIfAbsent(key, made -> missing())[feature] =
                  row.numberOrNaN(outcome.column);
            }
          });
    }
    return effects;
  }

  private static double[] missing() {
    double[] missing = new double[ExplainDecisions.FEATURES.size()];
    Arrays.fill(missing, Double.NaN);
    return missing;
  }

  private static String key(int episode, int t, Outcome outcome) {
    return episode + " " + t + " " + outcome;
  }

  /** Decisions of which something is ranked and at least two features could be changed. */
  private static List<DeletionTest.State> states(
      List<Row> explained, Map<String, double[]> effects, Importance way, Outcome outcome) {
    List<DeletionTest.State> states = new ArrayList<>();
    for (Row row : explained) {
      int episode = row.integer("episode");
      double[] changed = effects.get(key(episode, row.integer("t"), outcome));
      double[] scores = row.doubles(way.column());
      if (changed == null || Arrays.stream(scores).allMatch(each -> each == 0)) continue;
      if (Arrays.stream(changed).filter(each -> !Double.isNaN(each)).count() < 2) continue;
      states.add(new DeletionTest.State(episode, scores, changed));
    }
    return states;
  }

  private static Object[] row(Found each) {
    DeletionTest.Finding finding = each.finding();
    return new Object[] {
      each.way().words(),
      each.outcome().place,
      each.outcome().column,
      finding.states(),
      finding.groups(),
      finding.top(),
      finding.others(),
      finding.random(),
      finding.topMinusOthers().mean(),
      finding.topMinusOthers().low(),
      finding.topMinusOthers().high(),
      finding.topMinusRandom().mean(),
      finding.topMinusRandom().low(),
      finding.topMinusRandom().high(),
      TableWriter.orMissing(finding.rankCorrelation())
    };
  }

  private static void figure(FinishWork work, List<Found> all, Outcome outcome) throws Exception {
    List<FeatureBars.Bar> bars = new ArrayList<>();
    for (Found each : all) {
      if (each.outcome() != outcome) continue;
      String way = each.way().words();
      bars.add(FeatureBars.Bar.of(way, "most important feature", each.finding().top()));
      bars.add(FeatureBars.Bar.of(way, "other features", each.finding().others()));
      bars.add(FeatureBars.Bar.of(way, "random feature", each.finding().random()));
    }
    if (bars.isEmpty()) return;
    String file = "deletion-" + outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    work.figure(
        FeatureBars.of(
            bars,
            new SeedBands.Words(file, "Deletion test: " + outcome.words, "", outcome.words),
            "Mean effect of giving the feature that each explanation calls most important other"
                + " values that occur, against the other features and a random one."));
  }
}
