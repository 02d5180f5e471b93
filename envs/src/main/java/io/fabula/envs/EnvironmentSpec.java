package io.fabula.envs;

import java.util.Objects;

/**
 * What an agent can see, do and earn in a world.
 *
 * @param name lower case with dashes; the names of variants on the command line begin with it
 * @param observations shape and element type of one observation
 * @param actions the actions that exist
 * @param maximumSteps the step limit of an episode, or 0 if there is none
 * @param minimumReward least reward of one step, unscaled
 * @param maximumReward greatest reward of one step, unscaled
 */
public record EnvironmentSpec(
    String name,
    ObservationSpace observations,
    ActionSpace actions,
    int maximumSteps,
    double minimumReward,
    double maximumReward) {
  public EnvironmentSpec {
    Objects.requireNonNull(observations, "observations");
    Objects.requireNonNull(actions, "actions");
    if (name.isBlank()) throw new IllegalArgumentException("name must not be blank");
    if (maximumSteps < 0) {
      throw new IllegalArgumentException(
          "maximumSteps must be at least 0 (0 = no limit), got " + maximumSteps);
    }
    if (!(minimumReward <= maximumReward)) {
      throw new IllegalArgumentException(
          "minimumReward must not exceed maximumReward, got "
              + minimumReward
              + " and "
              + maximumReward);
    }
  }
}
