package io.fabula.pipelines.studies.agilegrid.stages;

import io.fabula.analysis.figures.EffectIntervals;
import io.fabula.analysis.saliency.EffectPrediction;
import io.fabula.envs.diglava.DigLava;
import io.fabula.envs.random.Seeds;
import io.fabula.model.sets.interventions.NetworkJudge;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.agilegrid.settings.InterventionSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
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
  /** Layers of attention, as metrics name them. */
  public static final List<String> LAYERS = List.of("attention_1", "attention_2");

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

  @Override
  public void run(ShardWork work) throws Exception {
    GridAgent agent = options.agents().get(work.shard());
    DigLava world = agent.world().newWorld();
    world.reset(0);
    int places = world.availableActions().ids().length + 1;
    try (GridAgent.Trained trained = agent.open(work.input(agent.stage()), places);
        NetworkJudge judge = new NetworkJudge(trained.network(), world, 2 * places)) {
      new SetMeasurement(work, options, agent, trained, judge).run();
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    Map<String, Double> metrics = new TreeMap<>();
    List<EffectIntervals.Estimate> estimates = new ArrayList<>();
    for (int a = 0; a < options.agents().size(); a++) {
      GridAgent agent = options.agents().get(a);
      ShardResult shard = work.shards().get(a);
      SetMeasurement.Found found = shard.summary(SetMeasurement.Found.class);
      String name = agent.agent().id() + "_seed_" + agent.seed();
      metrics.put(name + "_share_change", found.shares());
      metrics.put(name + "_probability_change", found.probabilities());
      metrics.put(name + "_value_change", found.values());
      metrics.put(name + "_right_by_dig_orange", found.scene()[0]);
      metrics.put(name + "_right_by_dig_pink", found.scene()[1]);
      if (found.lost().length > 0) {
        metrics.put(name + "_return_lost_without_dig", mean(found.lost()));
      }
      for (int layer = 0; layer < LAYERS.size(); layer++) {
        List<EffectPrediction.State> states =
            found.states().get(layer).stream()
                .map(s -> new EffectPrediction.State(s.episode(), s.weights(), s.effects()))
                .toList();
        String prefix = name + "_" + LAYERS.get(layer);
        EffectPrediction.of(states, Seeds.of(options.seed(), "predict", layer))
            .ifPresent(p -> add(metrics, estimates, agent, prefix, p));
      }
    }
    if (!estimates.isEmpty()) {
      work.figure(
          EffectIntervals.of(
              estimates,
              new EffectIntervals.Words(
                  "attention-and-effects",
                  "Do weights of attention predict what removing an action changes?",
                  "Rank correlation of the weight from each action to the one removed with the"
                      + " change of its share, within states, mean over episodes with a 95 %"
                      + " interval; shuffled weights have 0.",
                  "rank correlation")));
    }
    return metrics;
  }

  private static void add(
      Map<String, Double> metrics,
      List<EffectIntervals.Estimate> estimates,
      GridAgent agent,
      String prefix,
      EffectPrediction prediction) {
    metrics.put(prefix, prediction.correlation().mean());
    metrics.put(prefix + "_low", prediction.correlation().low());
    metrics.put(prefix + "_high", prediction.correlation().high());
    metrics.put(prefix + "_shuffled", prediction.shuffled());
    metrics.put(prefix + "_minus_shuffled", prediction.difference().mean());
    metrics.put(prefix + "_minus_shuffled_low", prediction.difference().low());
    metrics.put(prefix + "_minus_shuffled_high", prediction.difference().high());
    estimates.add(estimate(agent, prefix.endsWith("1") ? "first layer" : "last layer", prediction));
  }

  private static EffectIntervals.Estimate estimate(
      GridAgent agent, String layer, EffectPrediction prediction) {
    return new EffectIntervals.Estimate(
        agent.agent().title() + ", seed " + agent.seed(),
        layer,
        prediction.correlation().mean(),
        prediction.correlation().low(),
        prediction.correlation().high(),
        Double.NaN);
  }
}
