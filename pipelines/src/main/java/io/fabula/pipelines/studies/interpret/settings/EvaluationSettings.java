package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/**
 * How the agent is compared with scripted policies on the same unseen levels.
 *
 * @param levels how many levels, one episode of each policy on each
 * @param firstLevel seed of the first; training on unlimited levels hardly ever meets it
 * @param modal whether the agent takes its most likely actions instead of drawing them
 * @param levelsPerShard levels that one worker plays at a time
 */
public record EvaluationSettings(int levels, int firstLevel, boolean modal, int levelsPerShard)
    implements Serializable {
  public EvaluationSettings {
    Range.atLeast("levels", levels, 1);
    Range.within("first_level", firstLevel, 0, Integer.MAX_VALUE - (double) levels);
    Range.atLeast("levels_per_shard", levelsPerShard, 1);
  }

  public int shards() {
    return (levels + levelsPerShard - 1) / levelsPerShard;
  }
}
