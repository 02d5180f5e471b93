package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;

/**
 * How causal stories are told and judged.
 *
 * @param maxDifference largest time difference of the cross-correlations, steps
 * @param clip largest magnitude of a component
 * @param legacyScale whether to divide by the number of components as the original did
 * @param untrainedAgents how many agents that learned nothing go through the chain for comparison
 * @param judgedDifferences time differences that are judged against the untrained agents
 * @param minSamples behaviours with fewer samples are not judged
 * @param draws bootstrap and sign draws
 * @param falseDiscoveryRate of the verdicts
 */
public record StorySettings(
    int maxDifference,
    double clip,
    boolean legacyScale,
    int untrainedAgents,
    List<Integer> judgedDifferences,
    int minSamples,
    int draws,
    double falseDiscoveryRate)
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
