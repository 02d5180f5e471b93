package io.fabula.analysis.mediation;

import io.fabula.analysis.causal.FixedPointSums;
import io.fabula.envs.tabular.EventSums;
import java.io.Serializable;

/**
 * Sums over the episodes of one policy, from which every estimate of mediation analysis follows:
 * the number of episodes, and the sums of w, w^2, Y, Y^2, Yw, Y^2 w, Y^2 w^2 and Y w^2, where Y is
 * the return and w the probability of Z = 0 given the trajectory.
 *
 * <p>They are merged by addition in fixed point, so an estimate has the same bits however the
 * episodes were split and in whatever order they were merged. Immutable.
 *
 * @param episodes how many
 * @param high whole parts of the sums, in the order above
 * @param low their fractions
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier to JSON; never compared by its arrays
public record EpisodeSums(long episodes, long[] high, long[] low) implements Serializable {
  private static final int W = 0;
  private static final int W2 = 1;
  private static final int Y = 2;
  private static final int Y2 = 3;
  private static final int YW = 4;
  private static final int Y2W = 5;
  private static final int Y2W2 = 6;
  private static final int YW2 = 7;
  private static final int COUNT = 8;

  /** Largest magnitude of a return; its square is summed, too. */
  public static final double LARGEST_RETURN = 1_000_000;

  public EpisodeSums {
    if (episodes < 0 || high.length != COUNT || low.length != COUNT) {
      throw new IllegalArgumentException(
          "sums of %d episodes need %d numbers, got %d".formatted(episodes, COUNT, high.length));
    }
  }

  /** The sums of no episode. */
  public static EpisodeSums none() {
    return new EpisodeSums(0, new long[COUNT], new long[COUNT]);
  }

  /**
   * Sums of some episodes.
   *
   * @param returns Y of each, within plus and minus {@link #LARGEST_RETURN}
   * @param unfired w of each, within 0..1
   */
  public static EpisodeSums of(double[] returns, double[] unfired) {
    if (returns.length != unfired.length) {
      throw new IllegalArgumentException(
          "%d returns and %d probabilities".formatted(returns.length, unfired.length));
    }
    FixedPointSums sums = new FixedPointSums(COUNT);
    for (int i = 0; i < returns.length; i++) add(sums, returns[i], unfired[i]);
    return new EpisodeSums(returns.length, sums.high(), sums.low());
  }

  private static void add(FixedPointSums sums, double y, double w) {
    if (!(Math.abs(y) <= LARGEST_RETURN)) {
      throw new IllegalArgumentException(
          "a return must be within +-%.0f, got %s".formatted(LARGEST_RETURN, y));
    }
    if (!(w >= 0 && w <= 1)) {
      throw new IllegalArgumentException("P(Z = 0) must be within 0..1, got " + w);
    }
    sums.add(W, w);
    sums.add(W2, w * w);
    sums.add(Y, y);
    sums.add(Y2, y * y);
    sums.add(YW, y * w);
    sums.add(Y2W, y * y * w);
    sums.add(Y2W2, y * y * w * w);
    sums.add(YW2, y * w * w);
  }

  /** The sums of these and other episodes. */
  public EpisodeSums plus(EpisodeSums other) {
    FixedPointSums sums = new FixedPointSums(high.clone(), low.clone());
    sums.add(other.high, other.low);
    return new EpisodeSums(episodes + other.episodes, sums.high(), sums.low());
  }

  /**
   * The sample means as expectations: the plug-in estimate.
   *
   * @throws IllegalStateException without episodes
   */
  public EventSums means() {
    if (episodes == 0) throw new IllegalStateException("no episodes to estimate from");
    return new EventSums(mean(Y), mean(W), mean(YW));
  }

  private double mean(int index) {
    return new FixedPointSums(high, low).get(index) / episodes;
  }

  /** Variance of w among the episodes, divided by their number. */
  double varianceOfUnfired() {
    return Math.max(0, mean(W2) - mean(W) * mean(W));
  }

  /** Variance of {@code a Y + b Yw + c w} among the episodes, divided by their number. */
  double varianceOf(double a, double b, double c) {
    double square =
        a * a * mean(Y2)
            + b * b * mean(Y2W2)
            + c * c * mean(W2)
            + 2 * (a * b * mean(Y2W) + a * c * mean(YW) + b * c * mean(YW2));
    double mean = a * mean(Y) + b * mean(YW) + c * mean(W);
    return Math.max(0, square - mean * mean);
  }
}
