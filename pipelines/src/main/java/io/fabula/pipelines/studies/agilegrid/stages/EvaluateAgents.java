package io.fabula.pipelines.studies.agilegrid.stages;

import io.fabula.analysis.figures.FeatureBars;
import io.fabula.analysis.figures.LearningCurve;
import io.fabula.analysis.figures.SeedBands;
import io.fabula.envs.diglava.DigLava;
import io.fabula.envs.diglava.DigLavaPlayer;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.EpisodePlayer;
import io.fabula.model.agents.StepView;
import io.fabula.model.agile.SetAgent;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.agents.PpoCurves;
import io.fabula.pipelines.studies.agilegrid.settings.EvaluationSettings;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Plays the same episodes with every trained agent and judges them by the set of actions that each
 * episode has, beside the best that can be earned with it.
 *
 * @param name of the stage
 * @param options what decides the episodes beside the agents
 */
public record EvaluateAgents(String name, Options options) implements Stage {
  private static final int BATCH = 64;

  /** The seed of the first episode; no training begins its levels there. */
  private static final long FIRST_LEVEL = 1L << 40;

  /** The table of episodes. */
  public static final TableSchema RETURNS =
      new TableSchema(
          "returns",
          1,
          "An episode of an agent: its set of actions and what was earned.",
          List.of(
              Column.of("agent", Column.Type.STRING).doc("the agent"),
              Column.of("seed", Column.Type.INT64).doc("seed of its training"),
              Column.of("level_seed", Column.Type.INT64).doc("seed of the episode"),
              Column.of("set", Column.Type.STRING).doc("dig skills of the episode"),
              Column.of("return_raw", Column.Type.DOUBLE)
                  .doc("undiscounted sum of rewards")
                  .unit("points"),
              Column.of("length", Column.Type.INT32).doc("steps of the episode").unit("steps"),
              Column.of("success", Column.Type.BOOLEAN).doc("whether the goal was reached"),
              Column.of("best_return", Column.Type.DOUBLE)
                  .doc("the most that can be earned with the set")
                  .unit("points")));

  /**
   * What decides the episodes beside the agents.
   *
   * @param seed of the run
   */
  public record Options(long seed, List<GridAgent> agents, EvaluationSettings evaluation)
      implements Serializable {
    public Options {
      agents = List.copyOf(agents);
    }
  }

  /** What one agent earned, per episode. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier to JSON, never compared
  record Played(double[] returns, int[] lengths, boolean[] successes) {}

  @Override
  public int version() {
    return 2;
  }

  @Override
  public List<String> inputs() {
    return options.agents().stream().map(GridAgent::stage).toList();
  }

  @Override
  public int shards(Inputs inputs) {
    return options.agents().size();
  }

  private List<EpisodePlayer.Request> requests() {
    List<EpisodePlayer.Request> all = new ArrayList<>();
    for (int i = 0; i < options.evaluation().episodes(); i++) {
      all.add(
          new EpisodePlayer.Request(i, FIRST_LEVEL + i, Seeds.of(options.seed(), "evaluate", i)));
    }
    return all;
  }

  @Override
  public void run(ShardWork work) throws Exception {
    GridAgent agent = options.agents().get(work.shard());
    int episodes = options.evaluation().episodes();
    Played played = new Played(new double[episodes], new int[episodes], new boolean[episodes]);
    try (GridAgent.Trained trained = agent.open(work.input(agent.stage()));
        EpisodePlayer player =
            new EpisodePlayer(
                trained.policy(options.evaluation().deterministicPolicy()),
                agent.world()::newWorld,
                Math.min(BATCH, episodes),
                EpisodePlayer.Options.wholeEpisodes())) {
      player.play(requests(), view -> add(played, view));
    }
    work.summary(played);
  }

  private static void add(Played played, StepView view) {
    int i = (int) view.request().id();
    played.returns[i] += view.reward();
    played.lengths[i]++;
    played.successes[i] |= view.completed();
  }

  /** Those of sets that none of the episodes has are not there. */
  @Override
  public Set<String> metricNames() {
    Set<String> names = new TreeSet<>();
    List<String> measured = new ArrayList<>(List.of("best"));
    for (SetAgent agent : agents()) {
      measured.add(agent.id());
      names.add(agent.id() + "_success");
    }
    names.addAll(measured);
    for (String each : measured) {
      for (SkillSet set : SkillSet.values()) {
        names.add(each + "_" + set.name().toLowerCase(Locale.ROOT));
      }
    }
    for (GridAgent each : options.agents()) {
      names.add(each.agent().id() + "_seed_" + each.seed());
    }
    return names;
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    DigLava world = options.agents().get(0).world().newWorld();
    List<SkillSet> sets = new ArrayList<>();
    Map<SkillSet, Double> best = new TreeMap<>();
    for (int i = 0; i < options.evaluation().episodes(); i++) {
      world.reset(FIRST_LEVEL + i);
      SkillSet set = SkillSet.of(world.availableActions());
      sets.add(set);
      if (!best.containsKey(set)) best.put(set, bestReturn(world));
    }
    List<Played> all = work.shards().stream().map(shard -> shard.summary(Played.class)).toList();
    write(work, all, sets, best);
    drawCurves(work, best);
    return metrics(work, all, sets, best);
  }

  /** What the best player earns from here to the end of the episode. */
  static double bestReturn(DigLava world) {
    DigLavaPlayer player = new DigLavaPlayer();
    double sum = 0;
    while (!world.done()) {
      world.step(player.act(world));
      sum += world.reward();
    }
    return sum;
  }

  private void write(
      FinishWork work, List<Played> all, List<SkillSet> sets, Map<SkillSet, Double> best)
      throws Exception {
    work.table(
        "returns.parquet",
        RETURNS,
        table -> {
          for (int a = 0; a < all.size(); a++) {
            GridAgent agent = options.agents().get(a);
            Played each = all.get(a);
            for (int i = 0; i < sets.size(); i++) {
              table.write(
                  agent.agent().id(),
                  agent.seed(),
                  FIRST_LEVEL + i,
                  sets.get(i).title(),
                  each.returns[i],
                  each.lengths[i],
                  each.successes[i],
                  best.get(sets.get(i)));
            }
          }
        });
  }

  private Map<String, Double> metrics(
      FinishWork work, List<Played> all, List<SkillSet> sets, Map<SkillSet, Double> best)
      throws Exception {
    Map<String, Double> metrics = new TreeMap<>();
    List<FeatureBars.Bar> bars = new ArrayList<>();
    for (Map.Entry<SkillSet, Double> each : best.entrySet()) {
      String set = each.getKey().name().toLowerCase(Locale.ROOT);
      metrics.put("best_" + set, each.getValue());
    }
    metrics.put("best", sets.stream().mapToDouble(best::get).average().orElse(Double.NaN));
    for (SetAgent agent : agents()) {
      List<Played> own = new ArrayList<>();
      for (int a = 0; a < all.size(); a++) {
        if (options.agents().get(a).agent() != agent) continue;
        own.add(all.get(a));
        metrics.put(
            agent.id() + "_seed_" + options.agents().get(a).seed(), mean(all.get(a).returns));
      }
      metrics.put(agent.id(), own.stream().mapToDouble(p -> mean(p.returns)).average().orElse(0));
      metrics.put(agent.id() + "_success", success(own));
      for (SkillSet set : best.keySet()) {
        double[] means = own.stream().mapToDouble(p -> mean(p.returns, sets, set)).toArray();
        metrics.put(agent.id() + "_" + set.name().toLowerCase(Locale.ROOT), mean(means));
        bars.add(
            new FeatureBars.Bar(
                set.title(),
                agent.title(),
                mean(means),
                Arrays.stream(means).min().orElse(0),
                Arrays.stream(means).max().orElse(0)));
      }
    }
    // behind the agents, whose colours are then those of their learning curves
    best.forEach((set, value) -> bars.add(FeatureBars.Bar.of(set.title(), "best possible", value)));
    work.figure(
        FeatureBars.of(
            bars,
            new SeedBands.Words(
                "returns-by-set", "Mean return by the dig skills of the episode", "", "return"),
            "Mean over episodes and seeds; lines go from the lowest to the highest seed."));
    return metrics;
  }

  private List<SetAgent> agents() {
    return options.agents().stream().map(GridAgent::agent).distinct().toList();
  }

  private static double success(List<Played> played) {
    double sum = 0;
    for (Played each : played) {
      int count = 0;
      for (boolean success : each.successes) if (success) count++;
      sum += (double) count / each.successes.length;
    }
    return sum / played.size();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  private static double mean(double[] returns, List<SkillSet> sets, SkillSet set) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < returns.length; i++) {
      if (sets.get(i) != set) continue;
      sum += returns[i];
      count++;
    }
    return sum / count;
  }

  private void drawCurves(FinishWork work, Map<SkillSet, Double> best) throws Exception {
    List<LearningCurve.Reference> references = new ArrayList<>();
    for (Map.Entry<SkillSet, Double> each : best.entrySet()) {
      references.add(
          new LearningCurve.Reference("best with " + each.getKey().title(), each.getValue()));
    }
    List<PpoCurves.Training> trainings =
        options.agents().stream()
            .map(each -> new PpoCurves.Training(each.agent().title(), each.seed(), each.stage()))
            .toList();
    work.figure(PpoCurves.of(work, trainings, references, options.seed()));
  }
}
