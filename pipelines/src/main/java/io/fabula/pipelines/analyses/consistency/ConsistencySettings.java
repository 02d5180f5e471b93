package io.fabula.pipelines.analyses.consistency;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** How Jacobians are compared with cross-correlations. */
public record ConsistencySettings(
    @Meaning("entries with smaller |Jacobian| are left out; 0 compares all, zeros as positive")
        double threshold,
    @Meaning("random relabellings of the permutation test") int permutations,
    @Meaning("fewest samples of a behaviour whose Jacobians are averaged") int leastSamples,
    @Meaning("behaviours that are drawn, the largest first") int shown)
    implements Serializable {
  public ConsistencySettings {
    Range.atLeast("threshold", threshold, 0);
    Range.atLeast("permutations", permutations, 19);
    Range.atLeast("least_samples", leastSamples, 1);
    Range.within("shown", shown, 1, 64);
  }
}
