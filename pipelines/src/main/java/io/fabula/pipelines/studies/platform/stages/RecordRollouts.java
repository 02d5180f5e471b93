package io.fabula.pipelines.studies.platform.stages;

import io.fabula.envs.platform.Platform;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.EpisodeRecorder;
import io.fabula.model.agents.RecordedEpisode;
import io.fabula.model.mpdqn.MpDqnNetwork;
import io.fabula.model.mpdqn.MpDqnPolicy;
import io.fabula.pipelines.datasets.StepRows;
import io.fabula.pipelines.datasets.StepSchema;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.platform.settings.RecordingSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Records whole greedy episodes of the best agent. An episode is a function of the seed and its
 * number.
 *
 * @param name of the stage
 * @param agents the stage that trains the agent
 * @param options what decides the recording beside the agent
 */
public record RecordRollouts(String name, String agents, Options options) implements Stage {
  private static final int SIDE_BY_SIDE = 16;

  /** What decides the recording beside the agent. */
  public record Options(long seed, RecordingSettings recording) implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(agents);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    int count = options.recording().episodes();
    try (MpDqnNetwork network = TrainAgents.loadBest(work.input(agents))) {
      MpDqnPolicy policy = new MpDqnPolicy(network);
      StepSchema schema = StepSchema.of(new Platform().spec(), StepRows.columns(policy));
      List<RecordedEpisode> recorded = new ArrayList<>();
      try (EpisodeRecorder recorder =
          new EpisodeRecorder(
              policy,
              Platform::new,
              SIDE_BY_SIDE,
              EpisodeRecorder.Options.all(),
              Seeds.of(options.seed(), "record"))) {
        work.table(
            PartName.of("steps", 0, 1),
            schema.steps(),
            table -> {
              StepRows rows = new StepRows(schema, table, 0);
              recorder.record(
                  0,
                  count,
                  episode -> {
                    rows.add(episode);
                    recorded.add(episode);
                    work.progress(recorded.size(), count, "episodes");
                  });
              rows.finish();
            });
      }
      recorded.sort(Comparator.comparingLong(RecordedEpisode::id));
      writeEpisodes(work, schema, recorded);
    }
  }

  private void writeEpisodes(ShardWork work, StepSchema schema, List<RecordedEpisode> recorded)
      throws Exception {
    String content = work.input(agents).manifest().contentHash();
    work.table(
        PartName.of("episodes", 0, 1),
        schema.episodes(List.of()),
        table -> {
          long first = 0;
          for (RecordedEpisode each : recorded) {
            table.write(
                (int) each.id(),
                each.steps().size(),
                first,
                each.levelSeed(),
                each.success(),
                each.truncated(),
                each.returnRaw(),
                content,
                options.seed());
            first += each.steps().size() + 1;
          }
        });
    double count = recorded.size();
    long steps = recorded.stream().mapToLong(each -> each.steps().size()).sum();
    work.metric("episodes", count);
    work.metric("steps", (double) steps);
    work.metric(
        "success_rate", recorded.stream().filter(RecordedEpisode::success).count() / count);
    work.metric(
        "mean_return", recorded.stream().mapToDouble(RecordedEpisode::returnRaw).sum() / count);
  }
}
