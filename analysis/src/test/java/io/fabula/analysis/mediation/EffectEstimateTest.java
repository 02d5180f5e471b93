package io.fabula.analysis.mediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.tabular.EventSums;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Estimates from episodes; specification of mediation, sections 2.2, 2.6 and 11. */
class EffectEstimateTest {
  /** Episodes of TwoStage-Flat with Z = M, in closed form: P(M), then Y given M. */
  private static EpisodeBootstrap.Episodes flat(double mediator, int n, long seed) {
    RandomStream random = new RandomStream(seed);
    double[] y = new double[n];
    double[] w = new double[n];
    for (int i = 0; i < n; i++) {
      boolean m = random.nextDouble() < mediator;
      y[i] = random.nextDouble() < (m ? 29 / 40.0 : 9 / 40.0) ? 1 : 0;
      w[i] = m ? 0 : 1;
    }
    return new EpisodeBootstrap.Episodes(y, w);
  }

  private static EpisodeSums sums(EpisodeBootstrap.Episodes episodes) {
    return EpisodeSums.of(episodes.returns(), episodes.unfired());
  }

  /** As many episodes as it takes for every frequency to be exact. */
  private static EpisodeSums exactFlat(int of20) {
    double[] y = new double[800];
    double[] w = new double[800];
    for (int i = 0; i < 800; i++) {
      boolean m = i / 40 < of20;
      w[i] = m ? 0 : 1;
      y[i] = i % 40 < (m ? 29 : 9) ? 1 : 0;
    }
    return EpisodeSums.of(y, w);
  }

  @Test
  void theStandardErrorOfFlatIsItsClosedForm() {
    EffectEstimate estimate = new EffectEstimate(exactFlat(10), exactFlat(18));
    assertThat(estimate.effects().indirect()).isCloseTo(0.2, within(1e-12));
    // 800 episodes each instead of 1,000
    assertThat(estimate.standardError() * Math.sqrt(0.8)).isCloseTo(0.014304, within(5e-7));
    assertThat(estimate.high() - estimate.low())
        .isCloseTo(2 * 1.959963985 * estimate.standardError(), within(1e-9));
  }

  @Test
  void simulatedEstimatesSpreadAsTheStandardErrorSays() {
    int repetitions = 1_500;
    double sum = 0;
    double squares = 0;
    double errors = 0;
    int covered = 0;
    for (int i = 0; i < repetitions; i++) {
      EffectEstimate estimate =
          new EffectEstimate(sums(flat(0.5, 1_000, 2 * i)), sums(flat(0.9, 1_000, 2 * i + 1)));
      double effect = estimate.effects().indirect();
      sum += effect;
      squares += effect * effect;
      errors += estimate.standardError();
      if (estimate.low() <= 0.2 && 0.2 <= estimate.high()) covered++;
    }
    double mean = sum / repetitions;
    double deviation = Math.sqrt(squares / repetitions - mean * mean);
    assertThat(mean).isCloseTo(0.2, within(4 * 0.0143 / Math.sqrt(repetitions)));
    // a standard deviation of n values is known to 1 part in sqrt(2 n)
    double resolution = 4 * 0.0143 / Math.sqrt(2.0 * repetitions);
    assertThat(deviation).isCloseTo(0.0143, within(resolution));
    assertThat(errors / repetitions).isCloseTo(0.0143, within(0.0002));
    assertThat(covered / (double) repetitions).isBetween(0.925, 0.975);
  }

  @Test
  void sumsHaveTheSameBitsHoweverTheyAreMerged() {
    RandomStream random = new RandomStream(3);
    int n = 1_000;
    double[] y = new double[n];
    double[] w = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = 100 * random.nextGaussian();
      w[i] = random.nextDouble();
    }
    EpisodeSums whole = EpisodeSums.of(y, w);
    EpisodeSums merged = EpisodeSums.none();
    int[] order = random.permutation(10);
    for (int part : order) {
      merged =
          merged.plus(
              EpisodeSums.of(
                  Arrays.copyOfRange(y, 100 * part, 100 * part + 100),
                  Arrays.copyOfRange(w, 100 * part, 100 * part + 100)));
    }
    assertThat(merged.episodes()).isEqualTo(n);
    assertThat(merged.high()).isEqualTo(whole.high());
    assertThat(merged.low()).isEqualTo(whole.low());
    assertThat(new EffectEstimate(merged, whole).standardError())
        .isEqualTo(new EffectEstimate(whole, merged).standardError());
  }

  @Test
  void theIdentityOfTheTotalEffectHoldsOnSoftEstimates() {
    RandomStream random = new RandomStream(11);
    double[][] samples = new double[4][50];
    for (double[] each : samples) for (int i = 0; i < 50; i++) each[i] = random.nextDouble();
    Effects effects =
        new EffectEstimate(
                EpisodeSums.of(samples[0], samples[1]), EpisodeSums.of(samples[2], samples[3]))
            .effects();
    assertThat(effects.total())
        .isCloseTo(effects.direct() - effects.reversed().indirect(), within(1e-14));
  }

  @Test
  void theInfluenceOfSoftEpisodesIsThatOfTheDefinition() {
    RandomStream random = new RandomStream(5);
    int n = 40;
    double[] y = new double[n];
    double[] w = new double[n];
    double[] v = new double[n];
    for (int i = 0; i < n; i++) {
      w[i] = random.nextDouble();
      y[i] = w[i] + random.nextGaussian();
      v[i] = random.nextDouble();
    }
    EffectEstimate estimate = new EffectEstimate(EpisodeSums.of(y, w), EpisodeSums.of(y, v));
    EventSums x = estimate.reference().means();
    double q0 = estimate.target().means().unfired();
    // leaving out a little of each episode's weight changes the plug-in by its influence
    double variance = 0;
    for (int i = 0; i < n; i++) {
      double h = 1e-6;
      double slope = (tilted(y, w, i, h, q0) - tilted(y, w, i, -h, q0)) / (2 * h);
      variance += slope * slope / n;
    }
    double d = x.meanFired() - x.meanUnfired();
    double meanV = Arrays.stream(v).average().orElseThrow();
    double ofTarget = Arrays.stream(v).map(each -> (each - meanV) * (each - meanV)).sum() / n;
    assertThat(estimate.standardError())
        .isCloseTo(Math.sqrt(variance / n + d * d * ofTarget / n), within(1e-7));
  }

  /** The effect where the weights of all episodes go down by h and that of one goes up. */
  private static double tilted(double[] y, double[] w, int which, double h, double q0) {
    double my = 0;
    double mw = 0;
    double myw = 0;
    for (int i = 0; i < y.length; i++) {
      double weight = (1 - h) / y.length + (i == which ? h : 0);
      my += weight * y[i];
      mw += weight * w[i];
      myw += weight * y[i] * w[i];
    }
    return new EventSums(my, mw, myw).indirectEffect(new EventSums(0, q0, 0));
  }

  @Test
  void theBootstrapAgreesWithTheStandardError() {
    EpisodeBootstrap.Episodes a = flat(0.5, 800, 1);
    EpisodeBootstrap.Episodes b = flat(0.9, 800, 2);
    BootstrapInterval.Options options = new BootstrapInterval.Options(0.95, 1_000, 9);
    EpisodeBootstrap interval = EpisodeBootstrap.of(a, b, options);
    EffectEstimate estimate = new EffectEstimate(sums(a), sums(b));
    double width = 2 * 1.96 * estimate.standardError();
    assertThat(interval.high() - interval.low()).isCloseTo(width, within(0.15 * width));
    assertThat(interval.low()).isLessThan(estimate.effects().indirect());
    assertThat(interval.high()).isGreaterThan(estimate.effects().indirect());
    assertThat(interval.undefined()).isZero();
    assertThat(EpisodeBootstrap.of(a, b, options)).isEqualTo(interval);
  }

  @Test
  void whatCannotHappenIsSaid() {
    EpisodeSums always = EpisodeSums.of(new double[] {1, 0}, new double[] {0, 0});
    EpisodeSums half = EpisodeSums.of(new double[] {1, 0}, new double[] {0, 1});
    EffectEstimate estimate = new EffectEstimate(always, half);
    assertThat(estimate.effects().defined()).isFalse();
    assertThat(estimate.effects().rankable()).isFalse();
    assertThat(estimate.standardError()).isNaN();
    EpisodeBootstrap interval =
        EpisodeBootstrap.of(
            new EpisodeBootstrap.Episodes(new double[] {1, 0}, new double[] {0, 0}),
            new EpisodeBootstrap.Episodes(new double[] {1, 0}, new double[] {0, 1}),
            new BootstrapInterval.Options(0.95, 100, 1));
    assertThat(interval.undefined()).isEqualTo(1);
    assertThat(interval.low()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(interval.high()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThatThrownBy(() -> EpisodeSums.of(new double[1], new double[] {1.5}))
        .hasMessageContaining("0..1");
    assertThatThrownBy(() -> EpisodeSums.of(new double[] {1e7}, new double[1]))
        .hasMessageContaining("1000000");
    assertThatThrownBy(() -> EpisodeSums.none().means()).hasMessageContaining("no episodes");
  }

  @Test
  void adjustmentAveragesWithinStrata() {
    // in either stratum Z does nothing, but Z and Y are both common in the second
    EpisodeSums a1 = EpisodeSums.of(new double[] {0, 0, 0, 0}, new double[] {1, 1, 1, 0});
    EpisodeSums a2 = EpisodeSums.of(new double[] {1, 1, 1, 1}, new double[] {0, 0, 0, 1});
    EpisodeSums b = EpisodeSums.of(new double[] {1, 0}, new double[] {0, 0});
    double pooled = new EffectEstimate(a1.plus(a2), b.plus(b)).effects().indirect();
    assertThat(pooled).isCloseTo(0.25, within(1e-12));
    EpisodeSums undefined = EpisodeSums.of(new double[] {1}, new double[] {0});
    AdjustedEffects adjusted =
        AdjustedEffects.of(
            List.of(
                new AdjustedEffects.Stratum(3, a1, b),
                new AdjustedEffects.Stratum(3, a2, b),
                new AdjustedEffects.Stratum(1, undefined, b),
                new AdjustedEffects.Stratum(1, a1, EpisodeSums.none())));
    assertThat(adjusted.indirect()).isCloseTo(0, within(1e-12));
    assertThat(adjusted.weightLeftOut()).isCloseTo(0.25, within(1e-12));
    // one stratum is the plain estimate
    assertThat(
            AdjustedEffects.of(List.of(new AdjustedEffects.Stratum(2, a1.plus(a2), b))).indirect())
        .isCloseTo(pooled, within(1e-12));
  }
}
