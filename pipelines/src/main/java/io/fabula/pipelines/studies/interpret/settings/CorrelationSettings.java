package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;

/** How components are correlated over time within behaviours; an exploration without verdicts. */
public record CorrelationSettings(
    @Meaning("largest time difference, in steps") int maxDifference,
    @Meaning("largest magnitude of a component") double clip,
    @Meaning("whether to divide by the number of components as the original did")
        boolean legacyScale,
    @Meaning("time differences that are drawn") List<Integer> shownDifferences)
    implements Serializable {
  public CorrelationSettings {
    shownDifferences = List.copyOf(shownDifferences);
    Range.atLeast("max_difference", maxDifference, 1);
    Range.above("clip", clip, 0);
    for (int each : shownDifferences) {
      Range.within("shown_differences", each, 1, maxDifference);
    }
  }
}
