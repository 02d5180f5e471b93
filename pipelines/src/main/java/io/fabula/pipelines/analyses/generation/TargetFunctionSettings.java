package io.fabula.pipelines.analyses.generation;

import io.fabula.model.simulator.OptimisedBeginnings;
import io.fabula.pipelines.analyses.Selection;
import io.fabula.pipelines.analyses.saliency.SaliencySettings.DirectionType;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;

/** Which targets are made large by moving beginnings, and how. */
public record TargetFunctionSettings(
    @Meaning("targets: value, value_delta, action (each of actions), hx_direction, hx_neuron")
        List<String> targets,
    @Meaning("components of hx_direction: numbers, ranges or all") List<String> directions,
    @Meaning("kind of those components: ica or pca") DirectionType directionType,
    @Meaning("units of the agent's state of hx_neuron: numbers, ranges or all")
        List<String> neurons,
    @Meaning("actions of action: numbers, ranges or all") List<String> actions,
    @Meaning("step of the rollout at which components and units are read, from 0; one alone")
        List<Integer> timesteps,
    @Meaning("beginnings that are moved for each target; random ones") int batchSize,
    @Meaning("most moves") int numIts,
    @Meaning("ascent, which keeps what it has, or published") OptimisedBeginnings.Method method,
    @Meaning("length of the first step of ascent on the unit sphere") double step,
    @Meaning("learning rate of published") double lr,
    @Meaning("mean distance of beginnings below which they are not moved further")
        double distanceThreshold,
    @Meaning("optimised rollouts that are drawn of each target") int shown)
    implements Serializable {
  /** All kinds of targets. */
  static final List<String> KINDS =
      List.of("value", "value_delta", "action", "hx_direction", "hx_neuron");

  public TargetFunctionSettings {
    targets = List.copyOf(targets);
    directions = List.copyOf(directions);
    neurons = List.copyOf(neurons);
    actions = List.copyOf(actions);
    if (targets.isEmpty()) throw new IllegalArgumentException("targets must name a target");
    for (String each : targets) {
      if (!KINDS.contains(each)) {
        throw new IllegalArgumentException(
            "targets must be of " + String.join(", ", KINDS) + ", got " + each);
      }
    }
    new Selection("directions", directions);
    new Selection("neurons", neurons);
    new Selection("actions", actions);
    timesteps = List.copyOf(timesteps);
    if (timesteps.size() != 1) {
      throw new IllegalArgumentException("timesteps must be one step, got " + timesteps);
    }
    Range.atLeast("timesteps", timesteps.get(0), 0);
    Range.within("batch_size", batchSize, 2, 256);
    Range.within("num_its", numIts, 1, 100_000);
    Range.above("step", step, 0);
    Range.above("lr", lr, 0);
    Range.atLeast("distance_threshold", distanceThreshold, 0);
    Range.within("shown", shown, 0, 16);
  }

  /** The step at which components and units are read. */
  public int timestep() {
    return timesteps.get(0);
  }

  OptimisedBeginnings.Options options() {
    return new OptimisedBeginnings.Options(
        method,
        numIts,
        step,
        lr,
        OptimisedBeginnings.Options.PUBLISHED.momentum(),
        distanceThreshold);
  }
}
