package io.fabula.pipelines.studies.agilerecsim.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** How trained agents are judged. */
public record EvaluationSettings(
    @Meaning("greedy episodes on training items, and as many on held-back ones; the same for all")
        int episodes)
    implements Serializable {
  public EvaluationSettings {
    Range.atLeast("episodes", episodes, 1);
  }
}
