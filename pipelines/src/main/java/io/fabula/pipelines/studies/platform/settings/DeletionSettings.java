package io.fabula.pipelines.studies.platform.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** How explanations are put to the test: features get other values that occur. */
public record DeletionSettings(
    @Meaning("recorded episodes whose decisions are tested") int episodes,
    @Meaning("other values that each feature is given in what the network sees") int networkValues,
    @Meaning("other values that each feature is given in the world itself") int worldValues,
    @Meaning("episodes that one worker tests at a time") int episodesPerShard)
    implements Serializable {
  public DeletionSettings {
    Range.atLeast("episodes", episodes, 2);
    Range.atLeast("network_values", networkValues, 1);
    Range.atLeast("world_values", worldValues, 1);
    Range.atLeast("episodes_per_shard", episodesPerShard, 1);
  }
}
