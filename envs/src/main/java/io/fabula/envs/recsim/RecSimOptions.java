package io.fabula.envs.recsim;

import static io.fabula.envs.recsim.RecSimConstants.*;

import java.util.Objects;

/**
 * Size and rules of the recommender world; {@link #PUBLISHED} holds the defaults.
 *
 * @param split which items candidates come from
 * @param slateSize items in a slate, at least 3
 * @param candidates items available in an episode, at least {@code slateSize}
 * @param rule how they are drawn
 * @param choice how users choose
 * @param timeBudget minutes that a user has, above 0
 * @param skipPenalty minutes that a skip costs, above 0
 * @param maximumSteps step limit, or 0 for none (the published experiments ignore their limit of
 *     15)
 * @param view what the agent sees of the user
 * @param reward what a step earns
 * @param rewardMetric the metric that {@link Reward#METRIC} and {@link Reward#CLICK_PLUS_METRIC}
 *     earn
 * @param streams where users' randomness comes from
 */
public record RecSimOptions(
    Split split,
    int slateSize,
    int candidates,
    CandidateRule rule,
    ChoiceOptions choice,
    double timeBudget,
    double skipPenalty,
    int maximumSteps,
    View view,
    Reward reward,
    SlateMetric rewardMetric,
    Streams streams) {
  /** The published experiments' training world with independent users. */
  public static final RecSimOptions PUBLISHED =
      new RecSimOptions(
          Split.TRAIN,
          SLATE_SIZE,
          CANDIDATES,
          new CandidateRule.Skewed(SKEW_RATIO),
          ChoiceOptions.PUBLISHED,
          TIME_BUDGET,
          SKIP_PENALTY,
          0,
          View.INTERESTS,
          Reward.CLICK,
          SlateMetric.CPR,
          Streams.INDEPENDENT);

  public RecSimOptions {
    Objects.requireNonNull(split, "split");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(choice, "choice");
    Objects.requireNonNull(view, "view");
    Objects.requireNonNull(reward, "reward");
    Objects.requireNonNull(rewardMetric, "rewardMetric");
    Objects.requireNonNull(streams, "streams");
    if (slateSize < 3) {
      throw new IllegalArgumentException("slateSize must be at least 3, got " + slateSize);
    }
    if (candidates < slateSize) {
      throw new IllegalArgumentException(
          "candidates must be at least the slateSize " + slateSize + ", got " + candidates);
    }
    if (!(timeBudget > 0)) {
      throw new IllegalArgumentException("timeBudget must be above 0, got " + timeBudget);
    }
    if (!(skipPenalty > 0)) {
      throw new IllegalArgumentException("skipPenalty must be above 0, got " + skipPenalty);
    }
    if (maximumSteps < 0) {
      throw new IllegalArgumentException(
          "maximumSteps must be at least 0 (0 = no limit), got " + maximumSteps);
    }
  }

  /** The same world with the items of another split. */
  public RecSimOptions withSplit(Split newSplit) {
    return new RecSimOptions(
        newSplit,
        slateSize,
        candidates,
        rule,
        choice,
        timeBudget,
        skipPenalty,
        maximumSteps,
        view,
        reward,
        rewardMetric,
        streams);
  }

  /** The same world with other slates and candidates. */
  public RecSimOptions withSlates(int newSlateSize, int newCandidates, CandidateRule newRule) {
    return new RecSimOptions(
        split,
        newSlateSize,
        newCandidates,
        newRule,
        choice,
        timeBudget,
        skipPenalty,
        maximumSteps,
        view,
        reward,
        rewardMetric,
        streams);
  }

  /** The same world with another choice model. */
  public RecSimOptions withChoice(ChoiceOptions newChoice) {
    return new RecSimOptions(
        split,
        slateSize,
        candidates,
        rule,
        newChoice,
        timeBudget,
        skipPenalty,
        maximumSteps,
        view,
        reward,
        rewardMetric,
        streams);
  }

  /** The same world with a step limit, or 0 for none. */
  public RecSimOptions withMaximumSteps(int newMaximumSteps) {
    return new RecSimOptions(
        split,
        slateSize,
        candidates,
        rule,
        choice,
        timeBudget,
        skipPenalty,
        newMaximumSteps,
        view,
        reward,
        rewardMetric,
        streams);
  }

  /** The same world seen otherwise. */
  public RecSimOptions withView(View newView) {
    return new RecSimOptions(
        split,
        slateSize,
        candidates,
        rule,
        choice,
        timeBudget,
        skipPenalty,
        maximumSteps,
        newView,
        reward,
        rewardMetric,
        streams);
  }

  /** The same world with other rewards. */
  public RecSimOptions withReward(Reward newReward, SlateMetric newMetric) {
    return new RecSimOptions(
        split,
        slateSize,
        candidates,
        rule,
        choice,
        timeBudget,
        skipPenalty,
        maximumSteps,
        view,
        newReward,
        newMetric,
        streams);
  }

  /** The same world with users' randomness from elsewhere. */
  public RecSimOptions withStreams(Streams newStreams) {
    return new RecSimOptions(
        split,
        slateSize,
        candidates,
        rule,
        choice,
        timeBudget,
        skipPenalty,
        maximumSteps,
        view,
        reward,
        rewardMetric,
        newStreams);
  }

  /** What the agent sees of the user. */
  public enum View {
    /** The user's tastes. */
    INTERESTS,
    /** The ids of the last three clicked items, oldest first, -1 for none. */
    HISTORY
  }

  /** What a step earns. */
  public enum Reward {
    /** 1 for a click. */
    CLICK,
    /** The clicked video's minutes. */
    WATCH_TIME,
    /** A metric of the slate, clicked or not. */
    METRIC,
    /** 1 for a click, and a metric of the slate. */
    CLICK_PLUS_METRIC
  }

  /** Where users' randomness comes from. */
  public enum Streams {
    /** From the episode's seed: sound statistics. */
    INDEPENDENT,
    /**
     * Every user's choices and changes of taste follow the same stream, of seed 10, in every
     * episode, as in the published experiments.
     */
    SHARED
  }
}
