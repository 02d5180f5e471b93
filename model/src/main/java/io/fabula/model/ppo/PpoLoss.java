package io.fabula.model.ppo;

import io.fabula.model.agents.ActionHead;
import io.fabula.model.agents.Choices;

/**
 * The losses of PPO with a clipped value function, and their gradients with respect to the
 * network's outputs. At ties of min and max both sides get half of the gradient and the bounds of a
 * clip count as inside, as in PyTorch.
 *
 * @param clip half-width of the ratio's and of the value's trust region
 * @param valueWeight weight of the value loss in the total
 * @param entropyWeight weight of the entropy bonus in the total
 */
public record PpoLoss(double clip, double valueWeight, double entropyWeight) {
  /** Sums over samples, before any mean is taken. */
  public static final class Sums {
    private double policy;
    private double value;
    private double entropy;
    private double ratioDeviation;
    private long samples;

    /** Takes in another shard's sums. */
    void add(Sums other) {
      policy += other.policy;
      value += other.value;
      entropy += other.entropy;
      ratioDeviation = Math.max(ratioDeviation, other.ratioDeviation);
      samples += other.samples;
    }

    /** Largest difference of a ratio from 1. */
    double ratioDeviation() {
      return ratioDeviation;
    }

    double policyTotal() {
      return policy;
    }

    double valueTotal() {
      return value;
    }

    double entropyTotal() {
      return entropy;
    }

    /** Mean policy loss. */
    public double policy() {
      return policy / samples;
    }

    /** Mean value loss, with its factor 0.5. */
    public double value() {
      return value / samples;
    }

    /** Mean entropy, nats. */
    public double entropy() {
      return entropy / samples;
    }
  }

  /** Value loss and the derivative of the weighted mean for one sample. */
  double value(double value, double oldValue, double target, double weight, Sums sums) {
    double shift = value - oldValue;
    double free = (value - target) * (value - target);
    if (shift >= -clip && shift <= clip) {
      sums.value += 0.5 * free;
      return valueWeight * weight * (value - target);
    }
    double held = oldValue + Math.max(-clip, Math.min(clip, shift)) - target;
    double bounded = held * held;
    sums.value += 0.5 * Math.max(free, bounded);
    double share = free > bounded ? 1 : free == bounded ? 0.5 : 0;
    return share * valueWeight * weight * (value - target);
  }

  /** Policy loss and the derivative of the weighted mean with respect to the log-probability. */
  double policy(double logProb, double oldLogProb, double advantage, double weight, Sums sums) {
    double ratio = StrictMath.exp(logProb - oldLogProb);
    sums.ratioDeviation = Math.max(sums.ratioDeviation, Math.abs(ratio - 1));
    double free = ratio * advantage;
    boolean inside = ratio >= 1 - clip && ratio <= 1 + clip;
    double bounded = Math.max(1 - clip, Math.min(1 + clip, ratio)) * advantage;
    sums.policy -= Math.min(free, bounded);
    double share = inside || free < bounded ? 1 : free == bounded ? 0.5 : 0;
    return -share * weight * free;
  }

  /**
   * Adds the losses of one sample of a rollout and replaces its distribution by the derivatives of
   * the weighted total with respect to the network's raw outputs.
   *
   * @param distribution of the network as it is now, from {@code offset}
   * @param value its prediction
   * @param at which element of the rollout
   * @param weight of a sample in the mean, 1 / mini-batch size
   * @return the derivative with respect to the value
   */
  double sample(
      ActionHead head,
      float[] distribution,
      int offset,
      double value,
      Rollout rollout,
      int at,
      double weight,
      Sums sums) {
    Choices choices = rollout.choices;
    double logProb = head.logProbability(distribution, offset, choices, at);
    sums.samples++;
    double towards = policy(logProb, rollout.logProbs[at], rollout.advantages[at], weight, sums);
    sums.entropy +=
        head.gradient(distribution, offset, choices, at, towards, -entropyWeight * weight);
    return value(value, rollout.values[at], rollout.returns[at], weight, sums);
  }
}
