package io.fabula.model.simulator;

import java.util.List;

/**
 * A number whose causes are sought, at a step of a simulated course (from 0) or over all steps. A
 * gradient is that of its mean over the batch.
 */
public sealed interface SaliencyTarget {
  /** The agent's expected return. */
  record Value(int step) implements SaliencyTarget {}

  /** The log-probability of the action that the agent takes. */
  record ChosenAction(int step) implements SaliencyTarget {}

  /** The mean log-probability of given actions, such as the three that go left. */
  record Actions(int step, List<Integer> actions) implements SaliencyTarget {
    /** Checks that there is an action. */
    public Actions {
      actions = List.copyOf(actions);
      if (actions.isEmpty()) throw new IllegalArgumentException("actions must not be empty");
    }
  }

  /** The mean over all steps of the change of the expected return from one step to the next. */
  record ValueChange() implements SaliencyTarget {}

  /** The agent's state along a direction: {@code sum_j direction_j h_j}. */
  record Direction(int step, List<Float> direction) implements SaliencyTarget {
    /** Takes the direction over. */
    public Direction {
      direction = List.copyOf(direction);
    }
  }

  /** The mean of the agent's expected return over all steps. */
  record MeanValue() implements SaliencyTarget {}

  /** The mean log-probability of an action over all steps. */
  record MeanAction(int action) implements SaliencyTarget {}

  /** The mean expected return of the second half of the steps, minus that of the first half. */
  record ValueRise() implements SaliencyTarget {}
}
