package io.fabula.analysis.mediation;

import java.util.List;

/**
 * What many estimates of one exactly known effect came to; NaN where fewer than two were defined.
 *
 * @param estimates in how many repetitions the effect was defined
 * @param mean of the estimates
 * @param deviation their standard deviation
 * @param meanError mean of their standard errors
 * @param share of the 95 % intervals that hold the exact effect
 */
public record EffectCoverage(
    int estimates, double mean, double deviation, double meanError, double share) {
  /** Rounding lets a sure estimate miss its exact value by this. */
  private static final double ROUNDING = 1e-12;

  /**
   * One estimate.
   *
   * @param indirect the effect
   * @param error its standard error; negative where the effect was undefined
   */
  public record Estimate(double indirect, double error) {
    /** Of what was estimated. */
    public static Estimate of(EffectEstimate estimate) {
      Effects effects = estimate.effects();
      return new Estimate(effects.indirect(), effects.defined() ? estimate.standardError() : -1);
    }
  }

  /**
   * Counts.
   *
   * @param repetitions the estimates
   * @param exact the effect
   */
  public static EffectCoverage of(List<Estimate> repetitions, double exact) {
    List<Estimate> defined = repetitions.stream().filter(each -> each.error >= 0).toList();
    int n = defined.size();
    if (n < 2) return new EffectCoverage(n, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    int covered = 0;
    double sum = 0;
    double errors = 0;
    for (Estimate each : defined) {
      sum += each.indirect;
      errors += each.error;
      double distance = Math.abs(each.indirect - exact);
      if (distance <= EffectEstimate.NORMAL_97_5 * each.error + ROUNDING) covered++;
    }
    double mean = sum / n;
    double squares = 0;
    for (Estimate each : defined) squares += (each.indirect - mean) * (each.indirect - mean);
    return new EffectCoverage(
        n, mean, Math.sqrt(squares / (n - 1)), errors / n, covered / (double) n);
  }
}
