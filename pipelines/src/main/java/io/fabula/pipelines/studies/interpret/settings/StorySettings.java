package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;

/** How causal stories are told and judged. */
public record StorySettings(
    @Meaning("largest time difference of the cross-correlations, in steps") int maxDifference,
    @Meaning("largest magnitude of a component") double clip,
    @Meaning("whether to divide by the number of components as the original did")
        boolean legacyScale,
    @Meaning("agents that learned nothing and go through the chain for comparison")
        int untrainedAgents,
    @Meaning("time differences that are judged against the untrained agents")
        List<Integer> judgedDifferences,
    @Meaning("samples below which a behaviour is not judged") int minSamples,
    @Meaning("bootstrap and sign draws") int draws,
    @Meaning("false discovery rate of the verdicts") double falseDiscoveryRate)
    implements Serializable {
  public StorySettings {
    judgedDifferences = List.copyOf(judgedDifferences);
    Range.atLeast("max_difference", maxDifference, 1);
    Range.above("clip", clip, 0);
    Range.within("untrained_agents", untrainedAgents, 0, 99);
    for (int each : judgedDifferences) {
      Range.within("judged_differences", each, 1, maxDifference);
    }
    Range.atLeast("min_samples", minSamples, 2);
    Range.atLeast("draws", draws, 99);
    Range.within("false_discovery_rate", falseDiscoveryRate, 1e-6, 0.5);
  }
}
