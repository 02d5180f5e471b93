package io.fabula.model.detectors;

/**
 * Losses of a detector on batches of episodes, with their slopes by {@code log w}, the logarithm of
 * an episode's probability that nothing fires. With Z the event that something fires, Y the return,
 * {@code e_z = E[Y | Z = z]} and {@code P} the probability of Z:
 *
 * <pre>
 * effect        -(e_1 - e_0) (P_more - P_less) + weights of max(0, e_0 - e_1) and max(0, P_less - P_more)
 * prediction    -mean[ G log(1 - w) + (1 - G) log w ],  G whether Y is above 0
 * </pre>
 *
 * <p>The first is the negated natural indirect effect; its penalties keep Z = 1 the good outcome,
 * since Z and not-Z have the same effect. Means are over the batch; {@link #STABILISER} is added
 * where they are divided by, which is for training alone.
 *
 * @param loss what is minimised
 * @param slopes dLoss / d log w of each episode of the reference policy
 * @param otherSlopes of each episode of the other policy; empty where the loss has none
 * @param predictive e_1 - e_0 on the batch
 * @param indirect the natural indirect effect on the batch, without penalties
 */
@SuppressWarnings("ArrayRecordComponent") // read in place
public record DetectorLoss(
    double loss, double[] slopes, double[] otherSlopes, double predictive, double indirect) {
  /** Added to probabilities that are divided by. */
  public static final double STABILISER = 1e-4;

  /** Least and, from 1, largest probability of firing in the logarithms of the prediction. */
  private static final double CLIP = 1e-6;

  /**
   * Which policy is wanted to fire more often, and how strongly orientations are held.
   *
   * @param referenceFiresMore whether it is the reference policy, whose returns count
   * @param predictivePenalty weight of max(0, e_0 - e_1), at least 0
   * @param manipulablePenalty weight of max(0, P_less - P_more), at least 0
   */
  public record Orientation(
      boolean referenceFiresMore, double predictivePenalty, double manipulablePenalty) {
    /** The other policy fires more, and Z = 1 is held good. */
    public static final Orientation OTHER_FIRES_MORE = new Orientation(false, 1, 0);

    /** The reference policy fires more, and both orientations are held. */
    public static final Orientation REFERENCE_FIRES_MORE = new Orientation(true, 1, 1);

    public Orientation {
      if (!(predictivePenalty >= 0) || !(manipulablePenalty >= 0)) {
        throw new IllegalArgumentException(
            "penalties must be at least 0, got " + predictivePenalty + ", " + manipulablePenalty);
      }
    }
  }

  /**
   * The negated indirect effect.
   *
   * @param returns Y of the reference policy's episodes
   * @param logUnfired log w of the same episodes, at most 0
   * @param otherLogUnfired log w of the other policy's episodes
   */
  public static DetectorLoss ofEffect(
      double[] returns, double[] logUnfired, double[] otherLogUnfired, Orientation orientation) {
    int n = returns.length;
    if (logUnfired.length != n || n == 0 || otherLogUnfired.length == 0) {
      throw new IllegalArgumentException(
          "needs episodes of both policies, got %d returns, %d and %d probabilities"
              .formatted(n, logUnfired.length, otherLogUnfired.length));
    }
    double[] w = exp(logUnfired);
    double[] v = exp(otherLogUnfired);
    double value = 0;
    double valueUnfired = 0;
    for (int i = 0; i < n; i++) {
      value += returns[i] / n;
      valueUnfired += returns[i] * w[i] / n;
    }
    EffectSlopes by = EffectSlopes.of(value, valueUnfired, mean(w), mean(v), orientation);
    double[] slopes = new double[n];
    for (int i = 0; i < n; i++) {
      slopes[i] = (by.byValueUnfired() * returns[i] + by.byUnfired()) * w[i] / n;
    }
    double[] otherSlopes = new double[v.length];
    for (int i = 0; i < v.length; i++) otherSlopes[i] = by.byOtherUnfired() * v[i] / v.length;
    return new DetectorLoss(by.loss(), slopes, otherSlopes, by.predictive(), by.indirect());
  }

  /**
   * The cross-entropy of predicting that something happened from whether the detector fired.
   *
   * @param happened G of each episode
   * @param logUnfired log w of the same episodes, at most 0
   */
  public static DetectorLoss ofPrediction(boolean[] happened, double[] logUnfired) {
    int n = happened.length;
    if (logUnfired.length != n || n == 0) {
      throw new IllegalArgumentException(
          "needs episodes, got %d outcomes and %d probabilities".formatted(n, logUnfired.length));
    }
    double[] w = exp(logUnfired);
    double[] slopes = new double[n];
    double loss = 0;
    for (int i = 0; i < n; i++) {
      double fired = Math.max(CLIP, Math.min(1 - CLIP, 1 - w[i]));
      boolean clipped = fired != 1 - w[i];
      loss -= StrictMath.log(happened[i] ? fired : 1 - fired) / n;
      if (clipped) continue;
      slopes[i] = (happened[i] ? w[i] / fired : -1) / n;
    }
    return new DetectorLoss(loss, slopes, new double[0], Double.NaN, Double.NaN);
  }

  private static double[] exp(double[] logarithms) {
    double[] values = new double[logarithms.length];
    for (int i = 0; i < values.length; i++) {
      if (!(logarithms[i] <= 0)) {
        throw new IllegalArgumentException("log w must be at most 0, got " + logarithms[i]);
      }
      values[i] = StrictMath.exp(logarithms[i]);
    }
    return values;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double each : values) sum += each;
    return sum / values.length;
  }
}
