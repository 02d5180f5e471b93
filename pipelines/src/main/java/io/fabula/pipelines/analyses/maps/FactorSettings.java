package io.fabula.pipelines.analyses.maps;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** Non-negative factors of the agent's states, and the simulated states beside the real ones. */
public record FactorSettings(
    @Meaning("non-negative factors") int nComponentsNmf,
    @Meaning("most sweeps of their fit") int sweeps,
    @Meaning("simulated rollouts whose states are projected beside the real ones")
        int numGeneratedSamples,
    @Meaning("frames of the turning picture of three principal components") int angles)
    implements Serializable {
  public FactorSettings {
    Range.atLeast("n_components_nmf", nComponentsNmf, 1);
    Range.atLeast("sweeps", sweeps, 1);
    Range.atLeast("num_generated_samples", numGeneratedSamples, 1);
    Range.within("angles", angles, 1, 360);
  }
}
