package io.fabula.pipelines.studies.platform.stages;

import io.fabula.envs.platform.Platform;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.AgentEvaluation;
import io.fabula.model.agents.PlayerPolicy;
import io.fabula.model.agents.Policy;
import io.fabula.model.mpdqn.MpDqnNetwork;
import io.fabula.model.mpdqn.MpDqnPolicy;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.platform.settings.EvaluationSettings;
import io.fabula.pipelines.studies.platform.tables.PlatformTables;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Plays greedy episodes with the last and the best agent of each training, and as many at random,
 * all with the same noise of the world.
 *
 * @param name of the stage
 * @param agents the stage that trains them
 * @param options what decides the episodes beside the agents
 */
public record EvaluateAgents(String name, String agents, Options options) implements Stage {
  /** Returns above this reached the goal, where the sum of rewards is 1 but for rounding. */
  private static final double GOAL = 1 - 1e-9;

  /** Uniformly random actions. */
  static final String RANDOM = "random";

  /**
   * What decides the episodes beside the agents.
   *
   * @param seed of the first training
   * @param seeds number of trainings
   */
  public record Options(long seed, int seeds, EvaluationSettings evaluation)
      implements Serializable {}

  /** Returns per level. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier to JSON, never compared
  record Returns(long seed, double[] last, double[] best, double[] random) {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(agents);
  }

  @Override
  public Set<String> metricNames() {
    Set<String> names = new TreeSet<>(List.of("random_mean"));
    addNames(names, TrainAgents.LAST, options.seeds());
    addNames(names, TrainAgents.BEST, options.seeds());
    for (long seed = options.seed(); seed < options.seed() + options.seeds(); seed++) {
      names.add("seed_%d_last".formatted(seed));
      names.add("seed_%d_best".formatted(seed));
    }
    return names;
  }

  @Override
  public int shards(Inputs inputs) {
    return options.seeds();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    long seed = options.seed() + work.shard();
    double[] random = work.shard() == 0 ? returns(PlayerPolicy.random()) : new double[0];
    work.summary(
        new Returns(
            seed,
            agent(work, seed, TrainAgents.LAST),
            agent(work, seed, TrainAgents.BEST),
            random));
  }

  private double[] agent(ShardWork work, long seed, String checkpoint) throws Exception {
    try (MpDqnNetwork network = TrainAgents.load(work.input(agents), seed, checkpoint)) {
      return returns(new MpDqnPolicy(network));
    }
  }

  private double[] returns(Policy policy) {
    EvaluationSettings settings = options.evaluation();
    return new AgentEvaluation(
            Platform::new,
            settings.firstLevel(),
            settings.episodes(),
            Seeds.of(options.seed(), "evaluate"),
            1)
        .returns(policy);
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    List<Returns> all = new ArrayList<>();
    for (ShardResult shard : work.shards()) all.add(shard.summary(Returns.class));
    work.table(
        "returns.parquet",
        PlatformTables.RETURNS,
        table -> {
          for (Returns each : all) {
            EvaluationSettings played = options.evaluation();
            write(table, each.seed(), TrainAgents.LAST, each.last(), played);
            write(table, each.seed(), TrainAgents.BEST, each.best(), played);
            write(table, options.seed(), RANDOM, each.random(), played);
          }
        });
    Map<String, Double> metrics = new TreeMap<>();
    add(metrics, TrainAgents.LAST, all.stream().map(Returns::last).toList());
    add(metrics, TrainAgents.BEST, all.stream().map(Returns::best).toList());
    double[] random = all.get(0).random();
    metrics.put("random_mean", mean(random));
    for (Returns each : all) {
      metrics.put("seed_%d_last".formatted(each.seed()), mean(each.last()));
      metrics.put("seed_%d_best".formatted(each.seed()), mean(each.best()));
    }
    return metrics;
  }

  /** One row per level of an agent. */
  static void write(
      TableWriter table, long seed, String checkpoint, double[] returns, EvaluationSettings played)
      throws IOException {
    for (int i = 0; i < returns.length; i++) {
      table.write(seed, checkpoint, played.firstLevel() + (long) i, returns[i]);
    }
  }

  /** The names of what {@link #add} adds for so many seeds. */
  static void addNames(Set<String> names, String name, int seeds) {
    names.add(name + "_mean");
    names.add(name + "_goal_rate");
    if (seeds > 1) names.add(name + "_deviation_of_seeds");
  }

  /** Mean, deviation between seeds and share of episodes that reached the goal. */
  static void add(Map<String, Double> metrics, String name, List<double[]> seeds) {
    double[] means = seeds.stream().mapToDouble(EvaluateAgents::mean).toArray();
    double mean = mean(means);
    double squares = 0;
    for (double each : means) squares += (each - mean) * (each - mean);
    metrics.put(name + "_mean", mean);
    if (means.length > 1) {
      metrics.put(name + "_deviation_of_seeds", Math.sqrt(squares / (means.length - 1)));
    }
    metrics.put(
        name + "_goal_rate",
        mean(
            seeds.stream()
                .flatMapToDouble(Arrays::stream)
                .map(each -> each > GOAL ? 1 : 0)
                .toArray()));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
