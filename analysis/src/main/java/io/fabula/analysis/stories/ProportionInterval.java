package io.fabula.analysis.stories;

import org.hipparchus.distribution.continuous.BetaDistribution;

/**
 * A share with its exact interval (Clopper and Pearson 1934), which holds the true share at least
 * as often as its level says.
 *
 * @param share successes of trials
 * @param low lower end; 0 where there was no success
 * @param high upper end; 1 where there was no failure
 */
public record ProportionInterval(double share, double low, double high) {
  /**
   * The interval.
   *
   * @param successes 0 to {@code trials}
   * @param trials at least 1
   * @param level such as 0.95
   */
  public static ProportionInterval exact(int successes, int trials, double level) {
    if (trials < 1) throw new IllegalArgumentException("trials must be at least 1, got " + trials);
    if (successes < 0 || successes > trials) {
      throw new IllegalArgumentException(
          "successes must be within 0.." + trials + ", got " + successes);
    }
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level must be within 0..1, got " + level);
    }
    double tail = (1 - level) / 2;
    double low =
        successes == 0
            ? 0
            : new BetaDistribution(successes, trials - successes + 1.0)
                .inverseCumulativeProbability(tail);
    double high =
        successes == trials
            ? 1
            : new BetaDistribution(successes + 1.0, trials - (double) successes)
                .inverseCumulativeProbability(1 - tail);
    return new ProportionInterval((double) successes / trials, low, high);
  }
}
