package io.fabula.analysis.mediation;

import io.fabula.envs.tabular.EventSums;

/**
 * Plug-in estimates of the effects of going from a reference policy to a target policy, from
 * episodes of both, with the standard error of the indirect effect by its influence function.
 *
 * @param reference sums over the reference policy's episodes
 * @param target sums over the target policy's episodes
 */
public record EffectEstimate(EpisodeSums reference, EpisodeSums target) {
  /** The 0.975 quantile of the standard normal distribution. */
  public static final double NORMAL_97_5 = 1.959963984540054;

  /** The estimated effects. */
  public Effects effects() {
    return new Effects(reference.means(), target.means());
  }

  /**
   * Standard error of the indirect effect; NaN where a conditional mean is undefined, because all
   * or no reference episodes fired.
   */
  public double standardError() {
    EventSums x = reference.means();
    if (!x.defined()) return Double.NaN;
    double p0 = x.unfired();
    double more = p0 - target.means().unfired();
    double difference = x.meanFired() - x.meanUnfired();
    double ofValue = more / x.fired();
    double ofValueUnfired = -more * (1 / x.fired() + 1 / p0);
    double ofUnfired = difference + more * (x.meanFired() / x.fired() + x.meanUnfired() / p0);
    double variance =
        reference.varianceOf(ofValue, ofValueUnfired, ofUnfired) / reference.episodes()
            + difference * difference * target.varianceOfUnfired() / target.episodes();
    return Math.sqrt(variance);
  }

  /** The lower end of the 95 % interval of the indirect effect. */
  public double low() {
    return effects().indirect() - NORMAL_97_5 * standardError();
  }

  /** The upper end of the 95 % interval of the indirect effect. */
  public double high() {
    return effects().indirect() + NORMAL_97_5 * standardError();
  }
}
