package io.fabula.analysis.mediation;

import io.fabula.envs.tabular.EventSums;
import java.util.List;

/**
 * Effects within strata of the start, averaged with the strata's weights: a measure of how much the
 * start confounds an event and the return. Strata without episodes of one of the policies, or in
 * which a conditional mean of the reference is undefined, are left out.
 *
 * @param indirect the averaged natural indirect effect; NaN if all strata were left out
 * @param direct the averaged natural direct effect
 * @param weightLeftOut share of the weight of strata that were left out, within 0..1
 */
public record AdjustedEffects(double indirect, double direct, double weightLeftOut) {
  /**
   * One stratum.
   *
   * @param weight at least 0; only ratios of weights count
   * @param reference sums over the reference policy's episodes that start there
   * @param target sums over the target policy's episodes that start there
   */
  public record Stratum(double weight, EpisodeSums reference, EpisodeSums target) {
    public Stratum {
      if (!(weight >= 0) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException("weight must be at least 0, got " + weight);
      }
    }
  }

  /**
   * Averages.
   *
   * @throws IllegalArgumentException if all weights are 0
   */
  public static AdjustedEffects of(List<Stratum> strata) {
    double all = 0;
    double used = 0;
    double indirect = 0;
    double direct = 0;
    for (Stratum each : strata) {
      all += each.weight;
      if (each.reference.episodes() == 0 || each.target.episodes() == 0) continue;
      EventSums x = each.reference.means();
      if (!x.defined()) continue;
      Effects effects = new Effects(x, each.target.means());
      used += each.weight;
      indirect += each.weight * effects.indirect();
      direct += each.weight * effects.direct();
    }
    if (all == 0) throw new IllegalArgumentException("the strata have no weight");
    return new AdjustedEffects(indirect / used, direct / used, (all - used) / all);
  }
}
