package io.fabula.pipelines.studies.agilecreate.stages;

import io.fabula.envs.create.Create;
import io.fabula.envs.create.ToolSplit;
import io.fabula.model.agile.SetNetwork;
import io.fabula.model.sets.interventions.NetworkJudge;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.actionsets.AttentionTable;
import io.fabula.pipelines.studies.actionsets.MeanWeights;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes down every choice of some episodes of each agent with its weights of attention, measures
 * how much tools look at their own activators, and shows an episode that reached the goal, one in
 * which the target was only set in motion and one in which it was not, where there were any.
 *
 * @param name of the stage
 * @param options what decides the episodes beside the agents
 */
public record ExplainChoices(String name, Options options) implements Stage {
  /**
   * What decides the episodes beside the agents.
   *
   * @param seed of the run
   * @param episodes of each agent
   */
  public record Options(long seed, List<CreateAgent> agents, int episodes) implements Serializable {
    public Options {
      agents = List.copyOf(agents);
    }
  }

  /** A table of choices from sets of that many tools. */
  public static TableSchema choices(int places) {
    return new TableSchema(
        "choices",
        1,
        "A choice: what was on offer, how likely each tool was, and what was placed where.",
        AttentionTable.columns(
            Column.array("set", Column.Type.INTS, places).doc("ids of the set in order"),
            Column.of("tool", Column.Type.INT32).doc("id of what was chosen"),
            Column.of("x", Column.Type.DOUBLE).doc("where it was to go, -1..1 to the right"),
            Column.of("y", Column.Type.DOUBLE).doc("where it was to go, -1..1 upwards"),
            Column.array("probability", Column.Type.DOUBLES, places)
                .doc("probability of each tool of the set"),
            Column.of("value", Column.Type.DOUBLE).doc("predicted value").unit("points")));
  }

  /** A table of attention in sets of that many tools. */
  public static TableSchema attention(int places) {
    return AttentionTable.schema(places, "choice", "tool");
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return CreateAgent.inputs(options.agents());
  }

  @Override
  public int shards(Inputs inputs) {
    return options.agents().size();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    CreateAgent agent = options.agents().get(work.shard());
    ToolWorlds worlds = agent.worlds(work::input);
    Create world = worlds.newWorld(ToolSplit.TRAIN);
    try (SetNetwork network = agent.open(work.input(agent.stage()), worlds);
        NetworkJudge judge = new NetworkJudge(network, world, 2)) {
      ExplainedChoices explained =
          new ExplainedChoices(options, work, agent, worlds, network, judge);
      work.summary(explained.write());
      boolean first =
          options.agents().subList(0, work.shard()).stream()
              .noneMatch(each -> each.agent() == agent.agent());
      if (first) explained.show(); // of each kind of agent that of the first seed
    }
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    Map<String, Double> metrics = new TreeMap<>();
    for (ShardResult shard : work.shards()) {
      CreateAgent agent = options.agents().get(shard.shard());
      MeanWeights.put(metrics, shard, agent.agent().id() + "_seed_" + agent.seed());
    }
    return metrics;
  }
}
