package io.fabula.pipelines.studies.agilerecsim.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** How decisions are explained. */
public record ExplanationSettings(
    @Meaning("decisions, each in an episode of its own, whose sets of candidates are changed")
        int decisions,
    @Meaning("items that are added, one at a time, in each of them") int additions)
    implements Serializable {
  public ExplanationSettings {
    Range.atLeast("decisions", decisions, 1);
    Range.atLeast("additions", additions, 0);
  }
}
