package io.fabula.pipelines.analyses.extremes;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** What counts as extreme, and what is shown of it. */
public record ExtremeSettings(
    @Meaning("share of all loadings of a component that is high, low, or in the middle")
        double extremaThreshold,
    @Meaning("largest time difference of the correlations, in steps") int maxDifference,
    @Meaning("components whose extreme rollouts are drawn, the first ones") int shown,
    @Meaning("rollouts that are drawn of each group") int rollouts)
    implements Serializable {
  public ExtremeSettings {
    Range.above("extrema_threshold", extremaThreshold, 0);
    Range.within("extrema_threshold", extremaThreshold, 0, 0.5);
    Range.atLeast("max_difference", maxDifference, 0);
    Range.within("shown", shown, 0, 64);
    Range.within("rollouts", rollouts, 1, 8);
  }
}
