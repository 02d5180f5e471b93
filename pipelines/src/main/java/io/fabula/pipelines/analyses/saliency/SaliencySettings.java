package io.fabula.pipelines.analyses.saliency;

import io.fabula.model.simulator.PerturbedGradients;
import io.fabula.pipelines.analyses.Selection;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;

/** Which causes are sought, and how. */
public record SaliencySettings(
    @Meaning("simulated rollouts: numbers, ranges such as 0 to 100 (without the last), or all")
        List<String> sampleIds,
    @Meaning("targets: value, action, value_delta, hx_direction, or a named set of actions")
        List<String> funcType,
    @Meaning("components along which hx_direction is sought: numbers, ranges or all")
        List<String> directionIds,
    @Meaning("kind of those components: ica or pca") DirectionType directionType,
    @Meaning("step of the rollout at which targets are read, from 0") int timestep,
    @Meaning("whether the samples' mean beginning is looked at instead of each of them")
        boolean combineSamplesNotIterate,
    @Meaning("whether gradients without the path from actions to the world are computed too")
        boolean alsoWithoutEnvironment,
    @Meaning("copies of a beginning that are averaged; the first is exact") int copies,
    @Meaning("standard deviation of the noise of the other copies") double perturbationScale,
    @Meaning("whether to divide by the number of copies once more, as the original did")
        boolean legacyScale,
    @Meaning("whether the gradients of all pixels are stored, not only their maps")
        boolean keepImageGradients,
    @Meaning("samples whose maps are drawn and filmed") int shown,
    @Meaning("samples that one worker takes at a time") int samplesPerShard)
    implements Serializable {
  /** Which components are directions. */
  public enum DirectionType {
    ICA,
    PCA
  }

  public SaliencySettings {
    sampleIds = List.copyOf(sampleIds);
    funcType = List.copyOf(funcType);
    directionIds = List.copyOf(directionIds);
    new Selection("sample_ids", sampleIds);
    new Selection("direction_ids", directionIds);
    if (funcType.isEmpty()) throw new IllegalArgumentException("func_type must name a target");
    Range.atLeast("timestep", timestep, 0);
    Range.within("copies", copies, 1, 64);
    Range.within("perturbation_scale", perturbationScale, 0, 1);
    Range.within("shown", shown, 0, 64);
    Range.atLeast("samples_per_shard", samplesPerShard, 1);
  }

  PerturbedGradients.Options options() {
    return new PerturbedGradients.Options(copies, perturbationScale, legacyScale);
  }
}
