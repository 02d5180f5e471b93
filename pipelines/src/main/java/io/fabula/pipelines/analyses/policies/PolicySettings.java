package io.fabula.pipelines.analyses.policies;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** How policies are compared in one simulator. */
public record PolicySettings(
    @Meaning("episodes of the real game that are recorded of each policy") int episodes,
    @Meaning("recorded windows of each policy that are predicted") int windows,
    @Meaning("rollouts of each policy in the simulator") int samples,
    @Meaning("recorded frames among which the one nearest to a simulated frame is sought")
        int frames)
    implements Serializable {
  public PolicySettings {
    Range.atLeast("episodes", episodes, 4);
    Range.atLeast("windows", windows, 1);
    Range.atLeast("samples", samples, 2);
    Range.within("frames", frames, 10, 100_000);
  }
}
