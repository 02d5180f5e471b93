package io.fabula.envs.diglava;

import static io.fabula.envs.diglava.DigLavaConstants.*;

/**
 * Variants of the world.
 *
 * @param size cells per side, odd, 7 to 15; published is 11
 * @param maximumSteps step limit T of an episode, at least 1 ({@code max_grid_steps})
 * @param rewards what is paid
 * @param skills what an agent can do
 * @param lavaDeadCount consecutive steps begun in lava that are survived, at least 0 ({@code
 *     grid_lava_dead_count})
 * @param observation what an agent sees
 */
public record DigLavaOptions(
    int size,
    int maximumSteps,
    Rewards rewards,
    Skills skills,
    int lavaDeadCount,
    Observation observation) {

  /** The published world. */
  public static final DigLavaOptions DEFAULTS =
      new DigLavaOptions(
          SIZE,
          MAXIMUM_STEPS,
          new Rewards(true, true, true, true, 0),
          new Skills(true, true, AVAILABLE_UP_TO),
          LAVA_DEAD_COUNT,
          new Observation(true, false));

  /** The sized-down world: 7 x 7 cells, 25 steps, the same rules and pattern of returns. */
  public static final DigLavaOptions MINI =
      DEFAULTS.withSize(MINI_SIZE).withMaximumSteps(MINI_MAXIMUM_STEPS);

  public DigLavaOptions {
    if (size < SMALLEST_SIZE || size > LARGEST_SIZE || size % 2 == 0) {
      throw new IllegalArgumentException(
          "size must be odd and within " + SMALLEST_SIZE + ".." + LARGEST_SIZE + ", got " + size);
    }
    if (maximumSteps < 1) {
      throw new IllegalArgumentException("maximumSteps must be at least 1, got " + maximumSteps);
    }
    if (lavaDeadCount < 0) {
      throw new IllegalArgumentException("lavaDeadCount must be at least 0, got " + lavaDeadCount);
    }
  }

  /**
   * What is paid beside the goal.
   *
   * @param subgoals pay for the two sub-goals and start at (1, middle); without it they pay nothing
   *     and the start is a random empty cell and direction ({@code grid_subgoal})
   * @param scaledSubgoals sub-goals pay less the later they are reached ({@code
   *     grid_scaled_subgoal})
   * @param stateVisitation pay for first visits, taken back at sub-goals and goal ({@code
   *     grid_state_visitation})
   * @param digging pay for a dig ({@code grid_dig_reward})
   * @param lavaPenalty what death in lava costs where skills dig; dying on a diagonal costs it
   *     twice ({@code grid_neg_lava_reward})
   */
  public record Rewards(
      boolean subgoals,
      boolean scaledSubgoals,
      boolean stateVisitation,
      boolean digging,
      double lavaPenalty) {
    public Rewards {
      if (!Double.isFinite(lavaPenalty)) {
        throw new IllegalArgumentException("lavaPenalty must be finite, got " + lavaPenalty);
      }
    }
  }

  /**
   * What an agent can do.
   *
   * @param digEnvironment skills 11 and 12 dig; without it they jump over lava of their colour, and
   *     entering lava is death ({@code grid_dig_env})
   * @param removeDiagonals leave out skills 4 to 7 ({@code grid_remove_diagonal})
   * @param availableUpTo skills below this id are always available, two of the others are drawn for
   *     each episode; 4 to 11 ({@code grid_available_upto})
   */
  public record Skills(boolean digEnvironment, boolean removeDiagonals, int availableUpTo) {
    public Skills {
      if (availableUpTo < LEAST_AVAILABLE || availableUpTo > DigLavaSkill.COUNT - DRAWN_SKILLS) {
        throw new IllegalArgumentException(
            "availableUpTo must be within "
                + LEAST_AVAILABLE
                + ".."
                + (DigLavaSkill.COUNT - DRAWN_SKILLS)
                + ", got "
                + availableUpTo);
      }
    }
  }

  /**
   * What an agent sees beside the type ids of all cells.
   *
   * @param positionMap the position as a one-hot map; without it as two coordinates ({@code
   *     grid_agent_pos})
   * @param digAvailability two flags: can dig orange, can dig pink ({@code
   *     grid_append_dig_availability})
   */
  public record Observation(boolean positionMap, boolean digAvailability) {}

  /** The same with another size. */
  public DigLavaOptions withSize(int value) {
    return new DigLavaOptions(value, maximumSteps, rewards, skills, lavaDeadCount, observation);
  }

  /** The same with another step limit. */
  public DigLavaOptions withMaximumSteps(int value) {
    return new DigLavaOptions(size, value, rewards, skills, lavaDeadCount, observation);
  }

  /** The same with other rewards. */
  public DigLavaOptions withRewards(Rewards value) {
    return new DigLavaOptions(size, maximumSteps, value, skills, lavaDeadCount, observation);
  }

  /** The same with other skills. */
  public DigLavaOptions withSkills(Skills value) {
    return new DigLavaOptions(size, maximumSteps, rewards, value, lavaDeadCount, observation);
  }

  /** The same with another number of steps that are survived in lava. */
  public DigLavaOptions withLavaDeadCount(int value) {
    return new DigLavaOptions(size, maximumSteps, rewards, skills, value, observation);
  }

  /** The same with another observation. */
  public DigLavaOptions withObservation(Observation value) {
    return new DigLavaOptions(size, maximumSteps, rewards, skills, lavaDeadCount, value);
  }

  /**
   * Sets an option by the name it has in the original program.
   *
   * @param name such as {@code grid_dig_env}
   * @param value a number, or {@code true} or {@code false} in any case
   * @throws IllegalArgumentException if there is no such option, or the value does not fit
   */
  public DigLavaOptions with(String name, String value) {
    Rewards r = rewards;
    Skills s = skills;
    return switch (name) {
      case "max_grid_steps" -> withMaximumSteps(number(name, value));
      case "grid_lava_dead_count" -> withLavaDeadCount(number(name, value));
      case "grid_subgoal" ->
          withRewards(
              new Rewards(
                  truth(name, value),
                  r.scaledSubgoals,
                  r.stateVisitation,
                  r.digging,
                  r.lavaPenalty));
      case "grid_scaled_subgoal" ->
          withRewards(
              new Rewards(
                  r.subgoals, truth(name, value), r.stateVisitation, r.digging, r.lavaPenalty));
      case "grid_state_visitation" ->
          withRewards(
              new Rewards(
                  r.subgoals, r.scaledSubgoals, truth(name, value), r.digging, r.lavaPenalty));
      case "grid_dig_reward" ->
          withRewards(
              new Rewards(
                  r.subgoals,
                  r.scaledSubgoals,
                  r.stateVisitation,
                  truth(name, value),
                  r.lavaPenalty));
      case "grid_neg_lava_reward" ->
          withRewards(
              new Rewards(
                  r.subgoals, r.scaledSubgoals, r.stateVisitation, r.digging, real(name, value)));
      case "grid_dig_env" ->
          withSkills(new Skills(truth(name, value), s.removeDiagonals, s.availableUpTo));
      case "grid_remove_diagonal" ->
          withSkills(new Skills(s.digEnvironment, truth(name, value), s.availableUpTo));
      case "grid_available_upto" ->
          withSkills(new Skills(s.digEnvironment, s.removeDiagonals, number(name, value)));
      case "grid_agent_pos" ->
          withObservation(new Observation(truth(name, value), observation.digAvailability));
      case "grid_append_dig_availability" ->
          withObservation(new Observation(observation.positionMap, truth(name, value)));
      case "grid_safe_wall", "grid_fixed_rivers" -> { // accepted by the original, without effect
        boolean unused = truth(name, value);
        yield this;
      }
      default -> throw new IllegalArgumentException("there is no option " + name);
    };
  }

  private static boolean truth(String name, String value) {
    if (value.equalsIgnoreCase("true")) return true;
    if (value.equalsIgnoreCase("false")) return false;
    throw new IllegalArgumentException(name + " must be true or false, got " + value);
  }

  private static int number(String name, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must be a whole number, got " + value, e);
    }
  }

  private static double real(String name, String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must be a number, got " + value, e);
    }
  }
}
