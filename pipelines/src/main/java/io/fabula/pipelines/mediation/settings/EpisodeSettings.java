package io.fabula.pipelines.mediation.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** What is recorded of the policy and of uniform play. */
public record EpisodeSettings(
    @Meaning("episodes of each policy; the first half is for learning, the other held out")
        int episodes)
    implements Serializable {
  public EpisodeSettings {
    Range.atLeast("episodes", episodes, 4);
  }
}
