package io.fabula.pipelines.analyses;

import io.fabula.pipelines.analyses.behaviours.MeaningSettings;
import io.fabula.pipelines.analyses.consistency.ConsistencySettings;
import io.fabula.pipelines.analyses.edits.EditSaliencySettings;
import io.fabula.pipelines.analyses.extremes.ExtremeSettings;
import io.fabula.pipelines.analyses.generation.InterpolationSettings;
import io.fabula.pipelines.analyses.generation.TargetFunctionSettings;
import io.fabula.pipelines.analyses.jacobians.JacobianSettings;
import io.fabula.pipelines.analyses.maps.BehaviourMapSettings;
import io.fabula.pipelines.analyses.maps.FactorChoiceSettings;
import io.fabula.pipelines.analyses.maps.FactorSettings;
import io.fabula.pipelines.analyses.maps.MapSettings;
import io.fabula.pipelines.analyses.policies.PolicySettings;
import io.fabula.pipelines.analyses.prediction.LossOverTimeSettings;
import io.fabula.pipelines.analyses.saliency.SaliencySettings;
import io.fabula.pipelines.analyses.swaps.SwapSettings;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** Analyses beside the verdicts; each is a stage that is computed when it is asked for. */
public record AnalysesSettings(
    @Meaning("what values, actions and components rest on") SaliencySettings saliency,
    @Meaning("whether saliency predicts what removing a feature does") EditSaliencySettings edits,
    @Meaning("how Jacobians are compared with cross-correlations") ConsistencySettings consistency,
    @Meaning("which movement of memory is exchanged") SwapSettings swap,
    @Meaning("maps and clusters of the agent's states") MapSettings hiddenMap,
    @Meaning("factors of the agent's states") FactorSettings factors,
    @Meaning("maps and clusters of the simulator's states") MapSettings worldMap,
    @Meaning("simulated rollouts whose beginnings are set beside random ones") int beginnings,
    @Meaning("maps and clusters of beginnings") MapSettings bottleneckMap,
    @Meaning("what behaviours are about in the real world") MeaningSettings meaning,
    @Meaning("behaviours as a map for the eye") BehaviourMapSettings behaviourMap,
    @Meaning("how many factors the agent's states have") FactorChoiceSettings factorChoice,
    @Meaning("rollouts in which a component is extreme") ExtremeSettings extremes,
    @Meaning("clusters of rollouts by their gradients") JacobianSettings jacobian,
    @Meaning("how the simulator's loss grows with imagined steps")
        LossOverTimeSettings lossOverTime,
    @Meaning("rollouts from between two beginnings") InterpolationSettings interpolation,
    @Meaning("beginnings that make a target large") TargetFunctionSettings targetFunc,
    @Meaning("trained, untrained and fixed policies in one simulator") PolicySettings policies)
    implements Serializable {
  public AnalysesSettings {
    Range.atLeast("beginnings", beginnings, 10);
  }
}
