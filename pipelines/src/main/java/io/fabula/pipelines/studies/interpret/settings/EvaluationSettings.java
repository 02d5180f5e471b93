package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import io.fabula.pipelines.stages.ShardCount;
import java.io.Serializable;

/** How the agent is compared with scripted policies on the same levels. */
public record EvaluationSettings(
    @Meaning("levels to play, one episode of each policy on each") int levels,
    @Meaning("seed of the first level; training on unlimited levels hardly ever meets it")
        int firstLevel,
    @Meaning("whether the agent takes its most likely actions instead of drawing them")
        boolean modal,
    @Meaning("levels that one worker plays at a time") int levelsPerShard)
    implements Serializable {
  public EvaluationSettings {
    Range.atLeast("levels", levels, 2);
    Range.within("first_level", firstLevel, 0, Integer.MAX_VALUE - (double) levels);
    Range.atLeast("levels_per_shard", levelsPerShard, 1);
  }

  /** The same with at most so many levels. */
  public EvaluationSettings atMost(int most) {
    return new EvaluationSettings(Math.min(levels, most), firstLevel, modal, levelsPerShard);
  }

  /** How the work is split. */
  public ShardCount shards() {
    return new ShardCount(levels, levelsPerShard);
  }
}
