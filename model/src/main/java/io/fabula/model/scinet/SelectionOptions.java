package io.fabula.model.scinet;

import io.fabula.model.training.Budget;

/**
 * How encoder, decoders and noise are trained.
 *
 * @param budget when to stop; a step is a round, one optimisation step per agent
 * @param batch rows of a step, drawn with replacement; at least 2, published 200
 * @param learningRate of weights; published 1e-4
 * @param noiseLearningRate of noise parameters; published 1e-4
 * @param weightDecay L2 factor added to gradients, also of biases and noise; published 1e-5
 * @param initialLogNoise what noise parameters begin with; published -10
 * @param weights of the loss's terms
 * @param variants where the original's way of doing it is a choice
 * @param logEvery rounds per row of the log
 */
public record SelectionOptions(
    Budget.Steps budget,
    int batch,
    double learningRate,
    double noiseLearningRate,
    double weightDecay,
    double initialLogNoise,
    Weights weights,
    Variants variants,
    int logEvery) {
  public SelectionOptions {
    if (batch < 2) {
      throw new IllegalArgumentException(
          "batch must be at least 2, as noise is relative to deviations over it, got " + batch);
    }
    if (!(learningRate > 0) || !(noiseLearningRate >= 0)) {
      throw new IllegalArgumentException(
          "learningRate must be above 0 and noiseLearningRate at least 0, got "
              + learningRate
              + " and "
              + noiseLearningRate);
    }
    if (logEvery < 1) {
      throw new IllegalArgumentException("logEvery must be at least 1, got " + logEvery);
    }
  }

  /**
   * Weights of the loss's terms, called discounts in the original.
   *
   * @param decoderNoise how strongly the noise of decoders is pushed up; published 0.04
   * @param encoderNoise how strongly the noise of the encoder is pushed up; published 0.02
   * @param autoencoder weight of rebuilding the observation; published 10
   */
  public record Weights(double decoderNoise, double encoderNoise, double autoencoder) {
    /** The published weights. */
    public static final Weights PUBLISHED = new Weights(0.04, 0.02, 10);

    public Weights {
      if (!(decoderNoise >= 0) || !(encoderNoise >= 0) || !(autoencoder >= 0)) {
        throw new IllegalArgumentException(
            "weights must be at least 0, got %s, %s and %s"
                .formatted(decoderNoise, encoderNoise, autoencoder));
      }
    }
  }

  /**
   * Choices of the original that may be made otherwise.
   *
   * @param independentDraws whether a decoder's noise is drawn apart from the encoder's; the
   *     original uses one draw for both
   * @param commonMoments whether all agents' steps share the moments of the shared weights; in the
   *     original each trainer has its own
   */
  public record Variants(boolean independentDraws, boolean commonMoments) {
    /** As the original does it. */
    public static final Variants ORIGINAL = new Variants(false, false);
  }
}
