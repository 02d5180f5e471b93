package io.fabula.model.mpdqn;

import io.fabula.model.training.Schedule;

/**
 * How a learning agent strays from its best action. The chance of a random action falls in a
 * straight line with the episodes that have ended.
 *
 * @param start chance at the beginning, within 0..1
 * @param end chance from {@code episodes} on, within 0..1
 * @param episodes ended episodes until then, at least 1
 * @param parameters what becomes of the parameters
 * @param noiseTheta pull of the noise on the chosen action's parameters back to 0
 * @param noiseSigma deviation of a step of that noise, on the scale of -1..1
 */
public record MpDqnExploration(
    double start,
    double end,
    int episodes,
    ParameterExploration parameters,
    double noiseTheta,
    double noiseSigma) {
  /** What becomes of the parameters. */
  public enum ParameterExploration {
    /**
     * A random action keeps the parameters that the network proposes; to the parameters of every
     * chosen action a little Ornstein-Uhlenbeck noise is added.
     */
    NOISE,
    /** With a random action all parameters are drawn uniformly. */
    UNIFORM
  }

  /** The settings of Bester et al. 2019. */
  public static final MpDqnExploration REFERENCE =
      new MpDqnExploration(1, 0.01, 1000, ParameterExploration.NOISE, 0.15, 1e-4);

  /** Uniform parameters with random actions, as without noise. */
  public static final MpDqnExploration UNIFORM =
      new MpDqnExploration(1, 0.01, 1000, ParameterExploration.UNIFORM, 0.15, 1e-4);

  public MpDqnExploration {
    requireShare("start", start);
    requireShare("end", end);
    if (episodes < 1) {
      throw new IllegalArgumentException("episodes must be at least 1, got " + episodes);
    }
    requireShare("noiseTheta", noiseTheta);
    if (!(noiseSigma >= 0) || Double.isInfinite(noiseSigma)) {
      throw new IllegalArgumentException("noiseSigma must be at least 0, got " + noiseSigma);
    }
  }

  private static void requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be within 0..1, got " + value);
    }
  }

  /**
   * Chance of a random action.
   *
   * @param ended episodes that have ended
   */
  public double epsilon(long ended) {
    return Schedule.linear(start, end).at((double) ended / episodes);
  }
}
