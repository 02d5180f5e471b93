package io.fabula.pipelines.studies.platform.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** What is recorded of the best agent. */
public record RecordingSettings(@Meaning("greedy episodes to record") int episodes)
    implements Serializable {
  public RecordingSettings {
    Range.atLeast("episodes", episodes, 2);
  }
}
