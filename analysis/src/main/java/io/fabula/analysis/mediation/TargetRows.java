package io.fabula.analysis.mediation;

import io.fabula.model.actorcritic.VTrace;

/**
 * The generalised Bellman equations along a recorded stretch of steps, in the form that {@link
 * VTrace} takes: for each row a constant and a multiplier per step.
 *
 * @param rewards r of each step
 * @param done whether the episode ended with the step
 * @param fires Phi of the state before each step, within 0..1
 * @param discount factor per step, within 0..1
 */
@SuppressWarnings("ArrayRecordComponent") // read in place
public record TargetRows(double[] rewards, boolean[] done, double[] fires, double discount) {
  public TargetRows {
    if (done.length != rewards.length || fires.length != rewards.length) {
      throw new IllegalArgumentException(
          "steps differ in number: %d, %d and %d"
              .formatted(rewards.length, done.length, fires.length));
    }
  }

  /** V: the return. */
  public VTrace.Row value() {
    double[] multipliers = new double[done.length];
    for (int k = 0; k < done.length; k++) multipliers[k] = done[k] ? 0 : discount;
    return new VTrace.Row(rewards, multipliers);
  }

  /** W: the probability that nothing fires. */
  public VTrace.Row unfired() {
    double[] constants = new double[done.length];
    double[] multipliers = new double[done.length];
    for (int k = 0; k < done.length; k++) {
      if (done[k]) constants[k] = 1 - fires[k];
      else multipliers[k] = 1 - fires[k];
    }
    return new VTrace.Row(constants, multipliers);
  }

  /**
   * N0: the return on the event that nothing fires.
   *
   * @param unfired a critic's W of the state before each step
   * @param bootstrap its W of the state after the last step
   */
  public VTrace.Row valueUnfired(double[] unfired, double bootstrap) {
    int n = done.length;
    double[] constants = new double[n];
    double[] multipliers = new double[n];
    for (int k = 0; k < n; k++) {
      double next = done[k] ? 1 : k + 1 < n ? unfired[k + 1] : bootstrap;
      constants[k] = (1 - fires[k]) * rewards[k] * next;
      multipliers[k] = done[k] ? 0 : discount * (1 - fires[k]);
    }
    return new VTrace.Row(constants, multipliers);
  }
}
