package io.fabula.pipelines.studies.agilecreate.stages;

import io.fabula.analysis.figures.EffectIntervals;
import io.fabula.envs.create.Create;
import io.fabula.model.agents.NetworkPolicy;
import io.fabula.model.agile.SetNetwork;
import io.fabula.model.sets.interventions.NetworkJudge;
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
 * Changes the set of tools in states of each agent's episodes with the tools it was trained with,
 * and measures what that changes for all other tools, of the value, and of what is earned; and
 * whether the weights of attention predict it.
 *
 * @param name of the stage
 * @param options what decides the changes beside the agents
 */
public record InterveneOnTools(String name, Options options) implements Stage {
  /** The columns that say where a state is. */
  public static final List<Column> PLACE =
      List.of(
          Column.of("placed", Column.Type.INT32).doc("tools and activators placed before"),
          Column.of("target_hit", Column.Type.BOOLEAN)
              .doc("whether the target was set in motion before"));

  /**
   * What decides the changes beside the agents.
   *
   * @param seed of the run
   */
  public record Options(long seed, List<CreateAgent> agents, InterventionSettings intervention)
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
    return CreateAgent.inputs(options.agents());
  }

  @Override
  public int shards(Inputs inputs) {
    return options.agents().size();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    CreateAgent agent = options.agents().get(work.shard());
    ChangedTools worlds = new ChangedTools(agent.worlds(work::input));
    Create world = worlds.newWorld();
    int places = world.options().setSize() + 1;
    try (SetNetwork network =
            agent.open(work.input(agent.stage()), worlds.known()).withPlaces(places);
        NetworkJudge judge = new NetworkJudge(network, world, 2 * places)) {
      work.summary(
          new SetMeasurement<>(
                  work,
                  options.agents().size(),
                  new SetMeasurement.Subject(
                      agent.agent().id(), agent.seed(), new NetworkPolicy(network, false)),
                  worlds,
                  judge,
                  options.intervention(),
                  options.seed())
              .run());
    }
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    Map<String, Double> metrics = new TreeMap<>();
    List<EffectIntervals.Estimate> estimates = new ArrayList<>();
    for (int a = 0; a < options.agents().size(); a++) {
      CreateAgent agent = options.agents().get(a);
      FoundEffects found = work.shards().get(a).summary(FoundEffects.class);
      String name = SetMeasurement.Subject.metrics(agent.agent().id(), agent.seed());
      found.add(metrics, name, "return_lost_without_activator");
      String title = agent.agent().title() + ", seed " + agent.seed();
      found.predict(metrics, estimates, name, title, options.seed());
    }
    if (!estimates.isEmpty()) work.figure(EffectIntervals.of(estimates, FoundEffects.words()));
    return metrics;
  }
}
