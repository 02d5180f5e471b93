package io.fabula.pipelines.studies.agents;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.figures.LearningCurve;
import io.fabula.envs.Environment;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.AgentEvaluation;
import io.fabula.model.agents.Policy;
import io.fabula.model.ppo.PpoLog;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.TrainingTables;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares an agent with other policies, level by level, on the same levels. Metrics are the mean
 * return of each ({@code agent}, {@code random}) and the mean of the paired differences with its
 * interval ({@code agent_minus_random}, {@code ..._low}, {@code ..._high}).
 *
 * @param name of the stage
 * @param agent the stage that makes the agent
 * @param options what decides the comparison beside the agent
 * @param <O> the record of options
 */
public record EvaluateAgent<O extends Record & Comparison>(String name, String agent, O options)
    implements Stage {
  private static final int VERSION = 5;
  private static final String AGENT = "agent";
  private static final int SMOOTHING = 10;

  /** As many episodes as the log averages over; before that the mean is of the shortest ones. */
  private static final int SETTLED = 40;

  /** Undiscounted raw returns, {@code [policy, level]}; the agent's first. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier to JSON, never compared
  record Returns(double[][] returns) {}

  /** One row per level: undiscounted raw returns. */
  static TableSchema schema(Comparison comparison) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("level_seed", Column.Type.INT32).doc("the level that was played"));
    columns.add(returns(AGENT, "the agent", comparison.unit()));
    for (Baseline each : comparison.baselines()) {
      columns.add(returns(each.name(), each.doc(), comparison.unit()));
    }
    return new TableSchema(
        "returns", 1, "A level and the undiscounted returns of the policies in it.", columns);
  }

  private static Column returns(String name, String whose, String unit) {
    return Column.of(name, Column.Type.FLOAT).doc("return of " + whose).unit(unit);
  }

  /** Whether an artifact of this stage shows that the agent does better than a baseline. */
  public static boolean betterThan(String baseline, Artifact artifact) {
    return artifact.manifest().metric(AGENT + "_minus_" + baseline + "_low") > 0;
  }

  public EvaluateAgent {
    if (options.levels().items() < 2) {
      throw new IllegalArgumentException("levels must be at least 2, for an interval");
    }
  }

  @Override
  public int version() {
    return VERSION + options.version();
  }

  @Override
  public List<String> inputs() {
    return List.of(agent);
  }

  @Override
  public int shards(Inputs inputs) {
    return options.levels().shards();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    AgentEvaluation evaluation =
        new AgentEvaluation(
            options::newWorld,
            options.firstLevel() + options.levels().first(work.shard()),
            options.levels().count(work.shard()),
            Seeds.of(options.seed(), "evaluate", work.shard()),
            work.threads());
    List<Baseline> baselines = options.baselines();
    try (PlayedAgent player = options.open(work.input(agent))) {
      List<Policy> policies = new ArrayList<>(List.of(player.policy()));
      for (Baseline each : baselines) policies.add(each.policy());
      double[][] returns = new double[policies.size()][];
      for (int i = 0; i < returns.length; i++) returns[i] = evaluation.returns(policies.get(i));
      work.summary(new Returns(returns));
    }
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    List<Baseline> baselines = options.baselines();
    double[][] returns = new double[1 + baselines.size()][];
    for (int i = 0; i < returns.length; i++) returns[i] = join(work.shards(), i);
    write(work, returns);
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put(AGENT, mean(returns[0]));
    List<LearningCurve.Reference> references = new ArrayList<>();
    for (int i = 1; i < returns.length; i++) {
      Baseline baseline = baselines.get(i - 1);
      metrics.put(baseline.name(), mean(returns[i]));
      add(metrics, AGENT + "_minus_" + baseline.name(), returns[0], returns[i]);
      references.add(new LearningCurve.Reference(baseline.title(), mean(returns[i])));
    }
    drawCurve(work, references);
    return metrics;
  }

  private void write(FinishWork work, double[][] returns) throws Exception {
    Environment world = options.newWorld();
    work.table(
        "returns.parquet",
        schema(options),
        table -> {
          Object[] row = new Object[1 + returns.length];
          for (int level = 0; level < returns[0].length; level++) {
            row[0] = (int) world.levelOf(options.firstLevel() + (long) level);
            for (int i = 0; i < returns.length; i++) row[1 + i] = (float) returns[i][level];
            table.write(row);
          }
        });
  }

  /** The agent's training against the baselines, where it was trained here. */
  private void drawCurve(FinishWork work, List<LearningCurve.Reference> references)
      throws Exception {
    Artifact trained = work.input(agent);
    if (trained.parts(TrainingTables.PART).isEmpty()) return;
    List<Row> rows = new ArrayList<>();
    TableReader.forEach(trained.file(TrainingTables.PART), TrainingTables.LOG, rows::add);
    work.figure(
        LearningCurve.of(
            List.of(
                curve("training levels", rows, PpoLog.NUM_EPISODES, PpoLog.MEAN_EPISODE_REWARDS),
                curve(
                    "validation levels",
                    rows,
                    PpoLog.NUM_EPISODES_VAL,
                    PpoLog.VAL_MEAN_EPISODE_REWARDS)),
            references,
            SMOOTHING));
  }

  private LearningCurve.Curve curve(String series, List<Row> rows, String episodes, String column) {
    return new LearningCurve.Curve(
        series,
        "seed " + options.seed(),
        rows.stream().mapToDouble(row -> row.longInteger(PpoLog.TIMESTEPS)).toArray(),
        rows.stream()
            .mapToDouble(
                row -> row.longInteger(episodes) < SETTLED ? Double.NaN : row.numberOrNaN(column))
            .toArray());
  }

  private void add(Map<String, Double> metrics, String name, double[] first, double[] second) {
    BootstrapInterval difference =
        BootstrapInterval.ofPairs(
            second,
            first,
            BootstrapInterval.Options.withSeed(Seeds.of(options.seed(), "bootstrap")));
    metrics.put(name, difference.mean());
    metrics.put(name + "_low", difference.low());
    metrics.put(name + "_high", difference.high());
  }

  private static double[] join(List<ShardResult> shards, int policy) {
    return shards.stream()
        .map(shard -> shard.summary(Returns.class).returns()[policy])
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
