package io.fabula.pipelines.studies.scinet.stages;

import io.fabula.analysis.figures.LinePanels;
import io.fabula.envs.random.Seeds;
import io.fabula.envs.subgrid.SubGridWorld;
import io.fabula.model.scinet.EpisodeLog;
import io.fabula.model.scinet.PolicyEvaluation;
import io.fabula.model.scinet.PolicyTraining;
import io.fabula.model.scinet.PreferenceTable;
import io.fabula.model.scinet.StateSpace;
import io.fabula.model.training.TrainingRun;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.studies.FreshMeasurements;
import io.fabula.pipelines.studies.scinet.settings.AgentSettings;
import io.fabula.pipelines.studies.scinet.settings.BoxSettings;
import io.fabula.pipelines.studies.scinet.tables.AgentFiles;
import io.fabula.pipelines.studies.scinet.tables.PublishedAgents;
import io.fabula.pipelines.studies.scinet.tables.ScinetTables;
import io.fabula.pipelines.tables.CurveColumns;
import io.fabula.pipelines.tables.Row;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Trains one agent per objective, or takes those that exist, and plays them from every start. One
 * shard per agent.
 *
 * @param name of the stage
 * @param options what decides the agents
 */
public record TrainAgents(String name, Options options) implements Stage {
  /**
   * What decides the agents.
   *
   * @param seed root seed
   * @param world the box and the objectives
   * @param agents where they come from and how they learn
   */
  public record Options(long seed, BoxSettings world, AgentSettings agents)
      implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of();
  }

  @Override
  public int shards(Inputs inputs) {
    return options.world().agents();
  }

  private static String logFile(int agent) {
    return "policy_log-%d.parquet".formatted(agent + 1);
  }

  /** The episodes of an agent's training, from 0; missing where it was not trained. */
  static String episodesFile(int agent) {
    return "episodes-%d.parquet".formatted(agent + 1);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    int agent = work.shard();
    SubGridWorld world = options.world().world(agent);
    StateSpace space = StateSpace.of(world);
    PreferenceTable table =
        switch (options.agents().from()) {
          case TRAINING -> train(work, agent);
          case PUBLISHED ->
              PublishedAgents.table(agent, space, work.scratch("published.safetensors"));
          case ORACLE -> PreferenceTable.oracle(world);
        };
    if (options.agents().from() != AgentSettings.Source.TRAINING) {
      work.tensors(AgentFiles.name(agent), AgentFiles.write(new TensorFile(), table));
    }
    evaluate(work, world, table);
  }

  private PreferenceTable train(ShardWork work, int agent) throws Exception {
    long seed = Seeds.of(options.seed(), "agent", agent);
    try (PolicyTraining training =
        new PolicyTraining(() -> options.world().world(agent), options.agents().options(), seed)) {
      FreshMeasurements fresh =
          new FreshMeasurements(
              name,
              CurveColumns.ofFile(logFile(agent)),
              ScinetTables.policyLog(),
              training.log().columns(),
              training.log()::rows);
      boolean finished =
          new TrainingRun(training, work.checkpoints())
              .run(() -> report(work, training, fresh), work::note);
      if (!finished) throw new InterruptedException("training was interrupted");
      PreferenceTable table = training.table();
      work.tensors(AgentFiles.name(agent), AgentFiles.write(training.model(), table));
      work.table(
          logFile(agent),
          ScinetTables.policyLog(),
          rows -> ScinetTables.write(rows, training.log()));
      EpisodeLog episodes = training.episodes();
      work.table(
          episodesFile(agent),
          ScinetTables.EPISODES,
          rows -> {
            for (int i = 0; i < episodes.count(); i++) {
              rows.write(episodes.length(i), episodes.score(i));
            }
          });
      work.metric("episodes", episodes.count());
      work.metric("steps", (double) training.worldSteps());
      work.metric("updates", (double) training.updates());
      return table;
    }
  }

  private void report(ShardWork work, PolicyTraining training, FreshMeasurements fresh) {
    work.progress(
        training.steps(),
        options.agents().episodes(),
        "episodes",
        () -> {
          int last = training.log().rows().size() - 1;
          return last < 0
              ? ""
              : "mean length %.1f".formatted(training.log().rows().get(last).get("length_mean"));
        },
        fresh);
  }

  private void evaluate(ShardWork work, SubGridWorld world, PreferenceTable table) {
    PolicyEvaluation softmax =
        PolicyEvaluation.of(
            world,
            table,
            options.agents().softmax(),
            options.agents().evaluationRepeats(),
            options.seed());
    PolicyEvaluation greedy =
        PolicyEvaluation.of(world, table, Double.POSITIVE_INFINITY, 1, options.seed());
    work.metric("success", softmax.success());
    work.metric("mean_steps", softmax.meanSteps());
    work.metric("optimum", softmax.optimum());
    work.metric("greedy_success", greedy.success());
    if (softmax.success() > 0) work.metric("mean_steps_reached", softmax.meanStepsReached());
    if (greedy.success() > 0) work.metric("greedy_mean_steps_reached", greedy.meanStepsReached());
  }

  /** The name under which an agent's metric stands in the artifact. */
  public static String metric(int agent, String name) {
    return "agent_%d_%s".formatted(agent + 1, name);
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    Map<String, Double> metrics = new TreeMap<>();
    List<LinePanels.Line> lines = new ArrayList<>();
    for (ShardResult shard : work.shards()) {
      shard.metrics().forEach((key, value) -> metrics.put(metric(shard.shard(), key), value));
      for (Part part : shard.parts()) {
        if (!part.path().equals(logFile(shard.shard()))) continue;
        List<Row> rows = ScinetTables.rows(work.file(part), ScinetTables.policyLog());
        lines.add(
            new LinePanels.Line(
                "",
                "agent " + (shard.shard() + 1),
                ScinetTables.column(rows, "episodes"),
                ScinetTables.column(rows, "length_mean")));
      }
    }
    if (!lines.isEmpty()) {
      work.figure(
          LinePanels.of(
              new LinePanels.Words(
                  "episode-length",
                  "How long the agents' episodes are",
                  "Mean length of the last %d episodes of each agent over its training."
                      .formatted(options.agents().logEvery()),
                  "episodes of the agent",
                  "steps per episode"),
              lines,
              null));
    }
    return metrics;
  }
}
