package io.fabula.envs.tabular;

import java.util.Arrays;

/**
 * The Markov chain that a policy makes of a model: only the states it can reach, numbered anew,
 * with outcomes of equal target and reward merged.
 */
@SuppressWarnings("ArrayRecordComponent") // package-private, read in place
record PolicyChain(
    int[] modelState, int[] firstEdge, double[] probability, double[] reward, int[] next) {
  int states() {
    return modelState.length;
  }

  /** Whether something is earned by a step after which the episode goes on. */
  boolean paysBeforeTheEnd() {
    for (int edge = 0; edge < next.length; edge++) {
      if (reward[edge] != 0 && next[edge] != TabularModel.END) return true;
    }
    return false;
  }

  static PolicyChain of(TabularModel model, double[] policy) {
    return new Construction(model, policy).run();
  }

  private static final class Construction {
    private final TabularModel model;
    private final double[] policy;
    private final int[] number;
    private int[] found = new int[64];
    private int foundCount;
    private int[] first = new int[64];
    private double[] probability = new double[256];
    private double[] reward = new double[256];
    private int[] next = new int[256];
    private int edges;

    Construction(TabularModel model, double[] policy) {
      this.model = model;
      this.policy = policy;
      number = new int[model.states()];
      Arrays.fill(number, -1);
    }

    PolicyChain run() {
      for (int state = 0; state < model.states(); state++) {
        if (model.start(state) > 0) numberOf(state);
      }
      for (int i = 0; i < foundCount; i++) {
        if (i + 1 >= first.length) first = Arrays.copyOf(first, 2 * first.length);
        first[i] = edges;
        addEdges(found[i], first[i]);
        first[i + 1] = edges;
      }
      return new PolicyChain(
          Arrays.copyOf(found, foundCount),
          Arrays.copyOf(first, foundCount + 1),
          Arrays.copyOf(probability, edges),
          Arrays.copyOf(reward, edges),
          Arrays.copyOf(next, edges));
    }

    private void addEdges(int state, int firstOfState) {
      for (int action = 0; action < model.actions(); action++) {
        double chosen = policy[state * model.actions() + action];
        if (chosen == 0) continue;
        int end = model.endOfOutcomes(state, action);
        for (int outcome = model.firstOutcome(state, action); outcome < end; outcome++) {
          int target = model.next(outcome);
          add(
              firstOfState,
              chosen * model.probability(outcome),
              model.reward(outcome),
              target == TabularModel.END ? target : numberOf(target));
        }
      }
    }

    private void add(int firstOfState, double p, double earned, int target) {
      for (int edge = firstOfState; edge < edges; edge++) {
        if (next[edge] == target && reward[edge] == earned) {
          probability[edge] += p;
          return;
        }
      }
      if (edges == next.length) {
        probability = Arrays.copyOf(probability, 2 * edges);
        reward = Arrays.copyOf(reward, 2 * edges);
        next = Arrays.copyOf(next, 2 * edges);
      }
      probability[edges] = p;
      reward[edges] = earned;
      next[edges] = target;
      edges++;
    }

    private int numberOf(int state) {
      if (number[state] < 0) {
        if (foundCount == found.length) found = Arrays.copyOf(found, 2 * foundCount);
        number[state] = foundCount;
        found[foundCount++] = state;
      }
      return number[state];
    }
  }
}
