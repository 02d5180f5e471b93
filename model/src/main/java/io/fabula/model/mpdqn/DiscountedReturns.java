package io.fabula.model.mpdqn;

/** Discounted rewards to the end of an episode. */
final class DiscountedReturns {
  private DiscountedReturns() {}

  /** For each step its reward plus the discounted return of the next. */
  static double[] of(double[] rewards, double discount) {
    double[] returns = rewards.clone();
    for (int i = rewards.length - 2; i >= 0; i--) returns[i] += discount * returns[i + 1];
    return returns;
  }
}
