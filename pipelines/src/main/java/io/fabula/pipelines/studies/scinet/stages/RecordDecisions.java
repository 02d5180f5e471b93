package io.fabula.pipelines.studies.scinet.stages;

import io.fabula.envs.random.Seeds;
import io.fabula.envs.subgrid.SubGridWorld;
import io.fabula.model.scinet.FirstDecisions;
import io.fabula.model.scinet.GlowTargets;
import io.fabula.model.scinet.PreferenceTable;
import io.fabula.model.scinet.SelectionData;
import io.fabula.model.scinet.StateSpace;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.scinet.settings.AgentSettings;
import io.fabula.pipelines.studies.scinet.settings.BoxSettings;
import io.fabula.pipelines.studies.scinet.settings.DataSettings;
import io.fabula.pipelines.studies.scinet.tables.AgentFiles;
import io.fabula.pipelines.studies.scinet.tables.ScinetTables;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plays the agents and records what their first decisions earned. One shard per agent.
 *
 * @param name of the stage
 * @param agents the stage that makes the agents
 * @param options what decides the rows beside the agents
 */
public record RecordDecisions(String name, String agents, Options options) implements Stage {
  /**
   * What decides the rows beside the agents.
   *
   * @param seed root seed
   * @param world the box and the objectives
   * @param softmax factor of preferences when the agents play on
   * @param glow share of the glow lost per step
   * @param threshold glow that is too little for a row
   * @param data how many rows
   */
  public record Options(
      long seed,
      BoxSettings world,
      double softmax,
      double glow,
      double threshold,
      DataSettings data)
      implements Serializable {
    /** What the settings say. */
    public static Options of(
        long seed, BoxSettings world, AgentSettings agents, DataSettings data) {
      return new Options(seed, world, agents.softmax(), agents.glow(), agents.threshold(), data);
    }
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(agents);
  }

  @Override
  public int shards(Inputs inputs) {
    return options.world().agents();
  }

  private static String file(int agent) {
    return "decisions-%d.parquet".formatted(agent + 1);
  }

  /** The rows of all agents. */
  static List<SelectionData> read(Artifact artifact, StateSpace space, int agents) {
    List<SelectionData> data = new ArrayList<>();
    for (int e = 0; e < agents; e++) data.add(ScinetTables.read(artifact.file(file(e)), space));
    return data;
  }

  @Override
  public void run(ShardWork work) throws Exception {
    int agent = work.shard();
    SubGridWorld world = options.world().world(agent);
    StateSpace space = StateSpace.of(world);
    PreferenceTable table = AgentFiles.read(work.input(agents), agent, space);
    GlowTargets targets = new GlowTargets(options.glow(), 0, options.threshold());
    SelectionData data =
        new FirstDecisions(world, table, options.softmax(), targets, options.data().rewardScale())
            .make(options.data().rows(), Seeds.of(options.seed(), "decisions", agent));
    if (data.skipped() > 0) {
      work.note(
          ("agent %d prefers all actions alike in the first state of %d of %d episodes, which give"
                  + " no row of target 0")
              .formatted(agent + 1, data.skipped(), data.episodes()));
    }
    work.table(
        file(agent),
        ScinetTables.decisions(space.coordinates()),
        rows -> ScinetTables.write(rows, space, data));
    work.metric("zero_share", data.zeroShare());
    work.metric("mean_target", data.mean());
    work.metric("episodes", (double) data.episodes());
    work.metric("skipped", (double) data.skipped());
  }

  @Override
  public Map<String, Double> finish(FinishWork work) {
    Map<String, Double> metrics = new TreeMap<>();
    for (ShardResult shard : work.shards()) {
      shard
          .metrics()
          .forEach((key, value) -> metrics.put(TrainAgents.metric(shard.shard(), key), value));
    }
    return metrics;
  }
}
