package io.fabula.analysis.saliency;

import io.fabula.analysis.RankCorrelation;
import io.fabula.analysis.causal.BootstrapInterval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether features that are called important are: each was given other values, and what that
 * changed is compared between the feature with the highest score, the others, and a random one.
 */
public final class DeletionTest {
  private DeletionTest() {}

  /**
   * What giving one feature other values changed in one state.
   *
   * @param group the episode of the state; states of one episode are not independent
   * @param scores how important each feature is said to be, 0 or more
   * @param effects how much was changed through each feature; NaN for those that could not be given
   *     another value, which are left out
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers handed over, never compared
  public record State(int group, double[] scores, double[] effects) {
    public State {
      if (scores.length != effects.length) {
        throw new IllegalArgumentException(
            "scores and effects differ in length: " + scores.length + " and " + effects.length);
      }
    }
  }

  /**
   * What was found.
   *
   * @param states that could be judged
   * @param groups episodes that they come from
   * @param top mean effect of the feature with the highest score
   * @param others mean effect of all others
   * @param random mean effect of a feature chosen at random
   * @param topMinusOthers mean difference per episode, with a 95 % interval over episodes
   * @param topMinusRandom the same against a random choice
   * @param rankCorrelation mean over states of Spearman's correlation of scores and effects; NaN if
   *     it is defined in none
   */
  public record Finding(
      int states,
      int groups,
      double top,
      double others,
      double random,
      BootstrapInterval topMinusOthers,
      BootstrapInterval topMinusRandom,
      double rankCorrelation) {
    /** Whether the feature with the highest score changes more than others do. */
    public boolean shown() {
      return topMinusOthers.low() > 0;
    }
  }

  /** Sums over the states of one episode. */
  private static final class Sums {
    int states;
    double top;
    double others;
    double random;
  }

  /**
   * Judges scores by effects.
   *
   * @param seed of the resampling of episodes
   * @throws IllegalArgumentException if no state has two features to compare
   */
  public static Finding of(List<State> states, long seed) {
    Map<Integer, Sums> groups = new LinkedHashMap<>();
    double correlation = 0;
    int correlated = 0;
    int judged = 0;
    for (State state : states) {
      List<Integer> usable = usable(state);
      if (usable.size() < 2) continue;
      judged++;
      int top = usable.get(0);
      double all = 0;
      for (int i : usable) {
        if (state.scores[i] > state.scores[top]) top = i;
        all += state.effects[i];
      }
      Sums sums = groups.computeIfAbsent(state.group, key -> new Sums());
      sums.states++;
      sums.top += state.effects[top];
      sums.others += (all - state.effects[top]) / (usable.size() - 1);
      sums.random += all / usable.size();
      double spearman = spearman(state, usable);
      if (Double.isNaN(spearman)) continue;
      correlation += spearman;
      correlated++;
    }
    if (judged == 0) throw new IllegalArgumentException("no state has two features to compare");
    double[] top = new double[groups.size()];
    double[] others = new double[groups.size()];
    double[] random = new double[groups.size()];
    Sums total = new Sums();
    int g = 0;
    for (Sums each : groups.values()) {
      top[g] = each.top / each.states;
      others[g] = each.others / each.states;
      random[g++] = each.random / each.states;
      total.top += each.top;
      total.others += each.others;
      total.random += each.random;
    }
    return new Finding(
        judged,
        groups.size(),
        total.top / judged,
        total.others / judged,
        total.random / judged,
        difference(top, others, seed),
        difference(top, random, seed),
        correlated == 0 ? Double.NaN : correlation / correlated);
  }

  /** Of one episode there is no interval: its ends are NaN, and nothing is shown. */
  private static BootstrapInterval difference(double[] first, double[] second, long seed) {
    BootstrapInterval.Options options = BootstrapInterval.Options.withSeed(seed);
    return first.length == 1
        ? new BootstrapInterval(
            first[0] - second[0], Double.NaN, Double.NaN, options.level(), first.length)
        : BootstrapInterval.ofPairs(second, first, options);
  }

  private static List<Integer> usable(State state) {
    List<Integer> usable = new ArrayList<>();
    for (int i = 0; i < state.effects.length; i++) {
      if (!Double.isNaN(state.effects[i])) usable.add(i);
    }
    return usable;
  }

  private static double spearman(State state, List<Integer> usable) {
    return RankCorrelation.of(
        usable.stream().mapToDouble(i -> state.scores[i]).toArray(),
        usable.stream().mapToDouble(i -> state.effects[i]).toArray());
  }
}
