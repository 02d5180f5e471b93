package io.fabula.pipelines.studies.doorkey.settings;

import io.fabula.model.detectors.DetectorTraining;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** How the variable is learned. */
public record VariableSettings(
    @Meaning("steps of the optimiser") int iterations,
    @Meaning("how many of them predict success, as a warm start") int warmUp,
    @Meaning("episodes of each policy per iteration") int episodes,
    @Meaning("step size of Adam") double learningRate,
    @Meaning("from how many starts; the one of the largest effect is kept") int starts,
    @Meaning("units of each hidden layer") int hidden)
    implements Serializable {
  public VariableSettings {
    Range.atLeast("iterations", iterations, 1);
    Range.within("warm_up", warmUp, 0, iterations);
    Range.atLeast("episodes", episodes, 1);
    Range.above("learning_rate", learningRate, 0);
    Range.atLeast("starts", starts, 1);
    Range.atLeast("hidden", hidden, 1);
  }

  /** As the training takes them. */
  public DetectorTraining.Options options(DetectorTraining.Target target) {
    return new DetectorTraining.Options(
        target, iterations, warmUp, episodes, learningRate, starts, hidden);
  }
}
