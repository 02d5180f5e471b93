package io.fabula.analysis.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProportionIntervalTest {
  /** Without successes the upper end has a closed form: {@code 1 - tail^(1 / trials)}. */
  @Test
  void nothingSeenInFortyTrialsLeavesNinePercentPossible() {
    ProportionInterval none = ProportionInterval.exact(0, 40, 0.95);

    assertThat(none.share()).isZero();
    assertThat(none.low()).isZero();
    assertThat(none.high()).isCloseTo(1 - Math.pow(0.025, 1 / 40.0), within(1e-6));
    assertThat(none.high()).isCloseTo(0.0881, within(1e-4));
  }

  /** Values of R's binom.test(3, 40) and binom.test(40, 40). */
  @Test
  void agreesWithTheBinomialTestOfOthers() {
    ProportionInterval some = ProportionInterval.exact(3, 40, 0.95);
    ProportionInterval all = ProportionInterval.exact(40, 40, 0.95);

    assertThat(some.low()).isCloseTo(0.01574, within(1e-4));
    assertThat(some.high()).isCloseTo(0.20386, within(1e-4));
    assertThat(all.low()).isCloseTo(1 - none(), within(1e-6));
    assertThat(all.high()).isEqualTo(1);
  }

  private static double none() {
    return ProportionInterval.exact(0, 40, 0.95).high();
  }

  @Test
  void refusesMoreSuccessesThanTrials() {
    assertThatThrownBy(() -> ProportionInterval.exact(4, 3, 0.95))
        .hasMessage("successes must be within 0..3, got 4");
  }
}
