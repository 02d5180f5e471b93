package io.fabula.model.actorcritic;

import io.fabula.model.agents.ActionDistribution;

/**
 * The loss of {@link ActorCriticTrainer} over a block of steps, with its slopes by what the network
 * gave.
 *
 * @param policy the first term, {@code -mean(log pi * advantage)}
 * @param value mean squared error of the values, without its weight
 * @param entropy mean, in nats
 * @param byLogits slopes of the whole loss {@code [rows, actions]}
 * @param byValues slopes of the whole loss {@code [rows]}
 */
@SuppressWarnings("ArrayRecordComponent") // read in place
record ActorCriticLoss(
    double policy, double value, double entropy, float[] byLogits, float[] byValues) {
  /**
   * Computes the loss; row {@code t * traces.length + i} is step {@code t} of world {@code i}.
   *
   * @param logits {@code [rows, actions]}
   * @param values {@code [rows]}
   * @param taken the action of each row
   * @param traces targets and advantages of each world
   */
  static ActorCriticLoss of(
      float[] logits, float[] values, int[] taken, VTrace[] traces, ActorCriticOptions options) {
    int rows = taken.length;
    int actions = logits.length / rows;
    float[] byLogits = logits.clone();
    float[] byValues = new float[rows];
    double policy = 0;
    double value = 0;
    double entropySum = 0;
    for (int row = 0; row < rows; row++) {
      VTrace trace = traces[row % traces.length];
      int t = row / traces.length;
      int at = row * actions;
      ActionDistribution.logSoftmax(byLogits, at, actions);
      double entropy = ActionDistribution.entropy(byLogits, at, actions);
      double advantage = trace.advantages()[t];
      double error = values[row] - trace.targets()[t];
      policy -= byLogits[at + taken[row]] * advantage / rows;
      value += error * error / rows;
      entropySum += entropy / rows;
      byValues[row] = (float) (2 * options.valueWeight() * error / rows);
      for (int k = 0; k < actions; k++) {
        double log = byLogits[at + k];
        double p = StrictMath.exp(log);
        double hit = k == taken[row] ? 1 : 0;
        double slope = -advantage * (hit - p) + options.entropyWeight() * p * (log + entropy);
        byLogits[at + k] = (float) (slope / rows);
      }
    }
    return new ActorCriticLoss(policy, value, entropySum, byLogits, byValues);
  }
}
