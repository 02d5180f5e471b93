package io.fabula.pipelines.studies.twostage.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** How the variable and the policy that makes it happen are learned. */
public record LearningSettings(
    @Meaning("how often it is learned anew, from other random numbers") int seeds,
    @Meaning("steps of the optimiser") int iterations,
    @Meaning("episodes of each policy per iteration") int episodes,
    @Meaning("step size of Adam") double learningRate,
    @Meaning("weight of the learned policy's entropy") double entropyWeight,
    @Meaning("iterations between two rows of the log") int logEvery)
    implements Serializable {
  public LearningSettings {
    Range.within("seeds", seeds, 1, 1000);
    Range.atLeast("iterations", iterations, 1);
    Range.atLeast("episodes", episodes, 2);
    Range.above("learning_rate", learningRate, 0);
    Range.atLeast("entropy_weight", entropyWeight, 0);
    Range.atLeast("log_every", logEvery, 1);
  }
}
