package io.fabula.analysis.mediation;

import io.fabula.envs.tabular.EventSums;
import io.fabula.envs.tabular.TabularModel;

/**
 * The generalised Bellman equations of a policy and a detector in a {@link TabularModel}. Before
 * the detector is asked in state {@code s}, with Phi(s) its probability of firing and s' the state
 * that follows (at the end of an episode V = N0 = 0 and W = 1):
 *
 * <pre>
 * V(s)  = E[ r + discount V(s') ]                           the expected return
 * W(s)  = (1 - Phi(s)) E[ W(s') ]                           P(Z = 0 from here on)
 * N0(s) = (1 - Phi(s)) E[ r W(s') + discount N0(s') ]       E[ return 1{Z = 0} ]
 * </pre>
 *
 * <p>All have the form {@code x(s) = E[c + g x(s')]} with a multiplier that depends on the state.
 * Repeated application converges where every policy reaches the end with probability 1: it then is
 * a contraction in a weighted maximum norm. A step limit is such an end, which is not told to the
 * state: values then depend on the steps that are left, and those of a whole episode are given.
 */
public final class GeneralisedBellman {
  private static final int MOST_SWEEPS = 1_000_000;
  private static final double SETTLED = 1e-16;

  private final TabularModel model;
  private final double[] policy;
  private final double[] detector;
  private final double discount;

  /**
   * Poses the equations.
   *
   * @param policy probabilities {@code [state, action]}, row by row
   * @param detector for each state the probability of firing there, within 0..1
   * @param discount factor per step, within 0..1
   */
  public GeneralisedBellman(
      TabularModel model, double[] policy, double[] detector, double discount) {
    requireLength("policy", policy, model.states() * model.actions());
    requireLength("detector", detector, model.states());
    for (double fires : detector) {
      if (!(fires >= 0 && fires <= 1)) {
        throw new IllegalArgumentException("a detector must be within 0..1, got " + fires);
      }
    }
    if (!(discount >= 0 && discount <= 1)) {
      throw new IllegalArgumentException("discount must be within 0..1, got " + discount);
    }
    this.model = model;
    this.policy = policy.clone();
    this.detector = detector.clone();
    this.discount = discount;
  }

  private static void requireLength(String name, double[] values, int length) {
    if (values.length != length) {
      throw new IllegalArgumentException(
          "a " + name + " needs " + length + " values, got " + values.length);
    }
  }

  /** The values at the end of an episode: V = N0 = 0, W = 1. */
  public StateValues end() {
    StateValues end = new StateValues(model.states());
    java.util.Arrays.fill(end.unfired, 1);
    return end;
  }

  /**
   * One application of the equations.
   *
   * @param next the values of the following states
   * @param step number of the step from 1, on which rewards may depend
   */
  public StateValues apply(StateValues next, int step) {
    StateValues values = expected(next, step);
    for (int state = 0; state < model.states(); state++) {
      double keep = 1 - detector[state];
      values.unfired[state] *= keep;
      values.valueUnfired[state] *= keep;
    }
    return values;
  }

  /** {@link #apply} without the factor 1 - Phi(s): given that the detector did not fire in s. */
  StateValues expected(StateValues next, int step) {
    StateValues values = new StateValues(model.states());
    double scale = model.rewardScale(step);
    for (int state = 0; state < model.states(); state++) {
      for (int action = 0; action < model.actions(); action++) {
        double chosen = policy[state * model.actions() + action];
        if (chosen == 0) continue;
        int last = model.endOfOutcomes(state, action);
        for (int o = model.firstOutcome(state, action); o < last; o++) {
          double p = chosen * model.probability(o);
          double earned = model.reward(o) * scale;
          int to = model.next(o);
          boolean ends = to == TabularModel.END;
          double unfired = ends ? 1 : next.unfired[to];
          values.value[state] += p * (earned + (ends ? 0 : discount * next.value[to]));
          values.unfired[state] += p * unfired;
          values.valueUnfired[state] +=
              p * (earned * unfired + (ends ? 0 : discount * next.valueUnfired[to]));
        }
      }
    }
    return values;
  }

  /**
   * The values of all states at the beginning of an episode: as many applications as the model has
   * steps, or as many as change anything.
   *
   * @throws IllegalStateException if they do not settle, because episodes need not end
   */
  public StateValues solve() {
    StateValues values = end();
    if (model.maximumSteps() > 0) {
      for (int step = model.maximumSteps(); step >= 1; step--) values = apply(values, step);
      return values;
    }
    for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      StateValues next = apply(values, 1);
      boolean settled = next.distance(values) <= SETTLED * Math.max(1, next.magnitude());
      values = next;
      if (settled) return values;
    }
    throw new IllegalStateException(
        "values did not settle within " + MOST_SWEEPS + " sweeps: do all episodes end?");
  }

  /** The expectations over the start states, before anything is divided. */
  public EventSums sums() {
    return solve().atStart(model);
  }

  TabularModel model() {
    return model;
  }

  double[] policy() {
    return policy;
  }

  double keep(int state) {
    return 1 - detector[state];
  }

  double discount() {
    return discount;
  }
}
