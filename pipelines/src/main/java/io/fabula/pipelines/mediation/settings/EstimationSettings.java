package io.fabula.pipelines.mediation.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import io.fabula.pipelines.stages.ShardCount;
import java.io.Serializable;

/** How estimates from episodes are compared with the exact effects. */
public record EstimationSettings(
    @Meaning("how often the effects are estimated, from new episodes each time") int repetitions,
    @Meaning("episodes of each policy per estimate") int episodes,
    @Meaning("repetitions that one worker does at a time") int repetitionsPerShard)
    implements Serializable {
  public EstimationSettings {
    Range.atLeast("repetitions", repetitions, 2);
    Range.atLeast("episodes", episodes, 2);
    Range.atLeast("repetitions_per_shard", repetitionsPerShard, 1);
  }

  /** How the work is split. */
  public ShardCount shards() {
    return new ShardCount(repetitions, repetitionsPerShard);
  }
}
