package io.fabula.analysis.saliency;

/**
 * Attributions along a straight line from a baseline to an input (Sundararajan, Taly and Yan 2017):
 * the difference of each feature times the mean derivative on the way. They add up to what the
 * function gains on the way, but for the error of the sum.
 */
public final class IntegratedGradients {
  private final int steps;
  private final Gradient gradient;

  /** The derivatives of a function of several features. */
  public interface Gradient {
    /**
     * The derivatives at some points.
     *
     * @param points {@code [steps, features]}
     * @return {@code [steps, features]}
     */
    float[] at(float[] points);
  }

  /**
   * @param steps points on the line, at least 1: the middles of as many equal pieces
   * @param gradient asked once per input for all points together
   */
  public IntegratedGradients(int steps, Gradient gradient) {
    if (steps < 1) throw new IllegalArgumentException("steps must be at least 1, got " + steps);
    this.steps = steps;
    this.gradient = gradient;
  }

  /**
   * Attributes what the function gains from a baseline to an input.
   *
   * @param baseline where nothing is said, one number per feature
   * @param input as many
   * @return one attribution per feature
   */
  public float[] of(float[] baseline, float[] input) {
    if (baseline.length != input.length) {
      throw new IllegalArgumentException(
          "baseline and input differ in length: " + baseline.length + " and " + input.length);
    }
    int features = input.length;
    float[] points = new float[steps * features];
    for (int s = 0; s < steps; s++) {
      double share = (s + 0.5) / steps;
      for (int i = 0; i < features; i++) {
        points[s * features + i] =
            (float) (baseline[i] + share * ((double) input[i] - baseline[i]));
      }
    }
    float[] derivatives = gradient.at(points);
    float[] attributions = new float[features];
    for (int i = 0; i < features; i++) {
      double sum = 0;
      for (int s = 0; s < steps; s++) sum += derivatives[s * features + i];
      attributions[i] = (float) (((double) input[i] - baseline[i]) * sum / steps);
    }
    return attributions;
  }
}
