package io.fabula.model.ppo;

/**
 * The settings of recurrent PPO.
 *
 * @param steps T, steps of each world in an update
 * @param worlds N, training worlds
 * @param epochs passes over an update's block
 * @param minibatchesPerEpoch optimiser steps in an epoch
 * @param minibatchSize most frames in one mini-batch; more are summed over several
 * @param gamma discount
 * @param lambda decay of the advantage estimate
 * @param learningRate of Adam
 * @param entropyWeight weight of the entropy bonus
 * @param valueWeight weight of the value loss
 * @param clip half-width of the trust region of ratio and value
 * @param gradientNorm largest norm of the gradient over all parameters
 * @param adamEpsilon Adam's epsilon
 * @param legacyRecurrence whether to repeat the original's treatment of episode ends: training
 *     masks one step early, a hidden state that advances twice on the frame between two updates
 * @param trainableInitialState whether episodes start from a learned hidden state, not from zeros
 * @param validationWorlds worlds of unseen levels that are played along; 0 for none
 * @param validationEvery updates from one round in the validation worlds to the next
 * @param shards parts that a batch is always cut into; threads only decide who computes which
 */
public record PpoOptions(
    int steps,
    int worlds,
    int epochs,
    int minibatchesPerEpoch,
    int minibatchSize,
    double gamma,
    double lambda,
    Annealed learningRate,
    Annealed entropyWeight,
    double valueWeight,
    double clip,
    double gradientNorm,
    double adamEpsilon,
    boolean legacyRecurrence,
    boolean trainableInitialState,
    int validationWorlds,
    int validationEvery,
    int shards) {
  public PpoOptions {
    require(steps >= 1, "steps must be at least 1, got " + steps);
    require(shards >= 1, "shards must be at least 1, got " + shards);
    require(
        worlds >= 1 && worlds % shards == 0,
        "worlds must be a multiple of shards (" + shards + "), got " + worlds);
    require(
        validationWorlds >= 0 && validationWorlds % shards == 0,
        "validationWorlds must be a multiple of shards (" + shards + "), got " + validationWorlds);
    require(validationEvery >= 1, "validationEvery must be at least 1, got " + validationEvery);
    require(gamma >= 0 && gamma <= 1, "gamma must be within 0..1, got " + gamma);
    require(lambda >= 0 && lambda <= 1, "lambda must be within 0..1, got " + lambda);
    require(clip > 0, "clip must be above 0, got " + clip);
    require(valueWeight >= 0, "valueWeight must be at least 0, got " + valueWeight);
    require(gradientNorm > 0, "gradientNorm must be above 0, got " + gradientNorm);
    require(adamEpsilon > 0, "adamEpsilon must be above 0, got " + adamEpsilon);
  }

  /** The original's {@code hard-rec} set, with which the study's agent was trained. */
  public static PpoOptions hardRecurrent() {
    return new PpoOptions(
        256,
        256,
        3,
        8,
        2048,
        0.999,
        0.95,
        new Annealed(5e-4, 0),
        Annealed.constant(0.01),
        0.5,
        0.2,
        0.5,
        1e-5,
        false,
        false,
        256,
        1,
        2);
  }

  /** The same with other numbers of training and validation worlds. */
  public PpoOptions withWorlds(int value) {
    return new PpoOptions(
        steps,
        value,
        epochs,
        minibatchesPerEpoch,
        minibatchSize,
        gamma,
        lambda,
        learningRate,
        entropyWeight,
        valueWeight,
        clip,
        gradientNorm,
        adamEpsilon,
        legacyRecurrence,
        trainableInitialState,
        Math.min(validationWorlds, value),
        validationEvery,
        shards);
  }

  /** Frames of one update. */
  public int framesPerUpdate() {
    return Math.multiplyExact(steps, worlds);
  }

  /**
   * The cut into mini-batches for an agent with or without recurrence.
   *
   * @throws IllegalArgumentException if mini-batches do not divide into equal shards
   */
  public MinibatchSchedule minibatches(boolean recurrent) {
    MinibatchSchedule schedule =
        new MinibatchSchedule(steps, worlds, epochs, minibatchesPerEpoch, minibatchSize, recurrent);
    require(
        schedule.members() % shards == 0,
        "a mini-batch of "
            + schedule.members()
            + (recurrent ? " worlds" : " frames")
            + " does not divide into "
            + shards
            + " shards");
    return schedule;
  }

  private static void require(boolean condition, String message) {
    if (!condition) throw new IllegalArgumentException(message);
  }
}
