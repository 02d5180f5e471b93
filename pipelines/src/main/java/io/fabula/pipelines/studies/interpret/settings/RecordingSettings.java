package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.model.agents.LevelChoice;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import io.fabula.pipelines.stages.ShardCount;
import java.io.Serializable;

/** What is recorded of the agent in its world. */
public record RecordingSettings(
    @Meaning("episodes to record") int episodes,
    @Meaning("steps after which an episode is cut off, or 0 for the world's own limit")
        int maxSteps,
    @Meaning("whether actions are drawn with the study's noise") boolean actionNoise,
    @Meaning("levels to play, or 0 for all") int numLevels,
    @Meaning("seed of the first level") int startLevel,
    @Meaning("episodes that one worker records at a time, side by side") int episodesPerShard)
    implements Serializable {
  public RecordingSettings {
    Range.atLeast("episodes", episodes, 1);
    Range.atLeast("max_steps", maxSteps, 0);
    Range.atLeast("num_levels", numLevels, 0);
    Range.atLeast("start_level", startLevel, 0);
    Range.within("episodes_per_shard", episodesPerShard, 1, 256);
  }

  /** The same with another number of episodes. */
  public RecordingSettings withEpisodes(int count) {
    return new RecordingSettings(
        count, maxSteps, actionNoise, numLevels, startLevel, episodesPerShard);
  }

  /** The same with actions drawn from the policy alone. */
  public RecordingSettings withoutNoise() {
    return new RecordingSettings(
        episodes, maxSteps, false, numLevels, startLevel, episodesPerShard);
  }

  /** How the work is split. */
  public ShardCount shards() {
    return new ShardCount(episodes, episodesPerShard);
  }

  public LevelChoice levels() {
    return numLevels == 0 ? LevelChoice.unlimited() : new LevelChoice(startLevel, numLevels);
  }
}
