package io.fabula.pipelines.studies.agilerecsim.stages;

import io.fabula.analysis.MeanInterval;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.envs.recsim.Split;
import io.fabula.model.slates.RecSimUsers;
import io.fabula.model.slates.SlateActor;
import io.fabula.model.slates.SlateEpisode;
import io.fabula.model.slates.SlateNetwork;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.agilerecsim.settings.AgentName;
import io.fabula.pipelines.studies.agilerecsim.settings.EvaluationSettings;
import io.fabula.pipelines.studies.agilerecsim.tables.RecsimTables;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Plays greedy episodes with each trained agent, on training items and on held-back ones, and
 * random ones beside them; the episodes are the same for all.
 *
 * @param name of the stage
 * @param agents the stage that trains them
 * @param options what decides the episodes beside the agents
 */
public record EvaluateAgents(String name, String agents, Options options) implements Stage {
  /**
   * What decides the episodes beside the agents.
   *
   * @param training what decided the agents
   */
  public record Options(TrainAgents.Options training, EvaluationSettings evaluation)
      implements Serializable {
    List<AgentRun> runs() {
      return AgentRun.all(training.agents(), training.seed(), training.seeds());
    }
  }

  /** Rewards by episode; none on held-back items for agents that cannot show them. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier to JSON, never compared
  record Rewards(
      String agent, long seed, double[] train, double[] test, Map<String, Double> diversity) {}

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
    return options.runs().size();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    AgentRun run = options.runs().get(work.shard());
    RecsimWorlds worlds = new RecsimWorlds(options.training().world());
    List<SlateEpisode.Result> train;
    List<SlateEpisode.Result> test = List.of();
    if (run.agent() == AgentName.RANDOM) {
      train = play(worlds, Split.TRAIN, null);
      test = play(worlds, Split.TEST, null);
    } else {
      try (SlateNetwork network = worlds.load(work.input(agents), run, options.training().agent());
          SlateActor actor = new SlateActor(network, worlds.items(), false)) {
        train = play(worlds, Split.TRAIN, actor);
        if (!run.agent().masks()) test = play(worlds, Split.TEST, actor);
      }
    }
    List<SlateEpisode.Result> onTest = test;
    work.table(
        PartName.of("episodes", work.shard(), options.runs().size()),
        RecsimTables.EPISODES,
        table -> {
          List<String> names = worlds.users(Split.TRAIN, 1).measures();
          for (List<SlateEpisode.Result> split : List.of(train, onTest)) {
            for (int i = 0; i < split.size(); i++) {
              SlateEpisode.Result each = split.get(i);
              table.write(
                  name,
                  run.agent().text(),
                  run.seed(),
                  split == train ? "train" : "test",
                  i,
                  each.reward(),
                  each.steps(),
                  each.measure(names, "cpr"),
                  each.measure(names, "specificity"),
                  diversity(each));
            }
          }
        });
    Map<String, Double> diversity = new TreeMap<>();
    if (options.training().world().batchStepSize() > 1) {
      diversity.put("train", diversity(train));
      if (!test.isEmpty()) diversity.put("test", diversity(test));
    }
    work.summary(
        new Rewards(run.agent().text(), run.seed(), rewards(train), rewards(test), diversity));
  }

  private static @Nullable Double diversity(SlateEpisode.Result result) {
    double value = result.interSessionDiversity();
    return Double.isNaN(value) ? null : Double.valueOf(value);
  }

  private static double diversity(List<SlateEpisode.Result> results) {
    return mean(results.stream().mapToDouble(SlateEpisode.Result::interSessionDiversity).toArray());
  }

  private static double[] rewards(List<SlateEpisode.Result> results) {
    return results.stream().mapToDouble(SlateEpisode.Result::reward).toArray();
  }

  private List<SlateEpisode.Result> play(
      RecsimWorlds worlds, Split split, @Nullable SlateActor actor) {
    RecSimUsers users = worlds.users(split);
    int inputs = worlds.architecture(AgentName.UTILITY, options.training().agent()).user().inputs();
    SlateEpisode episode =
        new SlateEpisode(users, inputs, options.training().world().numCandidates(), actor);
    long seed = options.training().world().envSeed();
    RandomStream random = new RandomStream(Seeds.of(seed, "random slates"));
    List<SlateEpisode.Result> results = new ArrayList<>();
    for (int i = 0; i < options.evaluation().episodes(); i++) {
      long level = Seeds.of(seed, "judgement/" + split.name().toLowerCase(Locale.ROOT), i);
      results.add(episode.play(level, 0, false, random));
    }
    return results;
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    Map<String, Double> metrics = new TreeMap<>();
    Map<String, List<Rewards>> byAgent = new TreeMap<>();
    for (ShardResult shard : work.shards()) {
      Rewards each = shard.summary(Rewards.class);
      byAgent.computeIfAbsent(each.agent(), key -> new ArrayList<>()).add(each);
    }
    byAgent.forEach(
        (agent, runs) -> {
          put(metrics, agent + "_train", runs.stream().map(Rewards::train).toList());
          put(metrics, agent + "_test", runs.stream().map(Rewards::test).toList());
          for (Rewards each : runs) {
            each.diversity()
                .forEach(
                    (split, value) ->
                        metrics.merge(
                            agent + "_" + split + "_inter_session_diversity",
                            value / runs.size(),
                            Double::sum));
            String run = agent + "_seed_" + each.seed();
            metrics.put(run + "_train", mean(each.train()));
            if (each.test().length > 0) metrics.put(run + "_test", mean(each.test()));
          }
        });
    return metrics;
  }

  /** Mean over all runs' episodes; the interval is over episodes, each averaged over the runs. */
  private void put(Map<String, Double> metrics, String name, List<double[]> runs) {
    if (runs.get(0).length == 0) return;
    double[] episodes = new double[runs.get(0).length];
    for (double[] run : runs) {
      for (int i = 0; i < episodes.length; i++) episodes[i] += run[i] / runs.size();
    }
    MeanInterval interval = MeanInterval.of(episodes, options.training().seed());
    metrics.put(name, interval.mean());
    if (!Double.isNaN(interval.low())) {
      metrics.put(name + "_low", interval.low());
      metrics.put(name + "_high", interval.high());
    }
    if (runs.size() > 1) {
      double squares = 0;
      for (double[] run : runs) {
        double deviation = mean(run) - interval.mean();
        squares += deviation * deviation;
      }
      metrics.put(name + "_deviation_of_seeds", Math.sqrt(squares / (runs.size() - 1)));
    }
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double each : values) sum += each / values.length;
    return sum;
  }
}
