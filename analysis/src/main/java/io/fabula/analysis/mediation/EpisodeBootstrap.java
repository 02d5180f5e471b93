package io.fabula.analysis.mediation;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.tabular.EventSums;
import java.util.Arrays;

/**
 * Percentile bootstrap over episodes (Efron 1979): the episodes of either policy are drawn anew,
 * with replacement, each with all that belongs to it.
 *
 * @param low lower end of the indirect effect's interval
 * @param high upper end
 * @param undefined share of the draws in which a conditional mean was undefined; such a draw counts
 *     as below everything at the lower end and above everything at the upper, so that it can only
 *     widen the interval
 */
public record EpisodeBootstrap(double low, double high, double undefined) {
  /**
   * The outcomes of some episodes of a policy.
   *
   * @param returns Y of each
   * @param unfired w = P(Z = 0) of each, given its trajectory, within 0..1
   */
  @SuppressWarnings("ArrayRecordComponent") // read in place
  public record Episodes(double[] returns, double[] unfired) {
    public Episodes {
      if (returns.length != unfired.length || returns.length < 2) {
        throw new IllegalArgumentException(
            "needs at least 2 episodes, got %d returns and %d probabilities"
                .formatted(returns.length, unfired.length));
      }
    }
  }

  /** Interval of the indirect effect of going from {@code reference} to {@code target}. */
  public static EpisodeBootstrap of(
      Episodes reference, Episodes target, BootstrapInterval.Options options) {
    RandomStream random = new RandomStream(options.seed());
    double[] lows = new double[options.draws()];
    double[] highs = new double[options.draws()];
    int undefined = 0;
    for (int d = 0; d < lows.length; d++) {
      EventSums x = draw(reference, random);
      double effect = x.indirectEffect(draw(target, random));
      if (!x.defined()) undefined++;
      lows[d] = x.defined() ? effect : Double.NEGATIVE_INFINITY;
      highs[d] = x.defined() ? effect : Double.POSITIVE_INFINITY;
    }
    Arrays.sort(lows);
    Arrays.sort(highs);
    int below = (int) Math.floor((1 - options.level()) / 2 * (lows.length - 1));
    return new EpisodeBootstrap(
        lows[below], highs[highs.length - 1 - below], undefined / (double) lows.length);
  }

  private static EventSums draw(Episodes episodes, RandomStream random) {
    int n = episodes.returns.length;
    double y = 0;
    double w = 0;
    double yw = 0;
    for (int i = 0; i < n; i++) {
      int drawn = random.nextInt(n);
      y += episodes.returns[drawn];
      w += episodes.unfired[drawn];
      yw += episodes.returns[drawn] * episodes.unfired[drawn];
    }
    return new EventSums(y / n, w / n, yw / n);
  }
}
