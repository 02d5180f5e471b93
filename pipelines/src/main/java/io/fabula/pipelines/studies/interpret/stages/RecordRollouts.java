package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.envs.coinrun.CoinRun;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.EpisodeRecorder;
import io.fabula.model.agents.NetworkPolicy;
import io.fabula.model.agents.NoisyNetwork;
import io.fabula.model.agents.Policy;
import io.fabula.model.agents.RecordedEpisode;
import io.fabula.model.impala.ActionNoise;
import io.fabula.model.impala.ImpalaAgent;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.pipelines.datasets.StepRows;
import io.fabula.pipelines.datasets.StepSchema;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.interpret.settings.RecordingSettings;
import io.fabula.pipelines.studies.interpret.settings.WorldSettings;
import io.fabula.pipelines.tables.Column;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/**
 * Records whole episodes of the agent in its world. An episode is a function of the seed and its
 * number, so shards may run anywhere.
 *
 * @param name of the stage
 * @param agent the stage that makes the agent
 * @param options what decides the recording beside the agent
 */
public record RecordRollouts(String name, String agent, Options options) implements Stage {

  /**
   * What decides the recording beside the agent.
   *
   * @param seed root seed
   * @param world which CoinRun is played
   * @param trainableInitialState whether the agent learned to start from its initial state
   * @param recording what is recorded
   */
  public record Options(
      long seed, WorldSettings world, boolean trainableInitialState, RecordingSettings recording)
      implements Serializable {}

  /** What a shard knows of an episode, for the table of episodes. */
  record Episode(
      int episode,
      int length,
      long levelSeed,
      boolean success,
      boolean truncated,
      double returnRaw) {}

  /** The episodes of a shard. */
  record Episodes(List<Episode> episodes) {}

  private static final List<Column> EPISODE_COLUMNS =
      List.of(
          Column.of("action_noise", Column.Type.BOOLEAN)
              .doc("whether actions were drawn with the study's noise"));

  @Override
  public int version() {
    return 4;
  }

  @Override
  public List<String> inputs() {
    return List.of(agent);
  }

  @Override
  public int shards(Inputs inputs) {
    return options.recording().shards().shards();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    RecordingSettings recording = options.recording();
    int first = recording.shards().first(work.shard());
    int count = recording.shards().count(work.shard());
    try (ImpalaNetwork network = TrainAgent.load(work.input(agent))) {
      record(work, policy(network), network::scaledReward, first, count);
    }
  }

  private void record(
      ShardWork work, Policy policy, DoubleUnaryOperator rewardScale, int first, int count)
      throws Exception {
    RecordingSettings recording = options.recording();
    StepSchema schema = StepSchema.of(world().spec(), StepRows.columns(policy));
    try (EpisodeRecorder recorder =
        new EpisodeRecorder(
            policy,
            this::world,
            recording.episodesPerShard(),
            EpisodeRecorder.Options.all()
                .withMaximumSteps(recording.maxSteps())
                .withLevels(recording.levels())
                .withRewardScale(rewardScale),
            Seeds.of(options.seed(), "record"))) {
      List<Episode> written = new ArrayList<>();
      work.table(
          stepsPart(work.shard()),
          schema.steps(),
          table -> {
            StepRows rows = new StepRows(schema, table, first);
            recorder.record(
                first,
                count,
                episode -> {
                  rows.add(episode);
                  written.add(describe(episode));
                  work.progress(written.size(), count, "episodes");
                });
            rows.finish();
          });
      written.sort((a, b) -> Integer.compare(a.episode(), b.episode()));
      work.summary(new Episodes(written));
    }
  }

  private CoinRun world() {
    return new CoinRun(options.world().unlimited());
  }

  private Policy policy(ImpalaNetwork network) {
    ImpalaAgent player = new ImpalaAgent(network, options.trainableInitialState());
    return NetworkPolicy.sampled(
        options.recording().actionNoise() ? new NoisyNetwork(player, new ActionNoise()) : player);
  }

  private static Episode describe(RecordedEpisode episode) {
    return new Episode(
        (int) episode.id(),
        episode.steps().size(),
        episode.levelSeed(),
        episode.success(),
        episode.truncated(),
        episode.returnRaw());
  }

  private String stepsPart(int shard) {
    return PartName.of("steps", shard, options.recording().shards().shards());
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    List<Episode> all = new ArrayList<>();
    StepSchema schema = StepSchema.of(world().spec(), List.of());
    long globalStep = 0;
    for (ShardResult shard : work.shards()) {
      Episodes episodes = shard.summary(Episodes.class);
      StepRows.number(work, shard.parts().get(0), globalStep);
      for (Episode each : episodes.episodes()) globalStep += each.length() + 1;
      all.addAll(episodes.episodes());
    }
    String content = work.input(agent).manifest().contentHash();
    work.table(
        "episodes/part-00000-of-00001.parquet",
        schema.episodes(EPISODE_COLUMNS),
        table -> {
          long first = 0;
          for (Episode each : all) {
            table.write(
                each.episode(),
                each.length(),
                first,
                each.levelSeed(),
                each.success(),
                each.truncated(),
                each.returnRaw(),
                content,
                options.seed(),
                options.recording().actionNoise());
            first += each.length() + 1;
          }
        });
    return metrics(all);
  }

  private static Map<String, Double> metrics(List<Episode> all) {
    double count = all.size();
    long steps = all.stream().mapToLong(Episode::length).sum();
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("episodes", count);
    metrics.put("steps", (double) steps);
    metrics.put("success_rate", all.stream().filter(Episode::success).count() / count);
    metrics.put("truncated", (double) all.stream().filter(Episode::truncated).count());
    metrics.put("mean_return", all.stream().mapToDouble(Episode::returnRaw).sum() / count);
    metrics.put("mean_length", steps / count);
    return metrics;
  }
}
