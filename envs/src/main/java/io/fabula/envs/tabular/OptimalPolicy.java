package io.fabula.envs.tabular;

/** The policy of greatest expected return, by value iteration. */
public final class OptimalPolicy {
  private static final double TOLERANCE = 1e-13;
  private static final int MAXIMUM_SWEEPS = 100_000;

  private OptimalPolicy() {}

  /**
   * The best action of each state; among equals the lowest.
   *
   * <p>The step limit and the decay of rewards are left out of account, so the result is optimal
   * for models without them.
   *
   * @param discount factor per step, within 0..1
   * @throws IllegalStateException if values do not settle, because episodes need not end
   */
  public static int[] actions(TabularModel model, double discount) {
    double[] values = new double[model.states()];
    for (int sweep = 0; sweep < MAXIMUM_SWEEPS; sweep++) {
      double change = 0;
      for (int state = 0; state < model.states(); state++) {
        double best = Double.NEGATIVE_INFINITY;
        for (int action = 0; action < model.actions(); action++) {
          best = Math.max(best, worth(model, values, state, action, discount));
        }
        change = Math.max(change, Math.abs(best - values[state]));
        values[state] = best;
      }
      if (change < TOLERANCE) return greedy(model, values, discount);
    }
    throw new IllegalStateException(
        "values did not settle within " + MAXIMUM_SWEEPS + " sweeps: do all episodes end?");
  }

  /** A policy as probabilities {@code [state, action]}: always the given action of each state. */
  public static double[] always(TabularModel model, int[] actions) {
    double[] policy = new double[model.states() * model.actions()];
    for (int state = 0; state < actions.length; state++) {
      policy[state * model.actions() + actions[state]] = 1;
    }
    return policy;
  }

  private static int[] greedy(TabularModel model, double[] values, double discount) {
    int[] best = new int[model.states()];
    for (int state = 0; state < best.length; state++) {
      double greatest = worth(model, values, state, 0, discount);
      for (int action = 1; action < model.actions(); action++) {
        double worth = worth(model, values, state, action, discount);
        if (worth > greatest + 1e-9) { // a difference below rounding is a tie
          greatest = worth;
          best[state] = action;
        }
      }
    }
    return best;
  }

  private static double worth(
      TabularModel model, double[] values, int state, int action, double discount) {
    double worth = 0;
    int end = model.endOfOutcomes(state, action);
    for (int outcome = model.firstOutcome(state, action); outcome < end; outcome++) {
      int next = model.next(outcome);
      double future = next == TabularModel.END ? 0 : discount * values[next];
      worth += model.probability(outcome) * (model.reward(outcome) + future);
    }
    return worth;
  }
}
