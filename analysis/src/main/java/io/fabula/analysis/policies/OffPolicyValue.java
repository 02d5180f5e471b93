package io.fabula.analysis.policies;

import io.fabula.analysis.MeanInterval;

/**
 * The mean reward that a policy would earn in one step, estimated from decisions of others.
 *
 * @param direct what a model of rewards says of the policy's own decisions
 * @param inversePropensity rewards of those logged decisions that the policy would take, weighted
 *     by the inverse chance that they were logged (Horvitz and Thompson 1952)
 * @param doublyRobust the model's word, corrected where a logged decision is the policy's (Dudik et
 *     al. 2011); right if the model or the chances are right
 */
public record OffPolicyValue(
    MeanInterval direct, MeanInterval inversePropensity, MeanInterval doublyRobust) {
  /**
   * One logged decision.
   *
   * @param propensity chance with which it was logged, above 0
   * @param targetChance chance with which the policy takes it
   * @param reward that was seen
   * @param modelOfLogged what the model says of the logged decision
   * @param modelOfTarget what the model says of the policy's decision
   */
  public record Logged(
      double propensity,
      double targetChance,
      double reward,
      double modelOfLogged,
      double modelOfTarget) {
    public Logged {
      if (!(propensity > 0 && propensity <= 1)) {
        throw new IllegalArgumentException("propensity must be within (0, 1], got " + propensity);
      }
      if (!(targetChance >= 0 && targetChance <= 1)) {
        throw new IllegalArgumentException("targetChance must be within 0..1, got " + targetChance);
      }
    }
  }

  /**
   * The estimates.
   *
   * @param log at least one decision
   * @param seed of the intervals' resampling
   */
  public static OffPolicyValue of(Logged[] log, long seed) {
    double[] direct = new double[log.length];
    double[] inverse = new double[log.length];
    double[] robust = new double[log.length];
    for (int i = 0; i < log.length; i++) {
      Logged each = log[i];
      double weight = each.targetChance() / each.propensity();
      direct[i] = each.modelOfTarget();
      inverse[i] = weight * each.reward();
      robust[i] = each.modelOfTarget() + weight * (each.reward() - each.modelOfLogged());
    }
    return new OffPolicyValue(
        MeanInterval.of(direct, seed),
        MeanInterval.of(inverse, seed),
        MeanInterval.of(robust, seed));
  }
}
