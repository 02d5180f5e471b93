package io.fabula.model.detectors;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.tabular.TabularModel;
import java.util.Arrays;

/** Episodes of one policy in a {@link TabularModel}, drawn by table look-up. */
public final class TabularEpisodes {
  /** Of models that set no limit: an episode longer than this does not end. */
  private static final int LONGEST = 1_000_000;

  private final double[] returns;
  private final int[] first;
  private int[] states = new int[64];
  private int[] actions = new int[64];

  private TabularEpisodes(int count) {
    returns = new double[count];
    first = new int[count + 1];
  }

  /**
   * Plays.
   *
   * @param policy probabilities {@code [state, action]}, row by row
   * @param discount factor per step in the return, within 0..1
   * @param count episodes
   */
  public static TabularEpisodes play(
      TabularModel model, double[] policy, double discount, int count, RandomStream random) {
    TabularEpisodes episodes = new TabularEpisodes(count);
    int steps = 0;
    for (int i = 0; i < count; i++) {
      steps = episodes.play(model, policy, discount, i, steps, random);
      episodes.first[i + 1] = steps;
    }
    return episodes;
  }

  private int play(
      TabularModel model,
      double[] policy,
      double discount,
      int episode,
      int firstStep,
      RandomStream random) {
    int limit = model.maximumSteps() > 0 ? model.maximumSteps() : LONGEST;
    int at = firstStep;
    int state = model.sampleStart(random.nextDouble());
    double factor = 1;
    for (int t = 1; ; t++) {
      int action = draw(policy, state * model.actions(), model.actions(), random.nextDouble());
      int outcome = model.sampleOutcome(state, action, random.nextDouble());
      if (at == states.length) {
        states = Arrays.copyOf(states, 2 * at);
        actions = Arrays.copyOf(actions, 2 * at);
      }
      states[at] = state;
      actions[at++] = action;
      returns[episode] += factor * model.reward(outcome) * model.rewardScale(t);
      factor *= discount;
      state = model.next(outcome);
      if (state == TabularModel.END) return at;
      if (t == limit) {
        if (model.maximumSteps() > 0) return at;
        throw new IllegalStateException("an episode did not end within " + LONGEST + " steps");
      }
    }
  }

  private static int draw(double[] policy, int from, int actions, double uniform) {
    double sum = 0;
    int last = 0;
    for (int action = 0; action < actions; action++) {
      if (policy[from + action] == 0) continue;
      sum += policy[from + action];
      last = action;
      if (uniform < sum) return action;
    }
    return last;
  }

  /** How many. */
  public int count() {
    return returns.length;
  }

  /** The return of each. */
  public double[] returns() {
    return returns.clone();
  }

  /** The first step of an episode, among the steps of all; that of the next is its end. */
  int firstStep(int episode) {
    return first[episode];
  }

  int state(int step) {
    return states[step];
  }

  int action(int step) {
    return actions[step];
  }

  /**
   * log w of each: the sum over its states of what they give.
   *
   * @param logarithms log(1 - Phi) of each state, at most 0; may be negative infinity
   */
  public double[] logUnfired(double[] logarithms) {
    double[] sums = new double[returns.length];
    for (int i = 0; i < sums.length; i++) {
      for (int step = first[i]; step < first[i + 1]; step++) sums[i] += logarithms[states[step]];
    }
    return sums;
  }

  /**
   * w of each: the probability that a detector does not fire in any of its states.
   *
   * @param detector Phi of each state, within 0..1
   */
  public double[] unfired(double[] detector) {
    double[] products = new double[returns.length];
    for (int i = 0; i < products.length; i++) {
      products[i] = 1;
      for (int step = first[i]; step < first[i + 1]; step++) {
        products[i] *= 1 - detector[states[step]];
      }
    }
    return products;
  }
}
