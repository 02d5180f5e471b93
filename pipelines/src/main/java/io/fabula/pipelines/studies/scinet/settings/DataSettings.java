package io.fabula.pipelines.studies.scinet.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** First decisions of the agents, which encoder and decoders learn from. */
public record DataSettings(
    @Meaning("rows per agent") int rows,
    @Meaning("factor of targets: the target of a reward that comes at once") double rewardScale)
    implements Serializable {
  public DataSettings {
    Range.atLeast("rows", rows, 2);
    Range.above("reward_scale", rewardScale, 0);
  }
}
