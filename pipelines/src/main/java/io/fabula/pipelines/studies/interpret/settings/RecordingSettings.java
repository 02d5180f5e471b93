package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.model.agents.EpisodeRecorder.LevelChoice;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/**
 * What is recorded of the agent in its world.
 *
 * @param episodes how many
 * @param maxSteps steps after which an episode is cut off, or 0 for the world's own limit
 * @param actionNoise whether actions are drawn with the study's noise
 * @param numLevels how many levels to play, or 0 for all
 * @param startLevel seed of the first
 * @param episodesPerShard episodes that one worker records at a time, side by side
 */
public record RecordingSettings(
    int episodes,
    int maxSteps,
    boolean actionNoise,
    int numLevels,
    int startLevel,
    int episodesPerShard)
    implements Serializable {
  public RecordingSettings {
    Range.atLeast("episodes", episodes, 1);
    Range.atLeast("max_steps", maxSteps, 0);
    Range.atLeast("num_levels", numLevels, 0);
    Range.atLeast("start_level", startLevel, 0);
    Range.within("episodes_per_shard", episodesPerShard, 1, 256);
  }

  public int shards() {
    return (episodes + episodesPerShard - 1) / episodesPerShard;
  }

  public LevelChoice levels() {
    return numLevels == 0 ? LevelChoice.unlimited() : new LevelChoice(startLevel, numLevels);
  }
}
