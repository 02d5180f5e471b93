package io.fabula.model.detectors;

/**
 * The loss of {@link DetectorLoss#ofEffect} from the four means that decide it, with its slopes.
 *
 * @param loss what is minimised
 * @param predictive e_1 - e_0
 * @param indirect the natural indirect effect, without penalties
 * @param byValueUnfired dLoss / d E[Y w], reference policy
 * @param byUnfired dLoss / d E[w], reference policy
 * @param byOtherUnfired dLoss / d E[w], other policy
 */
record EffectSlopes(
    double loss,
    double predictive,
    double indirect,
    double byValueUnfired,
    double byUnfired,
    double byOtherUnfired) {
  /**
   * Computes them.
   *
   * @param value E[Y], reference policy
   * @param valueUnfired E[Y w], reference policy
   * @param p0 E[w], reference policy
   * @param q0 E[w], other policy
   */
  static EffectSlopes of(
      double value,
      double valueUnfired,
      double p0,
      double q0,
      DetectorLoss.Orientation orientation) {
    double firedDivisor = 1 - p0 + DetectorLoss.STABILISER;
    double unfiredDivisor = p0 + DetectorLoss.STABILISER;
    double e1 = (value - valueUnfired) / firedDivisor;
    double e0 = valueUnfired / unfiredDivisor;
    double predictive = e1 - e0;
    double sign = orientation.referenceFiresMore() ? -1 : 1;
    double more = sign * (p0 - q0); // P_more - P_less
    boolean mirrored = predictive < 0;
    boolean reversed = more < 0;
    double loss =
        -predictive * more
            + (mirrored ? -orientation.predictivePenalty() * predictive : 0)
            + (reversed ? -orientation.manipulablePenalty() * more : 0);
    double byPredictive = -more - (mirrored ? orientation.predictivePenalty() : 0);
    double byMore = -predictive - (reversed ? orientation.manipulablePenalty() : 0);
    return new EffectSlopes(
        loss,
        predictive,
        predictive * more,
        byPredictive * (-1 / firedDivisor - 1 / unfiredDivisor),
        byPredictive * (e1 / firedDivisor + e0 / unfiredDivisor) + byMore * sign,
        -byMore * sign);
  }
}
