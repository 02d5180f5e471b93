package io.fabula.pipelines.studies.twostage.problems;

import io.fabula.envs.tabular.OptimalPolicy;
import io.fabula.envs.tabular.TabularModel;
import io.fabula.pipelines.studies.twostage.problems.TabularProblem.Target;
import java.util.Arrays;

/** The policy to compare with in a problem that names none. */
final class BestPolicy {
  /** Share of uniform actions where the best actions alone need not come to an end. */
  private static final double EXPLORATION = 0.05;

  private BestPolicy() {}

  /**
   * The policy of greatest expected return: without a step limit the optimal one, else the one
   * whose actions are best with all steps left. Where following it might never end, one action of
   * twenty is uniform.
   *
   * @throws IllegalStateException if returns have no bound
   */
  static Target of(TabularModel model) {
    if (model.maximumSteps() > 0) {
      return new Target("best", OptimalPolicy.always(model, withAllStepsLeft(model)));
    }
    double[] policy = OptimalPolicy.always(model, OptimalPolicy.actions(model, 1));
    if (stateWithoutEnd(model, policy) < 0) return new Target("best", policy);
    double[] uniform = model.uniformPolicy();
    for (int i = 0; i < policy.length; i++) {
      policy[i] = (1 - EXPLORATION) * policy[i] + EXPLORATION * uniform[i];
    }
    return new Target("best, 1 action of 20 uniform", policy);
  }

  /** A state that is reached and from which the end is not, or -1. */
  static int stateWithoutEnd(TabularModel model, double[] policy) {
    boolean[] reached = new boolean[model.states()];
    for (int s = 0; s < reached.length; s++) reached[s] = model.start(s) > 0;
    boolean[] ends = new boolean[model.states()];
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int s = 0; s < reached.length; s++) {
        for (int row = s * model.actions(); row < (s + 1) * model.actions(); row++) {
          if (policy[row] == 0) continue;
          int action = row - s * model.actions();
          for (int o = model.firstOutcome(s, action); o < model.endOfOutcomes(s, action); o++) {
            if (model.probability(o) == 0) continue;
            int next = model.next(o);
            boolean here = next == TabularModel.END || ends[next];
            if (here && !ends[s]) {
              ends[s] = true;
              changed = true;
            }
            if (next != TabularModel.END && reached[s] && !reached[next]) {
              reached[next] = true;
              changed = true;
            }
          }
        }
      }
    }
    for (int s = 0; s < reached.length; s++) if (reached[s] && !ends[s]) return s;
    return -1;
  }

  private static int[] withAllStepsLeft(TabularModel model) {
    double[] values = new double[model.states()];
    int[] actions = new int[model.states()];
    for (int step = model.maximumSteps(); step >= 1; step--) {
      double[] before = new double[values.length];
      Arrays.fill(before, Double.NEGATIVE_INFINITY);
      for (int s = 0; s < before.length; s++) {
        for (int action = 0; action < model.actions(); action++) {
          double worth = 0;
          for (int o = model.firstOutcome(s, action); o < model.endOfOutcomes(s, action); o++) {
            double future = model.next(o) == TabularModel.END ? 0 : values[model.next(o)];
            double earned = model.reward(o) * model.rewardScale(step);
            worth += model.probability(o) * (earned + future);
          }
          if (worth > before[s]) {
            before[s] = worth;
            actions[s] = action;
          }
        }
      }
      values = before;
    }
    return actions;
  }
}
