package io.fabula.pipelines.mediation.settings;

import io.fabula.model.detectors.DetectorTraining;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** How the variable is learned. */
public record VariableSettings(
    @Meaning("steps of the optimiser") int iterations,
    @Meaning("how many of them predict success, as a warm start") int warmUp,
    @Meaning("episodes of each policy per iteration") int episodes,
    @Meaning("step size of Adam") double learningRate,
    @Meaning("from how many starts; the one of the largest effect is kept") int starts,
    @Meaning("units of each hidden layer") int hidden,
    @Meaning("what the variable sees: objects, or full with the agent's own place") View view,
    @Meaning(
            "what it is learned for: nie, xent (to predict success), or xent:EVENT (to predict"
                + " whether an event happens, by the name it has in the columns of the episodes)")
        String target,
    @Meaning("gradient of the effect: mc from whole episodes, vtrace with critics")
        Estimator estimator,
    @Meaning(
            "an event: one more detector is learned of what follows it, with the same view, from the episodes in which it happened; none for no such detector")
        String given)
    implements Serializable {
  /** What the variable sees of a state. */
  public enum View {
    /** The objects, not the agent. */
    OBJECTS,
    /** Everything. */
    FULL
  }

  /** How the gradient of the effect is estimated. */
  public enum Estimator {
    /** From whole episodes. */
    MC,
    /** With critics that learn from V-trace targets. */
    VTRACE
  }

  private static final String NOTHING = "none";
  private static final String NIE = "nie";
  private static final String PREDICT = "xent";
  private static final String PREDICT_EVENT = PREDICT + ":";

  public VariableSettings {
    Range.atLeast("iterations", iterations, 1);
    Range.within("warm_up", warmUp, 0, iterations);
    Range.atLeast("episodes", episodes, 1);
    Range.above("learning_rate", learningRate, 0);
    Range.atLeast("starts", starts, 1);
    Range.atLeast("hidden", hidden, 1);
    if (!target.equals(NIE) && !target.equals(PREDICT) && !target.startsWith(PREDICT_EVENT)) {
      throw new IllegalArgumentException("target must be nie, xent or xent:EVENT, got " + target);
    }
  }

  /**
   * Checks against a world.
   *
   * @param events names of its events
   * @throws IllegalArgumentException if an event is asked for that it does not have
   */
  public void requireKnown(List<String> events) {
    if (!given.equals(NOTHING) && !events.contains(given)) {
      throw new IllegalArgumentException(
          "variable.given must be none or one of %s, got %s".formatted(events, given));
    }
    if (event().isPresent() && !events.contains(event().get())) {
      throw new IllegalArgumentException(
          "variable.target must be nie, xent or xent:EVENT with one of %s, got %s"
              .formatted(events, target));
    }
  }

  /** The event that the variable is to predict, if it is one. */
  public Optional<String> event() {
    return target.startsWith(PREDICT_EVENT)
        ? Optional.of(target.substring(PREDICT_EVENT.length()))
        : Optional.empty();
  }

  /** The event of which a detector of what follows is learned, if there is to be one. */
  public Optional<String> first() {
    return given.equals(NOTHING) ? Optional.empty() : Optional.of(given);
  }

  /** Whether it is learned for its effect, not to predict. */
  public boolean forEffect() {
    return target.equals(NIE);
  }

  /** Whether the variable is the study's own: the objects, for the effect, from whole episodes. */
  public boolean usual() {
    return view == View.OBJECTS && forEffect() && estimator == Estimator.MC;
  }

  /** As the training takes them. */
  public DetectorTraining.Options options(DetectorTraining.Target target) {
    return new DetectorTraining.Options(
        target, iterations, warmUp, episodes, learningRate, starts, hidden);
  }
}
