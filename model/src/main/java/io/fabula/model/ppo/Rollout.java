package io.fabula.model.ppo;

import io.fabula.model.agents.Choices;
import io.fabula.model.agents.InputBuffer;
import io.fabula.model.agents.PolicyNetwork;

/**
 * What one update learns from: T steps of N worlds, time-major; element (t, n) at {@code t * worlds
 * + n}. Inputs hold what was available beside what was observed. Shards of worlds write disjoint
 * columns.
 */
final class Rollout {
  final int steps;
  final int worlds;
  final InputBuffer inputs;
  final Choices choices;
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

  /** State before the first step's mask, {@code [worlds, stateSize]}. */
  final float[] initialState;

  final float[] advantages;
  final float[] returns;

  Rollout(PolicyNetwork network, PpoOptions.Block block) {
    steps = block.steps();
    worlds = block.worlds();
    int size = block.frames();
    inputs = network.inputs(size);
    choices = new Choices(network.head(), size);
    logProbs = new float[size];
    values = new float[size + worlds];
    rewards = new float[size];
    scaledRewards = new float[size];
    done = new boolean[size];
    masks = new float[size];
    initialState = new float[worlds * network.stateSize()];
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

  /** The mask that training multiplies the state with before the step of element {@code i}. */
  float trainingMask(int i, boolean legacy) {
    return legacy ? (done[i] ? 0 : 1) : masks[i];
  }
}
