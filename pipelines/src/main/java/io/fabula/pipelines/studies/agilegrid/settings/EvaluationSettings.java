package io.fabula.pipelines.studies.agilegrid.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** How trained agents are judged. */
public record EvaluationSettings(
    @Meaning("episodes of each agent, the same for all") int episodes,
    @Meaning("whether agents take their most likely action instead of drawing one")
        boolean deterministicPolicy)
    implements Serializable {
  public EvaluationSettings {
    Range.atLeast("episodes", episodes, 2);
  }
}
