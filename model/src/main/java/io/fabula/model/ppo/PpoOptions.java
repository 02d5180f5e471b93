package io.fabula.model.ppo;

import io.fabula.model.training.Schedule;

/**
 * The settings of PPO.
 *
 * @param block what an update plays
 * @param passes how an update goes over its block
 * @param estimation how advantages come from rewards
 * @param losses what is minimised
 * @param optimisation how weights follow the gradient
 * @param legacyRecurrence whether to repeat the original's treatment of episode ends: training
 *     masks one step early, a hidden state that advances twice on the frame between two updates;
 *     without effect for agents without recurrence
 * @param validation worlds that are played along
 * @param shards parts that a batch is always cut into; threads only decide who computes which
 * @param observations how the network is shown what worlds show
 */
public record PpoOptions(
    Block block,
    Passes passes,
    Estimation estimation,
    Losses losses,
    Optimisation optimisation,
    boolean legacyRecurrence,
    Validation validation,
    int shards,
    Observations observations) {

  /**
   * What an update plays.
   *
   * @param steps T, steps of each world
   * @param worlds N, training worlds
   */
  public record Block(int steps, int worlds) {
    public Block {
      require(steps >= 1, "steps must be at least 1, got " + steps);
      require(worlds >= 1, "worlds must be at least 1, got " + worlds);
    }

    /** Frames of a block. */
    public int frames() {
      return Math.multiplyExact(steps, worlds);
    }
  }

  /**
   * How an update goes over its block.
   *
   * @param epochs passes
   * @param minibatchesPerEpoch optimiser steps in a pass
   * @param minibatchSize most frames in one mini-batch; more are summed over several
   */
  public record Passes(int epochs, int minibatchesPerEpoch, int minibatchSize) {
    public Passes {
      require(epochs >= 1, "epochs must be at least 1, got " + epochs);
      require(
          minibatchesPerEpoch >= 1,
          "minibatchesPerEpoch must be at least 1, got " + minibatchesPerEpoch);
      require(minibatchSize >= 1, "minibatchSize must be at least 1, got " + minibatchSize);
    }
  }

  /**
   * How advantages come from rewards.
   *
   * @param gamma discount
   * @param lambda decay of the advantage estimate
   * @param scalesRewards whether rewards are divided by the running deviation of the discounted
   *     return
   * @param deviationEpsilon added to the advantages' deviation before it divides them
   */
  public record Estimation(
      double gamma, double lambda, boolean scalesRewards, double deviationEpsilon) {
    public Estimation {
      require(gamma >= 0 && gamma <= 1, "gamma must be within 0..1, got " + gamma);
      require(lambda >= 0 && lambda <= 1, "lambda must be within 0..1, got " + lambda);
      require(deviationEpsilon > 0, "deviationEpsilon must be above 0, got " + deviationEpsilon);
    }

    /** With scaled rewards and an epsilon of 1e-8. */
    public static Estimation scaled(double gamma, double lambda) {
      return new Estimation(gamma, lambda, true, 1e-8);
    }
  }

  /**
   * What is minimised.
   *
   * @param clip half-width of the trust region of ratio and value
   * @param valueWeight weight of the value loss
   * @param entropyWeight weight of the entropy bonus
   */
  public record Losses(double clip, double valueWeight, Schedule entropyWeight) {
    public Losses {
      require(clip > 0, "clip must be above 0, got " + clip);
      require(valueWeight >= 0, "valueWeight must be at least 0, got " + valueWeight);
    }

    /** The losses at a progress. */
    PpoLoss at(double progress) {
      return new PpoLoss(clip, valueWeight, entropyWeight.at(progress));
    }
  }

  /**
   * How weights follow the gradient.
   *
   * @param learningRate of Adam
   * @param gradientNorm largest norm of the gradient over all parameters
   * @param adamEpsilon Adam's epsilon
   */
  public record Optimisation(Schedule learningRate, double gradientNorm, double adamEpsilon) {
    public Optimisation {
      require(gradientNorm > 0, "gradientNorm must be above 0, got " + gradientNorm);
      require(adamEpsilon > 0, "adamEpsilon must be above 0, got " + adamEpsilon);
    }
  }

  /**
   * Worlds that are played along.
   *
   * @param worlds how many, 0 for none
   * @param every updates from one round to the next
   */
  public record Validation(int worlds, int every) {
    /** None. */
    public static final Validation NONE = new Validation(0, 1);

    public Validation {
      require(worlds >= 0, "validation worlds must be at least 0, got " + worlds);
      require(every >= 1, "validation every must be at least 1, got " + every);
    }
  }

  /**
   * How the network is shown what worlds show.
   *
   * @param limit what standardised observations are held within, {@code -limit..limit}; 0 for
   *     observations as they are
   */
  public record Observations(double limit) {
    /** As they are. */
    public static final Observations RAW = new Observations(0);

    /**
     * Standardised by running moments over all worlds, which take in each step before it is shown;
     * within -10..10.
     */
    public static final Observations STANDARDISED = new Observations(10);

    public Observations {
      require(limit >= 0, "limit must be at least 0, got " + limit);
    }

    /** Whether they are standardised. */
    public boolean standardised() {
      return limit > 0;
    }
  }

  /** With observations as they are. */
  public PpoOptions(
      Block block,
      Passes passes,
      Estimation estimation,
      Losses losses,
      Optimisation optimisation,
      boolean legacyRecurrence,
      Validation validation,
      int shards) {
    this(
        block,
        passes,
        estimation,
        losses,
        optimisation,
        legacyRecurrence,
        validation,
        shards,
        Observations.RAW);
  }

  public PpoOptions {
    require(shards >= 1, "shards must be at least 1, got " + shards);
    require(
        block.worlds % shards == 0,
        "worlds must be a multiple of shards (" + shards + "), got " + block.worlds);
    require(
        validation.worlds % shards == 0,
        "validation worlds must be a multiple of shards ("
            + shards
            + "), got "
            + validation.worlds);
  }

  /** The original's {@code hard-rec} set, with which the study's agent was trained. */
  public static PpoOptions hardRecurrent() {
    return new PpoOptions(
        new Block(256, 256),
        new Passes(3, 8, 2048),
        Estimation.scaled(0.999, 0.95),
        new Losses(0.2, 0.5, Schedule.constant(0.01)),
        new Optimisation(Schedule.linear(5e-4, 0), 0.5, 1e-5),
        false,
        new Validation(256, 1),
        2);
  }

  /** The same with another block. */
  public PpoOptions withBlock(Block value) {
    return new PpoOptions(
        value,
        passes,
        estimation,
        losses,
        optimisation,
        legacyRecurrence,
        validation,
        shards,
        observations);
  }

  /** The same with other passes. */
  public PpoOptions withPasses(Passes value) {
    return new PpoOptions(
        block,
        value,
        estimation,
        losses,
        optimisation,
        legacyRecurrence,
        validation,
        shards,
        observations);
  }

  /** The same with another estimation. */
  public PpoOptions withEstimation(Estimation value) {
    return new PpoOptions(
        block,
        passes,
        value,
        losses,
        optimisation,
        legacyRecurrence,
        validation,
        shards,
        observations);
  }

  /** The same with other losses. */
  public PpoOptions withLosses(Losses value) {
    return new PpoOptions(
        block,
        passes,
        estimation,
        value,
        optimisation,
        legacyRecurrence,
        validation,
        shards,
        observations);
  }

  /** The same with another optimisation. */
  public PpoOptions withOptimisation(Optimisation value) {
    return new PpoOptions(
        block,
        passes,
        estimation,
        losses,
        value,
        legacyRecurrence,
        validation,
        shards,
        observations);
  }

  /** The same with or without the original's treatment of episode ends. */
  public PpoOptions withLegacyRecurrence(boolean value) {
    return new PpoOptions(
        block, passes, estimation, losses, optimisation, value, validation, shards, observations);
  }

  /** The same with other validation worlds. */
  public PpoOptions withValidation(Validation value) {
    return new PpoOptions(
        block,
        passes,
        estimation,
        losses,
        optimisation,
        legacyRecurrence,
        value,
        shards,
        observations);
  }

  /** The same with another number of shards. */
  public PpoOptions withShards(int value) {
    return new PpoOptions(
        block,
        passes,
        estimation,
        losses,
        optimisation,
        legacyRecurrence,
        validation,
        value,
        observations);
  }

  /** The same with observations shown otherwise. */
  public PpoOptions withObservations(Observations value) {
    return new PpoOptions(
        block,
        passes,
        estimation,
        losses,
        optimisation,
        legacyRecurrence,
        validation,
        shards,
        value);
  }

  /**
   * The cut into mini-batches for an agent with or without recurrence.
   *
   * @throws IllegalArgumentException if mini-batches do not divide into equal shards
   */
  public MinibatchSchedule minibatches(boolean recurrent) {
    MinibatchSchedule schedule =
        new MinibatchSchedule(
            block.steps,
            block.worlds,
            passes.epochs,
            passes.minibatchesPerEpoch,
            passes.minibatchSize,
            recurrent);
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

  private static void require(boolean valid, String message) {
    if (!valid) throw new IllegalArgumentException(message);
  }
}
