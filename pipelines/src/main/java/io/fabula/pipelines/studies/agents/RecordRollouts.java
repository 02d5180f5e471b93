package io.fabula.pipelines.studies.agents;

import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.EpisodeRecorder;
import io.fabula.model.agents.RecordedEpisode;
import io.fabula.pipelines.datasets.StepRows;
import io.fabula.pipelines.datasets.StepSchema;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Records whole episodes of an agent in its world as tables of {@link StepSchema}. An episode is a
 * function of the seed and its number, so shards may run anywhere.
 *
 * @param name of the stage
 * @param agent the stage that makes the agent
 * @param options what decides the recording beside the agent
 * @param <O> the record of options
 */
public record RecordRollouts<O extends Record & Recording>(String name, String agent, O options)
    implements Stage {
  private static final int VERSION = 4;

  /** What a shard knows of an episode, for the table of episodes. */
  record Episode(
      int episode,
      int length,
      long levelSeed,
      boolean success,
      boolean truncated,
      double returnRaw) {
    static Episode of(RecordedEpisode episode) {
      return new Episode(
          (int) episode.id(),
          episode.steps().size(),
          episode.levelSeed(),
          episode.success(),
          episode.truncated(),
          episode.returnRaw());
    }
  }

  /** The episodes of a shard. */
  record Episodes(List<Episode> episodes) {}

  @Override
  public int version() {
    return VERSION + options.version();
  }

  @Override
  public List<String> inputs() {
    return List.of(agent);
  }

  @Override
  public int shards(Inputs inputs) {
    return options.episodes().shards();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    try (PlayedAgent player = options.open(work.input(agent))) {
      record(work, player);
    }
  }

  private void record(ShardWork work, PlayedAgent player) throws Exception {
    int first = options.episodes().first(work.shard());
    int count = options.episodes().count(work.shard());
    StepSchema schema = StepSchema.of(options.newWorld().spec(), StepRows.columns(player.policy()));
    try (EpisodeRecorder recorder =
        new EpisodeRecorder(
            player.policy(),
            options::newWorld,
            options.episodes().perShard(),
            EpisodeRecorder.Options.all()
                .withMaximumSteps(options.maximumSteps())
                .withLevels(options.levels())
                .withRewardScale(player.rewardScale()::scaled),
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
                  written.add(Episode.of(episode));
                  work.progress(written.size(), count, "episodes");
                });
            rows.finish();
          });
      written.sort(Comparator.comparingInt(Episode::episode));
      work.summary(new Episodes(written));
    }
  }

  private String stepsPart(int shard) {
    return PartName.of(StepSchema.STEPS, shard, options.episodes().shards());
  }

  @Override
  public Set<String> metricNames() {
    return metrics(List.of()).keySet();
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    List<Episode> all = new ArrayList<>();
    long globalStep = 0;
    for (ShardResult shard : work.shards()) {
      Episodes episodes = shard.summary(Episodes.class);
      StepRows.number(work, shard.parts().get(0), globalStep);
      for (Episode each : episodes.episodes()) globalStep += each.length() + 1;
      all.addAll(episodes.episodes());
    }
    writeEpisodes(work, all);
    return metrics(all);
  }

  private void writeEpisodes(FinishWork work, List<Episode> all) throws Exception {
    String content = work.input(agent).manifest().contentHash();
    StepSchema schema = StepSchema.of(options.newWorld().spec(), List.of());
    work.table(
        PartName.of(StepSchema.EPISODES, 0, 1),
        schema.episodes(options.episodeColumns()),
        table -> {
          long first = 0;
          for (Episode each : all) {
            List<Object> values =
                new ArrayList<>(
                    List.of(
                        each.episode(),
                        each.length(),
                        first,
                        each.levelSeed(),
                        each.success(),
                        each.truncated(),
                        each.returnRaw(),
                        content,
                        options.seed()));
            values.addAll(options.episodeValues());
            table.write(values.toArray());
            first += each.length() + 1;
          }
        });
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
