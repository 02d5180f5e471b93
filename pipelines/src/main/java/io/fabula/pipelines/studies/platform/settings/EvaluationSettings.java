package io.fabula.pipelines.studies.platform.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** The greedy episodes that the last and the best agent of each training are compared by. */
public record EvaluationSettings(
    @Meaning("greedy episodes of each agent") int episodes,
    @Meaning("seed of the noise in the first episode; not one of those that chose the best agent")
        int firstLevel)
    implements Serializable {
  public EvaluationSettings {
    Range.atLeast("episodes", episodes, 1);
    Range.within("first_level", firstLevel, 0, Integer.MAX_VALUE - (double) episodes);
  }
}
