package io.fabula.model.detectors;

/**
 * Episodes of a reference policy and of another one, as a detector learns from them.
 *
 * @param states the distinct states, bytes {@code [states, inputs]}
 * @param inputs numbers per state
 * @param returns Y of the reference policy's episodes
 * @param reference visits of the reference policy's episodes
 * @param other visits of the other policy's episodes
 */
@SuppressWarnings("ArrayRecordComponent") // read in place
public record DetectorData(
    byte[] states, int inputs, double[] returns, VisitCounts reference, VisitCounts other) {
  public DetectorData {
    if (returns.length != reference.episodes() || states.length % inputs != 0) {
      throw new IllegalArgumentException(
          "%d returns do not fit %d episodes".formatted(returns.length, reference.episodes()));
    }
  }

  /** How many distinct states. */
  public int distinct() {
    return states.length / inputs;
  }

  /**
   * log w of all episodes of one policy.
   *
   * @param logits of the distinct states
   */
  public static double[] logUnfired(VisitCounts visits, double[] logits) {
    double[] logarithms = new double[logits.length];
    for (int i = 0; i < logits.length; i++) logarithms[i] = -softplus(logits[i]);
    double[] sums = new double[visits.episodes()];
    for (int i = 0; i < sums.length; i++) sums[i] = visits.logUnfired(i, logarithms);
    return sums;
  }

  static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  /** The probability of a logit. */
  public static double sigmoid(double x) {
    return x >= 0 ? 1 / (1 + StrictMath.exp(-x)) : StrictMath.exp(x) / (1 + StrictMath.exp(x));
  }
}
