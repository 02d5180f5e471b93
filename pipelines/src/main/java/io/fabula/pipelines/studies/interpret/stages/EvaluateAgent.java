package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.analysis.figures.LearningCurve;
import io.fabula.envs.Action;
import io.fabula.envs.coinrun.CoinRun;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.AgentEvaluation;
import io.fabula.model.agents.NetworkPolicy;
import io.fabula.model.agents.PairedDifference;
import io.fabula.model.agents.PlayerPolicy;
import io.fabula.model.impala.ImpalaAgent;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.TrainingTables;
import io.fabula.pipelines.studies.interpret.settings.EvaluationSettings;
import io.fabula.pipelines.studies.interpret.settings.WorldSettings;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares the agent with two scripted policies, level by level, on the same levels.
 *
 * @param name of the stage
 * @param agent the stage that makes the agent
 * @param options what decides the comparison beside the agent
 */
public record EvaluateAgent(String name, String agent, Options options) implements Stage {
  private static final int SMOOTHING = 10;

  /** As many episodes as the log averages over; before that the mean is of the shortest ones. */
  private static final int SETTLED = 40;

  /** One row per level: undiscounted raw returns in points. */
  static final TableSchema RETURNS =
      new TableSchema(
          "returns",
          1,
          "A level and the undiscounted returns of three policies in it.",
          List.of(
              Column.of("level_seed", Column.Type.INT32).doc("the level that was played"),
              Column.of("agent", Column.Type.FLOAT).doc("return of the agent").unit("points"),
              Column.of("right_and_up", Column.Type.FLOAT)
                  .doc("return of a policy that always runs right and jumps")
                  .unit("points"),
              Column.of("random", Column.Type.FLOAT)
                  .doc("return of uniformly random actions")
                  .unit("points")));

  /**
   * What decides the comparison beside the agent.
   *
   * @param seed root seed
   * @param world which CoinRun is played
   * @param trainableInitialState whether the agent learned to start from its initial state
   * @param evaluation on which levels, and how
   */
  public record Options(
      long seed, WorldSettings world, boolean trainableInitialState, EvaluationSettings evaluation)
      implements Serializable {}

  @SuppressWarnings("ArrayRecordComponent") // a carrier to JSON, never compared
  record Returns(double[] agent, double[] rightAndUp, double[] random) {}

  @Override
  public int version() {
    return 4;
  }

  @Override
  public List<String> inputs() {
    return List.of(agent);
  }

  /** Whether an artifact of this stage shows that the agent does better than random play. */
  static boolean betterThanRandom(Artifact artifact) {
    return artifact.manifest().metric("agent_minus_random_low") > 0;
  }

  @Override
  public int shards(Inputs inputs) {
    return options.evaluation().shards().shards();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    EvaluationSettings settings = options.evaluation();
    int done = settings.shards().first(work.shard());
    int levels = settings.shards().count(work.shard());
    AgentEvaluation evaluation =
        new AgentEvaluation(
            () -> new CoinRun(options.world().unlimited()),
            settings.firstLevel() + done,
            levels,
            Seeds.of(options.seed(), "evaluate", work.shard()),
            1);
    try (ImpalaNetwork network = TrainAgent.load(work.input(agent))) {
      ImpalaAgent player = new ImpalaAgent(network, options.trainableInitialState());
      work.summary(
          new Returns(
              evaluation.returns(new NetworkPolicy(player, settings.modal())),
              evaluation.returns(PlayerPolicy.constant(Action.of(CoinRun.RIGHT_AND_UP))),
              evaluation.returns(PlayerPolicy.random())));
    }
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    List<Returns> shards = new ArrayList<>();
    for (ShardResult shard : work.shards()) shards.add(shard.summary(Returns.class));
    double[] returns = join(shards.stream().map(Returns::agent).toList());
    double[] rightAndUp = join(shards.stream().map(Returns::rightAndUp).toList());
    double[] random = join(shards.stream().map(Returns::random).toList());
    CoinRun world = new CoinRun(options.world().unlimited());
    work.table(
        "returns.parquet",
        RETURNS,
        table -> {
          for (int i = 0; i < returns.length; i++) {
            table.write(
                (int) world.levelOf(options.evaluation().firstLevel() + (long) i),
                (float) returns[i],
                (float) rightAndUp[i],
                (float) random[i]);
          }
        });
    drawCurve(work, mean(rightAndUp), mean(random));
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("agent", mean(returns));
    metrics.put("right_and_up", mean(rightAndUp));
    metrics.put("random", mean(random));
    add(metrics, "agent_minus_right_and_up", returns, rightAndUp);
    add(metrics, "agent_minus_random", returns, random);
    return metrics;
  }

  /** The agent's training against the two policies, where it was trained here. */
  private void drawCurve(FinishWork work, double rightAndUp, double random) throws Exception {
    Artifact trained = work.input(agent);
    if (trained.parts(TrainAgent.LOG).isEmpty()) return;
    List<Row> rows = new ArrayList<>();
    TableReader.forEach(trained.file(TrainAgent.LOG), TrainingTables.LOG, rows::add);
    work.figure(
        LearningCurve.of(
            List.of(
                curve("training levels", rows, "num_episodes", "mean_episode_rewards"),
                curve("validation levels", rows, "num_episodes_val", "val_mean_episode_rewards")),
            List.of(
                new LearningCurve.Reference("right and jump", rightAndUp),
                new LearningCurve.Reference("random", random)),
            SMOOTHING));
  }

  private LearningCurve.Curve curve(String series, List<Row> rows, String episodes, String column) {
    return new LearningCurve.Curve(
        series,
        "seed " + options.seed(),
        rows.stream().mapToDouble(row -> row.longInteger("timesteps")).toArray(),
        rows.stream()
            .mapToDouble(
                row -> row.longInteger(episodes) < SETTLED ? Double.NaN : mean(row, column))
            .toArray());
  }

  private static double mean(Row row, String column) {
    return row.get(column) instanceof Double value ? value : Double.NaN;
  }

  private void add(Map<String, Double> metrics, String name, double[] first, double[] second) {
    PairedDifference difference =
        PairedDifference.of(first, second, Seeds.of(options.seed(), "bootstrap"));
    metrics.put(name, difference.mean());
    metrics.put(name + "_low", difference.low());
    metrics.put(name + "_high", difference.high());
  }

  private static double[] join(List<double[]> parts) {
    return parts.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
