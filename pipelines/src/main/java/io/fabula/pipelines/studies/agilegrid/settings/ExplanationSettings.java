package io.fabula.pipelines.studies.agilegrid.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** What is written down of the agents' decisions. */
public record ExplanationSettings(
    @Meaning("episodes of each agent whose decisions are written down") int episodes)
    implements Serializable {
  public ExplanationSettings {
    Range.atLeast("episodes", episodes, 1);
  }
}
