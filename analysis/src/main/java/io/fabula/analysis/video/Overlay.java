package io.fabula.analysis.video;

/**
 * What is drawn over a frame: an arrow for the action, and grey squares whose brightness tells how
 * near the end of the episode (left) and a reward (right) are.
 *
 * @param arrow the action's direction
 * @param terminal 0 to 1: whether, or how probably, the episode ends here
 * @param reward unscaled reward
 * @param maximumReward reward at which the square is white, above 0
 */
public record Overlay(ArrowDirection arrow, double terminal, double reward, double maximumReward) {
  /** Reward of CoinRun's coin. */
  public static final double COIN = 10;

  public Overlay {
    if (!(maximumReward > 0)) {
      throw new IllegalArgumentException("maximumReward must be above 0, got " + maximumReward);
    }
  }

  /** Overlay of a CoinRun step. */
  public static Overlay coinRun(int action, double terminal, double reward) {
    return new Overlay(ArrowDirection.ofProcgen(action), terminal, reward, COIN);
  }
}
