package io.fabula.envs.tabular;

import java.util.Arrays;

/**
 * A finite world as a table: for each state and action the possible outcomes, each with its
 * probability, reward and next state (or the end of the episode).
 *
 * <p>A reward may lose value with time: earned at step {@code t} (the first step is 1) it counts
 * {@code reward * (1 - rewardDecay * t)}.
 *
 * <p>Immutable.
 */
public final class TabularModel {
  /** The next state of an outcome that ends the episode. */
  public static final int END = -1;

  private static final double PROBABILITY_TOLERANCE = 1e-9;

  private final int states;
  private final int actions;
  private final int maximumSteps;
  private final double rewardDecay;
  private final double[] start;
  private final int[] firstOutcome;
  private final double[] probability;
  private final double[] reward;
  private final int[] next;

  private TabularModel(Builder builder) {
    states = builder.states;
    actions = builder.actions;
    maximumSteps = builder.maximumSteps;
    rewardDecay = builder.rewardDecay;
    start = builder.start.clone();
    firstOutcome = builder.firstOutcome.clone();
    probability = Arrays.copyOf(builder.probability, builder.outcomes);
    reward = Arrays.copyOf(builder.reward, builder.outcomes);
    next = Arrays.copyOf(builder.next, builder.outcomes);
  }

  /** Number of states; they are {@code 0..states-1}. */
  public int states() {
    return states;
  }

  /** Number of actions; all are available in every state. */
  public int actions() {
    return actions;
  }

  /** Steps after which an episode is cut off, or 0 if it goes on until its end. */
  public int maximumSteps() {
    return maximumSteps;
  }

  /** Probability that an episode begins in {@code state}. */
  public double start(int state) {
    return start[state];
  }

  /** What a reward earned at step {@code t} (from 1) is multiplied by. */
  public double rewardScale(int t) {
    return 1 - rewardDecay * t;
  }

  /** The first outcome of an action; the last one stands before {@link #endOfOutcomes}. */
  public int firstOutcome(int state, int action) {
    return firstOutcome[state * actions + action];
  }

  /** One past the last outcome of an action. */
  public int endOfOutcomes(int state, int action) {
    return firstOutcome[state * actions + action + 1];
  }

  /** Probability of an outcome, given its state and action. */
  public double probability(int outcome) {
    return probability[outcome];
  }

  /** Reward of an outcome before {@link #rewardScale}. */
  public double reward(int outcome) {
    return reward[outcome];
  }

  /** The state that follows an outcome, or {@link #END}. */
  public int next(int outcome) {
    return next[outcome];
  }

  /** The state in which an episode begins, for {@code uniform} drawn from [0, 1). */
  public int sampleStart(double uniform) {
    int last = 0;
    double sum = 0;
    for (int state = 0; state < states; state++) {
      if (start[state] == 0) continue;
      sum += start[state];
      last = state;
      if (uniform < sum) return state;
    }
    return last;
  }

  /** The outcome of an action, for {@code uniform} drawn from [0, 1). */
  public int sampleOutcome(int state, int action, double uniform) {
    int row = state * actions + action;
    int last = firstOutcome[row + 1] - 1;
    double sum = 0;
    for (int outcome = firstOutcome[row]; outcome < last; outcome++) {
      sum += probability[outcome];
      if (uniform < sum) return outcome;
    }
    return last;
  }

  /** The policy that chooses uniformly, {@code [state, action]} row by row. */
  public double[] uniformPolicy() {
    double[] policy = new double[states * actions];
    Arrays.fill(policy, 1.0 / actions);
    return policy;
  }

  /**
   * Collects a model's rows in order: all outcomes of state 0 and action 0, of 0 and 1, and so on.
   */
  public static final class Builder {
    private final int states;
    private final int actions;
    private final double[] start;
    private final int[] firstOutcome;
    private int maximumSteps;
    private double rewardDecay;
    private int outcomes;
    private int openRow = -1;
    private double[] probability = new double[64];
    private double[] reward = new double[64];
    private int[] next = new int[64];

    /**
     * Begins an empty table.
     *
     * @param states at least 1
     * @param actions at least 1
     */
    public Builder(int states, int actions) {
      if (states < 1 || actions < 1) {
        throw new IllegalArgumentException(
            "a model needs at least one state and action, got " + states + " and " + actions);
      }
      this.states = states;
      this.actions = actions;
      start = new double[states];
      firstOutcome = new int[states * actions + 1];
    }

    /** Cuts episodes off after {@code steps}; without it they go on until their end. */
    public Builder maximumSteps(int steps) {
      maximumSteps = steps;
      return this;
    }

    /** Lets rewards lose this share of their value with each step. */
    public Builder rewardDecay(double decay) {
      rewardDecay = decay;
      return this;
    }

    /** Adds to the probability of beginning in {@code state}. */
    public Builder start(int state, double probability) {
      start[state] += probability;
      return this;
    }

    /**
     * Adds an outcome.
     *
     * @throws IllegalArgumentException if rows come out of order, or the next state does not exist
     */
    public Builder outcome(int state, int action, double probability, double reward, int next) {
      int row = state * actions + action;
      if (row < openRow) {
        throw new IllegalArgumentException(
            "outcomes must come in the order of states and actions, got state "
                + state
                + " action "
                + action
                + " too late");
      }
      if (next < END || next >= states) {
        throw new IllegalArgumentException(
            "next state must be within 0.." + (states - 1) + " or the end, got " + next);
      }
      if (outcomes == this.next.length) grow();
      while (openRow < row) firstOutcome[++openRow] = outcomes;
      this.probability[outcomes] = probability;
      this.reward[outcomes] = reward;
      this.next[outcomes] = next;
      outcomes++;
      return this;
    }

    /**
     * The finished model.
     *
     * @throws IllegalArgumentException if the probabilities of the start or of a row do not sum to
     *     1
     */
    public TabularModel build() {
      while (openRow < states * actions) firstOutcome[++openRow] = outcomes;
      requireOne("start", Arrays.stream(start).sum());
      for (int row = 0; row < states * actions; row++) {
        double sum = 0;
        for (int i = firstOutcome[row]; i < firstOutcome[row + 1]; i++) sum += probability[i];
        if (Math.abs(sum - 1) > PROBABILITY_TOLERANCE) {
          requireOne("state " + row / actions + " action " + row % actions, sum);
        }
      }
      return new TabularModel(this);
    }

    private static void requireOne(String where, double sum) {
      if (Math.abs(sum - 1) > PROBABILITY_TOLERANCE) {
        throw new IllegalArgumentException(where + ": probabilities must sum to 1, got " + sum);
      }
    }

    private void grow() {
      probability = Arrays.copyOf(probability, 2 * outcomes);
      reward = Arrays.copyOf(reward, 2 * outcomes);
      next = Arrays.copyOf(next, 2 * outcomes);
    }
  }
}
