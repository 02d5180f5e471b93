package io.fabula.pipelines.studies.agilegrid.stages;

import io.fabula.envs.diglava.DigLava;
import io.fabula.model.sets.interventions.NetworkJudge;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.actionsets.AttentionTable;
import io.fabula.pipelines.studies.actionsets.MeanWeights;
import io.fabula.pipelines.studies.agilegrid.settings.ExplanationSettings;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes down every decision of some episodes of each agent: the set, probabilities, value, and
 * where there are any the weights of attention; measures where a step right attends to the digs;
 * and shows an episode that reached the goal and one that did not.
 *
 * @param name of the stage
 * @param options what decides the episodes beside the agents
 */
public record ExplainDecisions(String name, Options options) implements Stage {
  /** Seed of the first level whose decisions are written down. */
  public static final long FIRST_LEVEL = 1L << 42;

  /**
   * What decides the episodes beside the agents.
   *
   * @param seed of the run
   */
  public record Options(long seed, List<GridAgent> agents, ExplanationSettings explanation)
      implements Serializable {
    public Options {
      agents = List.copyOf(agents);
    }
  }

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

  /** A table of decisions for sets of that many actions. */
  public static TableSchema decisions(int places) {
    return new TableSchema(
        "decisions",
        1,
        "A decision: where the agent stood, what it could choose from, and how likely each was.",
        AttentionTable.columns(
            Column.of("x", Column.Type.INT32).doc("column of the agent"),
            Column.of("y", Column.Type.INT32).doc("row of the agent, downwards"),
            Column.array("set", Column.Type.INTS, places).doc("ids of the set in order"),
            Column.of("action", Column.Type.INT32).doc("id of what was chosen"),
            Column.array("probability", Column.Type.DOUBLES, places)
                .doc("probability of each action of the set"),
            Column.of("value", Column.Type.DOUBLE).doc("predicted value").unit("scaled return")));
  }

  /** A table of attention in sets of that many actions. */
  public static TableSchema attention(int places) {
    return AttentionTable.schema(places, "decision", "action");
  }

  @Override
  public void run(ShardWork work) throws Exception {
    GridAgent agent = options.agents().get(work.shard());
    DigLava world = agent.world().newWorld();
    world.reset(0);
    int places = world.availableActions().ids().length;
    try (GridAgent.Trained trained = agent.open(work.input(agent.stage()));
        NetworkJudge judge = new NetworkJudge(trained.network(), world, 2)) {
      new ExplainedDecisions(options, work, agent, trained, judge, places).run();
    }
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    Map<String, Double> metrics = new TreeMap<>();
    for (ShardResult shard : work.shards()) {
      GridAgent agent = options.agents().get(shard.shard());
      MeanWeights.put(metrics, shard, agent.agent().id() + "_seed_" + agent.seed());
    }
    return metrics;
  }
}
