package io.fabula.model.ppo;

import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ViewBuffer;

/**
 * What one update learns from: T steps of N worlds, time-major; element (t, n) at {@code t * worlds
 * + n}. Shards of worlds write disjoint columns.
 */
final class Rollout {
  final int steps;
  final int worlds;
  final ViewBuffer views;
  final int[] actions;
  final float[] logProbs;

  /** One row more than steps; the last bootstraps. */
  final float[] values;

  final float[] rewards;
  final float[] scaledRewards;
  final boolean[] done;

  /**
   * 0 where the step is the first of its episode, else 1: one minus the done of the step before.
   */
  final float[] masks;

  /** Hidden state before the first step's mask, {@code [worlds, hidden]}. */
  final float[] initialHidden;

  final float[] advantages;
  final float[] returns;

  Rollout(ImpalaArchitecture agent, int steps, int worlds) {
    this.steps = steps;
    this.worlds = worlds;
    int size = Math.multiplyExact(steps, worlds);
    views = new ViewBuffer(agent, size);
    actions = new int[size];
    logProbs = new float[size];
    values = new float[size + worlds];
    rewards = new float[size];
    scaledRewards = new float[size];
    done = new boolean[size];
    masks = new float[size];
    initialHidden = new float[worlds * agent.hidden()];
    advantages = new float[size];
    returns = new float[size];
  }

  /** Scales the rewards in the order of steps, and estimates and standardises advantages. */
  void evaluate(RewardScaling scaling, PpoOptions.Estimation estimation) {
    for (int t = 0; t < steps; t++) scaling.scale(rewards, done, t * worlds, scaledRewards);
    Advantages.estimate(
        estimation.scalesRewards() ? scaledRewards : rewards,
        values,
        done,
        worlds,
        estimation.gamma(),
        estimation.lambda(),
        advantages,
        returns);
    Advantages.standardise(advantages, estimation.deviationEpsilon());
  }

  /**
   * The mask that training multiplies the hidden state with before the step of element {@code i}.
   */
  float trainingMask(int i, boolean legacy) {
    return legacy ? (done[i] ? 0 : 1) : masks[i];
  }
}
