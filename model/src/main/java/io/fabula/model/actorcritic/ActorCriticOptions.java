package io.fabula.model.actorcritic;

import java.util.List;

/**
 * Settings of an advantage actor-critic.
 *
 * @param worlds played side by side, at least 1
 * @param steps of each world per update, at least 1
 * @param discount factor per step, within 0..1
 * @param learningRate of Adam, above 0
 * @param valueWeight weight of the mean squared error of the values, at least 0
 * @param entropyWeight weight of the mean entropy, at least 0
 * @param gradientNorm largest norm of the gradient, above 0
 * @param successRate how much an episode moves the running mean of successes, within 0..1
 * @param snapshotsAt running means at which the agent is kept, ascending
 * @param stopAt running mean at which training ends; above 1 for never
 * @param maximumSteps steps of all worlds together at which training ends, at least 1
 */
public record ActorCriticOptions(
    int worlds,
    int steps,
    double discount,
    double learningRate,
    double valueWeight,
    double entropyWeight,
    double gradientNorm,
    double successRate,
    List<Double> snapshotsAt,
    double stopAt,
    long maximumSteps) {
  public ActorCriticOptions {
    snapshotsAt = List.copyOf(snapshotsAt);
    if (worlds < 1 || steps < 1 || maximumSteps < 1) {
      throw new IllegalArgumentException(
          "worlds, steps and maximumSteps must be at least 1, got %d, %d, %d"
              .formatted(worlds, steps, maximumSteps));
    }
    if (!(discount >= 0 && discount <= 1) || !(successRate >= 0 && successRate <= 1)) {
      throw new IllegalArgumentException(
          "discount and successRate must be within 0..1, got " + discount + ", " + successRate);
    }
    if (!(learningRate > 0)
        || !(gradientNorm > 0)
        || !(valueWeight >= 0)
        || !(entropyWeight >= 0)) {
      throw new IllegalArgumentException(
          "learningRate and gradientNorm must be above 0, the weights at least 0");
    }
  }

  /** 64 worlds of 16 steps, snapshots at .3, .5, .8, .9 and .95, where training ends. */
  public static final ActorCriticOptions DEFAULT =
      new ActorCriticOptions(
          64, 16, 0.99, 1e-3, 0.5, 0.01, 0.5, 0.01, List.of(.3, .5, .8, .9, .95), .95, 3_000_000);

  /** The same with other ends. */
  public ActorCriticOptions until(double meanSuccess, long steps) {
    return new ActorCriticOptions(
        worlds,
        this.steps,
        discount,
        learningRate,
        valueWeight,
        entropyWeight,
        gradientNorm,
        successRate,
        snapshotsAt,
        meanSuccess,
        steps);
  }
}
