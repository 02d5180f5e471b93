package io.fabula.analysis.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.causal.SignTest;
import io.fabula.envs.edits.EndingCause;
import io.fabula.envs.edits.FeatureSpec;
import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoryEstimatorsTest {
  private static final BootstrapInterval.Options OPTIONS =
      new BootstrapInterval.Options(0.95, 1000, 7);
  private static final List<EndingCause> CAUSES =
      List.of(
          new EndingCause("coin", "took the coin", true),
          new EndingCause("saw", "touched a saw", false),
          new EndingCause("lava", "touched lava", false));
  private static final FeatureSpec SAW = new FeatureSpec("saw", "a saw", List.of("saw"), false);

  private static LevelPair pair(long level, String base, String blind) {
    return new LevelPair(outcome(level, base, 10), outcome(level, blind, 8));
  }

  private static LevelOutcome outcome(long level, String cause, int length) {
    return new LevelOutcome(level, cause.equals("coin") ? 10 : 0, length, cause);
  }

  @Test
  void totalEffectCountsReturnsLengthsAndCauses() {
    List<LevelPair> pairs =
        List.of(
            pair(1, "coin", "saw"),
            pair(2, "coin", "saw"),
            pair(3, "coin", "lava"),
            pair(4, "lava", "saw"),
            pair(5, "saw", "coin"),
            pair(6, "coin", "coin"));
    TotalEffect total = TotalEffect.of(SAW, CAUSES, pairs, OPTIONS);
    assertThat(total.base()).isCloseTo(40 / 6.0, within(1e-12));
    assertThat(total.blind()).isCloseTo(20 / 6.0, within(1e-12));
    assertThat(total.difference().mean()).isCloseTo(-20 / 6.0, within(1e-12));
    assertThat(total.sign()).isEqualTo(new SignTest(1, 3));
    assertThat(total.length().mean()).isEqualTo(-2);
    assertThat(total.length().low()).isEqualTo(-2);
    assertThat(total.causes()).extracting(CauseChange::added).containsExactly(-2, 2, 0);
    assertThat(total.causes().get(1).change().mean()).isCloseTo(2 / 6.0, within(1e-12));
    assertThat(total.ownShareOfAddedFailures()).isEqualTo(1);
    assertThat(total.levels()).isEqualTo(6);
    assertThat(TotalEffect.of(SAW, CAUSES, pairs, OPTIONS)).isEqualTo(total);
  }

  @Test
  void ownShareSetsAddedFailuresOfOtherCausesAgainst() {
    TotalEffect total =
        TotalEffect.of(
            SAW,
            CAUSES,
            List.of(
                pair(1, "coin", "saw"),
                pair(2, "coin", "lava"),
                pair(3, "coin", "lava"),
                pair(4, "coin", "lava")),
            OPTIONS);
    assertThat(total.ownShareOfAddedFailures()).isEqualTo(0.25);
  }

  @Test
  void totalEffectRefusesLevelsThatStandTwiceAndUnknownCauses() {
    assertThatThrownBy(
            () ->
                TotalEffect.of(
                    SAW, CAUSES, List.of(pair(1, "coin", "saw"), pair(1, "coin", "saw")), OPTIONS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("level 1 stands twice");
    assertThatThrownBy(
            () ->
                TotalEffect.of(
                    SAW, CAUSES, List.of(pair(1, "coin", "saw"), pair(2, "coin", "bee")), OPTIONS))
        .hasMessage("cause must be one of [coin, saw, lava], got bee");
    assertThatThrownBy(() -> new LevelPair(outcome(1, "saw", 1), outcome(2, "saw", 1)))
        .hasMessage("a pair must be of one level, got 1 and 2");
  }

  @Test
  void ratioOfProportionalSumsHasNoWidth() {
    RatioInterval ratio =
        RatioInterval.ofRatio(
            new double[] {-1, -2, -4, -8}, new double[] {-2, -4, -8, -16}, OPTIONS);
    assertThat(ratio).isEqualTo(new RatioInterval(0.5, 0.5, 0.5, 0.95, 4));
  }

  @Test
  void ratioThatResamplesLeaveUndefinedIsUnbounded() {
    RatioInterval ratio =
        RatioInterval.ofRatio(new double[] {-1, 0, 0}, new double[] {-2, 0, 0}, OPTIONS);
    assertThat(ratio.value()).isEqualTo(0.5);
    assertThat(ratio.low()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(ratio.high()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(ratio.aboveZero()).isFalse();
    assertThat(RatioInterval.ofRatio(new double[3], new double[3], OPTIONS).value()).isNaN();
  }

  /** The share's sampling distribution is known here: 0.4 with independent noise per level. */
  @Test
  void ratioIntervalCoversTheTrueShareAsOftenAsItSays() {
    RandomStream random = new RandomStream(11);
    int repetitions = 600;
    int covered = 0;
    for (int r = 0; r < repetitions; r++) {
      double[] whole = new double[80];
      double[] part = new double[80];
      for (int i = 0; i < whole.length; i++) {
        whole[i] = -3 + random.nextGaussian();
        part[i] = 0.4 * whole[i] + random.nextGaussian();
      }
      RatioInterval interval =
          RatioInterval.ofRatio(part, whole, new BootstrapInterval.Options(0.95, 300, r));
      if (interval.low() <= 0.4 && 0.4 <= interval.high()) covered++;
    }
    // 0.95 less the percentile bootstrap's small loss at 80 groups; standard error 0.009
    assertThat(covered / (double) repetitions).isBetween(0.90, 0.98);
  }

  @Test
  void pathsAreChosenOnEvenLevelsAndMeasuredOnOddOnes() {
    PathShares shares =
        new PathShares(
            new long[] {10, 11, 12, 13, 14, 15}, new double[] {-10, -10, -10, -10, -10, -10});
    PathVariant evenOnly = new PathVariant("even", new double[] {-9, 0, -9, 0, -9, 0});
    PathVariant both = new PathVariant("both", new double[] {-4, -5, -4, -5, -4, -5});
    PathVariant oddOnly = new PathVariant("odd", new double[] {0, -10, 0, -10, 0, -10});
    PathVariant against = new PathVariant("against", new double[] {3, -10, 3, -10, 3, -10});
    List<PathVariant> candidates = List.of(oddOnly, both, against, evenOnly);
    assertThat(shares.choose(candidates, 2)).containsExactly(3, 1);
    assertThat(shares.choose(candidates, 4)).containsExactly(3, 1);
    List<PathVariant> random = new ArrayList<>();
    for (double each : new double[] {-1, 0, 1, 2}) {
      random.add(new PathVariant("random", new double[] {-9, -each, -9, -each, -9, -each}));
    }
    PathEstimate estimate = shares.confirm(both, random, OPTIONS);
    assertThat(estimate.choosing()).isCloseTo(0.4, within(1e-12));
    assertThat(estimate.confirmed().value()).isCloseTo(0.5, within(1e-12));
    assertThat(estimate.confirmed().groups()).isEqualTo(3);
    assertThat(estimate.random()).isEqualTo(4);
    assertThat(estimate.randomMean()).isCloseTo(0.05, within(1e-12));
    assertThat(estimate.randomDeviation()).isCloseTo(Math.sqrt(0.05 / 3), within(1e-12));
    assertThat(estimate.randomLargest()).isCloseTo(0.2, within(1e-12));
    // t = 0.45 / sqrt(0.05 / 3 * 5 / 4) = 3.11769 with 3 degrees of freedom, whose distribution
    // has the closed form 1/2 + (atan(x) + x / (1 + x^2)) / pi at x = t / sqrt(3)
    double x = 0.45 / Math.sqrt(0.05 / 3 * 1.25) / Math.sqrt(3);
    double p = 0.5 - (Math.atan(x) + x / (1 + x * x)) / Math.PI;
    assertThat(estimate.pRandom()).isCloseTo(p, within(1e-9));
    assertThat(shares.confirm(evenOnly, random, OPTIONS).confirmed().value()).isEqualTo(0);
    assertThat(shares.reverse(both, OPTIONS).value()).isCloseTo(0.5, within(1e-12));
    assertThat(shares.reverse(evenOnly, OPTIONS).value()).isEqualTo(1);
  }

  @Test
  void aWholePathCarriesAllAndNoDirectionNothing() {
    double[] total = {-10, 0, -10, 10, -10, 0};
    PathShares shares = new PathShares(new long[] {2, 1, 3, 5, 7, 9}, total);
    PathEstimate all = shares.confirm(new PathVariant("all", total), List.of(), OPTIONS);
    assertThat(all.confirmed().value()).isEqualTo(1);
    assertThat(all.pRandom()).isNaN();
    PathEstimate none = shares.confirm(new PathVariant("none", new double[6]), List.of(), OPTIONS);
    assertThat(none.confirmed().value()).isZero();
    assertThat(none.confirmed().aboveZero()).isFalse();
  }

  @Test
  void directionDrawnLikeTheRandomOnesIsBelowTheLevelAtTheNominalRate() {
    RandomStream random = new RandomStream(3);
    long[] levels = new long[20];
    double[] total = new double[20];
    for (int i = 0; i < 20; i++) {
      levels[i] = 2 * i + 1;
      total[i] = -5;
    }
    PathShares shares = new PathShares(levels, total);
    int below = 0;
    int repetitions = 2000;
    for (int r = 0; r < repetitions; r++) {
      List<PathVariant> directions = new ArrayList<>();
      for (int d = 0; d < 13; d++) {
        double[] differences = new double[20];
        for (int i = 0; i < 20; i++) differences[i] = random.nextGaussian() - 0.5;
        directions.add(new PathVariant("direction " + d, differences));
      }
      PathEstimate estimate =
          shares.confirm(
              directions.get(0),
              directions.subList(1, 13),
              new BootstrapInterval.Options(0.95, 100, r));
      if (estimate.pRandom() <= 0.05) below++;
    }
    // 0.05 within three standard errors of 0.0049
    assertThat(below / (double) repetitions).isBetween(0.035, 0.065);
  }

  @Test
  void relevanceComparesSumsOverStatesAndResamplesEpisodes() {
    List<EditResponse> studied =
        List.of(new EditResponse(1, 3, 1), new EditResponse(1, 5, 1), new EditResponse(2, 4, 2));
    List<List<EditResponse>> untrained =
        List.of(
            List.of(new EditResponse(1, 1, 1)),
            List.of(new EditResponse(1, Math.E, 1)),
            List.of(new EditResponse(1, 1, Math.E)));
    Relevance relevance = Relevance.of("saw-added", studied, untrained, OPTIONS);
    assertThat(relevance.states()).isEqualTo(3);
    assertThat(relevance.logRatio().groups()).isEqualTo(2);
    assertThat(relevance.logRatio().value()).isCloseTo(Math.log(3), within(1e-12));
    assertThat(relevance.logRatio().low()).isCloseTo(Math.log(2), within(1e-12));
    assertThat(relevance.logRatio().high()).isCloseTo(Math.log(4), within(1e-12));
    // t = log 3 / (1 sqrt(4/3)) with 2 degrees of freedom: p = 1/2 - t / (2 sqrt(2 + t^2))
    double t = Math.log(3) / Math.sqrt(4 / 3.0);
    assertThat(relevance.pUntrained())
        .isCloseTo(0.5 - t / (2 * Math.sqrt(2 + t * t)), within(1e-9));
    assertThat(Relevance.of("saw-added", studied, untrained.subList(0, 1), OPTIONS).pUntrained())
        .isNaN();
    List<List<EditResponse>> deaf =
        List.of(untrained.get(0), untrained.get(1), List.of(new EditResponse(1, 0, 0)));
    assertThat(Relevance.of("saw-added", studied, deaf, OPTIONS).pUntrained()).isNaN();
  }

  /** Published log ratios of a trained and three untrained agents, with their p-values. */
  @Test
  void relevanceAgainstUntrainedAgentsReproducesPublishedValues() {
    assertP(1.81, .013, .17, .30, .58);
    assertP(1.50, .004, .04, .20, .23);
    assertP(1.43, .009, .10, .26, .39);
    assertP(1.26, .005, -.79, -.48, -.54);
    assertP(1.24, .012, -1.59, -1.09, -.97);
    assertP(1.13, .011, .02, .08, .26);
    assertP(1.09, .001, -.30, -.22, -.22);
    assertP(0.55, .035, -1.04, -.69, -.42);
    assertP(0.38, .006, -.63, -.45, -.56);
    assertP(-.19, .023, -1.43, -1.12, -1.08);
  }

  private static void assertP(double studied, double published, double... untrained) {
    RatioInterval interval = new RatioInterval(studied, studied, studied, 0.95, 100);
    Relevance relevance = Relevance.against("edit", 100, interval, untrained);
    // the log ratios were published with two decimals
    assertThat(relevance.pUntrained()).isCloseTo(published, within(0.0015));
  }
}
