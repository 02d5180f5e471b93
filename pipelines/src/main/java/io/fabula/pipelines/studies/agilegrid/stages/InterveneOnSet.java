package io.fabula.pipelines.studies.agilegrid.stages;

import io.fabula.analysis.figures.EffectIntervals;
import io.fabula.envs.ActionSet;
import io.fabula.envs.diglava.DigLava;
import io.fabula.envs.diglava.DigLavaSkill;
import io.fabula.model.sets.interventions.NetworkJudge;
import io.fabula.model.sets.interventions.SetChange;
import io.fabula.model.sets.interventions.SetEffect;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.actionsets.FoundEffects;
import io.fabula.pipelines.studies.actionsets.InterventionSettings;
import io.fabula.pipelines.studies.actionsets.SetMeasurement;
import io.fabula.pipelines.tables.Column;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Changes the set of actions in states of each agent's episodes: each action is removed, each
 * missing one of those that are drawn is added or takes the place of a drawn one. Measured are the
 * changes for all other actions, of the value, and of what is earned; and whether the weights of
 * attention predict them.
 *
 * @param name of the stage
 * @param options what decides the changes beside the agents
 */
public record InterveneOnSet(String name, Options options) implements Stage {
  /** The columns that say where a state is. */
  public static final List<Column> PLACE =
      List.of(
          Column.of("x", Column.Type.INT32).doc("column of the agent"),
          Column.of("y", Column.Type.INT32).doc("row of the agent, downwards"));

  /**
   * What decides the changes beside the agents.
   *
   * @param seed of the run
   */
  public record Options(long seed, List<GridAgent> agents, InterventionSettings intervention)
      implements Serializable {
    public Options {
      agents = List.copyOf(agents);
    }
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return options.agents().stream().map(GridAgent::stage).toList();
  }

  @Override
  public int shards(Inputs inputs) {
    return options.agents().size();
  }

  /** What was found of one agent, and how much likelier a step right is before each river. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier to JSON, never compared
  record Found(FoundEffects effects, double[] scene) {}

  @Override
  public void run(ShardWork work) throws Exception {
    GridAgent agent = options.agents().get(work.shard());
    DigLava world = agent.world().newWorld();
    world.reset(0);
    int places = world.availableActions().ids().length + 1;
    try (GridAgent.Trained trained = agent.open(work.input(agent.stage()), places);
        NetworkJudge judge = new NetworkJudge(trained.network(), world, 2 * places)) {
      FoundEffects effects =
          new SetMeasurement<>(
                  work,
                  options.agents().size(),
                  new SetMeasurement.Subject(
                      agent.agent().id(), agent.seed(), trained.policy(false)),
                  new ChangedGrid(agent.world()),
                  judge,
                  options.intervention(),
                  options.seed())
              .run();
      double[] scene = {
        scene(agent, judge, DigLavaSkill.DIG_ORANGE, 1),
        scene(agent, judge, DigLavaSkill.DIG_PINK, 2)
      };
      work.summary(new Found(effects, scene));
    }
  }

  /**
   * How much likelier the agent steps right before a river when the set holds the skill that digs
   * it, among the actions that stay.
   */
  private static double scene(GridAgent agent, NetworkJudge judge, DigLavaSkill dig, int river) {
    DigLava world = agent.world().newWorld();
    int size = agent.world().size();
    int x = river * size / 3 - 1;
    world.reset(new int[] {0, 1, 2, 3, 8, dig.id(), 9}, x, size / 2, 0);
    judge.see(world);
    ActionSet set = world.availableActions();
    SetEffect effect = SetEffect.measure(judge, set, List.of(new SetChange.Remove(5))).get(0);
    return -effect.share()[0];
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    Map<String, Double> metrics = new TreeMap<>();
    List<EffectIntervals.Estimate> estimates = new ArrayList<>();
    for (int a = 0; a < options.agents().size(); a++) {
      GridAgent agent = options.agents().get(a);
      Found found = work.shards().get(a).summary(Found.class);
      String name = SetMeasurement.Subject.metrics(agent.agent().id(), agent.seed());
      found.effects().add(metrics, name, "return_lost_without_dig");
      metrics.put(name + "_right_by_dig_orange", found.scene()[0]);
      metrics.put(name + "_right_by_dig_pink", found.scene()[1]);
      String title = agent.agent().title() + ", seed " + agent.seed();
      found.effects().predict(metrics, estimates, name, title, options.seed());
    }
    if (!estimates.isEmpty()) {
      work.figure(EffectIntervals.of(estimates, FoundEffects.words()));
    }
    return metrics;
  }
}
