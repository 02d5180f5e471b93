package io.fabula.pipelines.studies.scinet.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** How the result is read and tried in the world. */
public record ReadingSettings(
    @Meaning("batches per agent over which losses with noise are measured") int lossBatches,
    @Meaning("rows of each agent's data on which latents are removed") int ablationRows,
    @Meaning("encoders that learned nothing, with which latents are compared")
        int untrainedEncoders,
    @Meaning("start cells from which agents are played with changed latents; 0 for all") int starts,
    @Meaning("steps after which such an episode counts as failed") int maxSteps,
    @Meaning("rate of false discoveries among the claims about changes") double falseDiscoveryRate)
    implements Serializable {
  public ReadingSettings {
    Range.atLeast("loss_batches", lossBatches, 1);
    Range.atLeast("ablation_rows", ablationRows, 1);
    Range.atLeast("untrained_encoders", untrainedEncoders, 2);
    Range.atLeast("starts", starts, 0);
    if (starts == 1) {
      throw new IllegalArgumentException("starts must be 0 or at least 2, for an interval, got 1");
    }
    Range.atLeast("max_steps", maxSteps, 1);
    Range.within("false_discovery_rate", falseDiscoveryRate, 0, 1);
  }
}
