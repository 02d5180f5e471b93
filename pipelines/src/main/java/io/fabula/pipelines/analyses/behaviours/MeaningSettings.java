package io.fabula.pipelines.analyses.behaviours;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** How behaviours are described by what happened in the real world. */
public record MeaningSettings(
    @Meaning("real steps after a beginning whose actions and outcome count") int steps,
    @Meaning("cells within which a feature counts as near") double near,
    @Meaning("rollouts that a behaviour needs to be described") int leastSamples,
    @Meaning("bootstrap draws") int draws,
    @Meaning("marks of a behaviour that the report names") int named)
    implements Serializable {
  public MeaningSettings {
    Range.within("steps", steps, 1, 1_000);
    Range.above("near", near, 0);
    Range.atLeast("least_samples", leastSamples, 2);
    Range.atLeast("draws", draws, 100);
    Range.atLeast("named", named, 0);
  }
}
