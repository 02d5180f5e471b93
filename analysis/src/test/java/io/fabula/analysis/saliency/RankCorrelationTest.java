package io.fabula.analysis.saliency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.random.RandomStream;
import org.junit.jupiter.api.Test;

class RankCorrelationTest {
  /** One exchange of neighbours among five: 1 - 6 * 2 / (5 * 24). */
  @Test
  void ranksAreCompared() {
    double[] first = {10, 20, 30, 40, 1000};
    double[] second = {1, 2, 4, 3, 5};
    assertThat(RankCorrelation.spearman(first, second)).isCloseTo(0.9, within(1e-12));
    assertThat(RankCorrelation.spearman(first, new double[] {5, 4, 3, 2, 1})).isEqualTo(-1);
    assertThat(RankCorrelation.spearman(first, new double[5])).isNaN();
    assertThat(RankCorrelation.spearman(new double[] {1, 1, 2}, new double[] {3, 3, 9}))
        .as("equal values share their rank")
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void groupsAreDrawnAgainSoThatRepetitionsNarrowNothing() {
    int levels = 30;
    int repeats = 20;
    RandomStream random = new RandomStream(3);
    long[] groups = new long[levels * repeats];
    double[] first = new double[groups.length];
    double[] second = new double[groups.length];
    long[] once = new long[levels];
    double[] firstOnce = new double[levels];
    double[] secondOnce = new double[levels];
    for (int g = 0; g < levels; g++) {
      once[g] = g;
      firstOnce[g] = random.nextGaussian();
      secondOnce[g] = firstOnce[g] + 2 * random.nextGaussian();
      for (int r = 0; r < repeats; r++) {
        groups[g * repeats + r] = g;
        first[g * repeats + r] = firstOnce[g];
        second[g * repeats + r] = secondOnce[g];
      }
    }
    RankCorrelation many = RankCorrelation.of(groups, first, second, 500, 1);
    RankCorrelation few = RankCorrelation.of(once, firstOnce, secondOnce, 500, 1);
    assertThat(many.groups()).isEqualTo(levels);
    assertThat(many.pairs()).isEqualTo(groups.length);
    assertThat(many.high() - many.low()).isCloseTo(few.high() - few.low(), within(0.05));
    assertThat(many.low()).isLessThan(many.value());
    assertThat(many.high()).isGreaterThan(many.value());
    assertThatThrownBy(() -> RankCorrelation.of(once, first, second, 500, 1))
        .hasMessageContaining("differ in length");
  }
}
