package io.fabula.pipelines.studies.agilerecsim.stages;

import io.fabula.analysis.MeanInterval;
import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.saliency.EffectPrediction;
import io.fabula.envs.random.Seeds;
import io.fabula.model.slates.SlateNetwork;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.agilerecsim.settings.AgentName;
import io.fabula.pipelines.studies.agilerecsim.settings.ExplanationSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the set of candidates does to agents' decisions. Attention is drawn and told by pairs; then
 * each candidate is taken out of the set, and others are added, and the agent decides again: what
 * changes in the slate, in the values, and in the chance of a click. Attention is a hint; this is
 * the effect.
 *
 * @param name of the stage
 * @param agents the stage that trains the agents
 * @param options what decides the decisions beside the agents
 */
public record ExplainDecisions(String name, String agents, Options options) implements Stage {
  /**
   * What decides the decisions beside the agents.
   *
   * @param training what decided the agents
   */
  public record Options(TrainAgents.Options training, ExplanationSettings explanation)
      implements Serializable {
    /** The level of a decision. */
    long level(int decision) {
      return Seeds.of(training.world().envSeed(), "judgement/train", decision);
    }

    /** The first training of each agent that can be shown other sets. */
    List<AgentRun> runs() {
      List<AgentName> some =
          training.agents().stream()
              .filter(each -> each != AgentName.RANDOM && !each.masks())
              .toList();
      return AgentRun.all(some, training.seed(), 1);
    }
  }

  @Override
  public int version() {
    return 3;
  }

  @Override
  public List<String> inputs() {
    return List.of(agents);
  }

  @Override
  public int shards(Inputs inputs) {
    return Math.max(1, options.runs().size());
  }

  @Override
  public void run(ShardWork work) throws Exception {
    if (options.runs().isEmpty()) return;
    AgentRun run = options.runs().get(work.shard());
    RecsimWorlds worlds = new RecsimWorlds(options.training().world());
    try (SlateNetwork network = worlds.load(work.input(agents), run, options.training().agent())) {
      new AttentionMap(name, options, worlds, network, run).write(work);
      new ChangedSets(name, options, worlds, network, run).write(work);
    }
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    Map<String, Double> metrics = new TreeMap<>();
    if (options.runs().isEmpty()) return metrics;
    for (ShardResult shard : work.shards()) {
      ChangedSets.Effects each = shard.summary(ChangedSets.Effects.class);
      String agent = each.agent();
      put(metrics, agent + "_value_change_commonest", each.ofCommonest());
      put(metrics, agent + "_value_change_others", each.ofOthers());
      put(metrics, agent + "_click_change_commonest", each.clicksOfCommonest());
      put(metrics, agent + "_click_change_others", each.clicksOfOthers());
      put(metrics, agent + "_replaced", each.replaced());
      boolean attended = false;
      for (double weight : each.attentionInCategory()) attended |= weight > 0;
      if (!attended) continue;
      predict(metrics, agent + "_attention_rank_correlation", each);
      put(metrics, agent + "_attention_to_commonest", each.attentionInCategory());
      put(metrics, agent + "_share_of_commonest", each.chanceInCategory());
    }
    return metrics;
  }

  /** How well attention tells what taking each candidate out does, beside shuffled weights. */
  private void predict(Map<String, Double> metrics, String name, ChangedSets.Effects effects) {
    List<EffectPrediction.State> states = new ArrayList<>();
    for (int d = 0; d < effects.attention().length; d++) {
      states.add(new EffectPrediction.State(d, effects.attention()[d], effects.changes()[d]));
    }
    EffectPrediction.of(states, Seeds.of(options.training().seed(), "predict"))
        .ifPresent(
            prediction -> {
              put(metrics, name, prediction.correlation());
              metrics.put(name + "_shuffled", prediction.shuffled());
              put(metrics, name + "_minus_shuffled", prediction.difference());
            });
  }

  private static void put(Map<String, Double> metrics, String name, BootstrapInterval interval) {
    metrics.put(name, interval.mean());
    metrics.put(name + "_low", interval.low());
    metrics.put(name + "_high", interval.high());
  }

  private void put(Map<String, Double> metrics, String name, double[] values) {
    MeanInterval interval = MeanInterval.of(values, options.training().seed());
    metrics.put(name, interval.mean());
    if (Double.isNaN(interval.low())) return;
    metrics.put(name + "_low", interval.low());
    metrics.put(name + "_high", interval.high());
  }
}
