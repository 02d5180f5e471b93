package io.fabula.pipelines.analyses.generation;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** Which beginnings are interpolated. */
public record InterpolationSettings(
    @Meaning("pairs of beginnings") int pairs,
    @Meaning("points from one to the other, both included") int points,
    @Meaning("whether ends are random; otherwise they are of simulated rollouts, two by two")
        boolean randomEnds,
    @Meaning("pairs that are drawn") int shown)
    implements Serializable {
  public InterpolationSettings {
    Range.atLeast("pairs", pairs, 1);
    Range.within("points", points, 2, 64);
    Range.within("shown", shown, 0, 16);
  }
}
