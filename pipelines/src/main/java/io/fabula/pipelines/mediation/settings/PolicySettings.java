package io.fabula.pipelines.mediation.settings;

import io.fabula.model.actorcritic.ActorCriticOptions;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;
import java.util.TreeSet;

/** An actor-critic and its training; the settings of a policy for a world's task. */
public record PolicySettings(
    @Meaning("worlds played side by side") int worlds,
    @Meaning("steps of each world per update") int steps,
    @Meaning(
            "units of each hidden layer of policy and value; with a memory, of the first layer before it")
        List<Integer> hidden,
    @Meaning("units of a recurrent memory (GRU) behind the first layer, 0 for none") int memory,
    @Meaning("factor per step in the return that is learned from") double discount,
    @Meaning("step size of Adam") double learningRate,
    @Meaning("weight of the values' squared error") double valueWeight,
    @Meaning("weight of the policy's entropy") double entropyWeight,
    @Meaning("largest norm of a gradient") double gradientNorm,
    @Meaning("running mean of successes at which the policy is taken") double takenAt,
    @Meaning(
            "fresh episodes in which the policy has to succeed as often, beyond two standard errors, before it is taken; 0 to go by the running mean alone")
        int confirmingEpisodes,
    @Meaning("running mean of successes at which training ends") double stopAt,
    @Meaning("steps of all worlds together after which training ends anyway") long maximumSteps)
    implements Serializable {
  /** How much an episode moves the running mean of successes. */
  private static final double SUCCESS_RATE = 0.01;

  /** Running means at which the policy is kept beside the one that is taken. */
  private static final List<Double> KEPT_AT = List.of(.3, .5, .8, .9, .95);

  public PolicySettings {
    hidden = List.copyOf(hidden);
    Range.atLeast("worlds", worlds, 1);
    Range.atLeast("steps", steps, 1);
    Range.atLeast("memory", memory, 0);
    if (hidden.isEmpty()) throw new IllegalArgumentException("hidden must not be empty");
    Range.within("discount", discount, 0, 1);
    Range.above("learning_rate", learningRate, 0);
    Range.atLeast("value_weight", valueWeight, 0);
    Range.atLeast("entropy_weight", entropyWeight, 0);
    Range.above("gradient_norm", gradientNorm, 0);
    Range.within("taken_at", takenAt, 0, 1);
    Range.atLeast("confirming_episodes", confirmingEpisodes, 0);
    Range.within("stop_at", stopAt, takenAt, 1);
    Range.atLeast("maximum_steps", (double) maximumSteps, 1);
  }

  private List<Double> keptAt() {
    TreeSet<Double> levels = new TreeSet<>(KEPT_AT);
    levels.add(takenAt);
    return List.copyOf(levels);
  }

  /** As the trainer takes them. */
  public ActorCriticOptions options() {
    return new ActorCriticOptions(
        worlds,
        steps,
        discount,
        learningRate,
        valueWeight,
        entropyWeight,
        gradientNorm,
        SUCCESS_RATE,
        keptAt(),
        stopAt,
        maximumSteps);
  }
}
