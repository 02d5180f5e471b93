package io.fabula.analysis.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.decomposition.Standardisation;
import java.util.List;
import org.junit.jupiter.api.Test;

class SwapArithmeticTest {
  @Test
  void theMatrixOfASwapDoesWhatTheSwapDoes() {
    DirectionSwap swap =
        DirectionSwap.ofPrincipal(
            new Standardisation(new double[3], new double[] {2, 1, .5}),
            new PrincipalComponents(
                new double[3],
                Matrix.of(new double[][] {{.6, .8, 0}, {-.8, .6, 0}, {0, 0, 1}}),
                new double[] {1, 1, 1},
                3,
                10),
            List.of(
                new DirectionSwap.Replacement(0, 2),
                new DirectionSwap.Replacement(1, 1),
                DirectionSwap.Replacement.collapse(2)));
    double[] previous = {.1, .2, .3};
    double[] current = {.5, -.1, .2};
    double[] delta = {.4, -.3, -.1};
    double[] expected = swap.apply(previous, current);
    double[] added = swap.matrix().times(delta);
    for (int i = 0; i < 3; i++)
      assertThat(current[i] + added[i]).isCloseTo(expected[i], within(1e-12));
  }

  /** Three bins of 10, 20, 30 against 30, 20, 10: chi-square is 20 and p is exp(-10). */
  @Test
  void histogramsAreComparedByPearsonsTest() {
    HistogramTest test = HistogramTest.of(new long[] {10, 20, 30, 0}, new long[] {30, 20, 10, 0});
    assertThat(test.statistic()).isCloseTo(20, within(1e-12));
    assertThat(test.degreesOfFreedom()).isEqualTo(2);
    assertThat(test.pValue()).isCloseTo(Math.exp(-10), within(1e-12));
    assertThat(test.difference()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(HistogramTest.of(new long[] {4, 8}, new long[] {1, 2}).pValue()).isEqualTo(1);
    assertThatThrownBy(() -> HistogramTest.of(new long[2], new long[] {1, 2}))
        .hasMessage("a histogram holds nothing");
  }

  @Test
  void effectsArePairedUnitByUnit() {
    List<PairedEffects.Outcome> outcomes =
        List.of(
            outcome("as it is", 1, 3, 5, 0),
            outcome("as it is", 2, 7, 5, 0),
            outcome("swapped", 1, 2, 4, 1),
            outcome("swapped", 2, 6, 0, 5));
    BootstrapInterval.Options options = new BootstrapInterval.Options(0.95, 100, 1);
    List<PairedEffects.Effect> effects =
        PairedEffects.of(List.of("return"), outcomes, "as it is", options);
    assertThat(effects).hasSize(1);
    assertThat(effects.get(0).base()).isEqualTo(5);
    assertThat(effects.get(0).changed()).isEqualTo(4);
    assertThat(effects.get(0).difference().low())
        .as("both differ by 1, so the interval has no width")
        .isEqualTo(-1)
        .isEqualTo(effects.get(0).difference().high());
    assertThat(PairedEffects.actions(outcomes, "as it is").get(0).changed()).containsExactly(4, 6);
    assertThatThrownBy(
            () -> PairedEffects.of(List.of("return"), outcomes.subList(0, 3), "as it is", options))
        .hasMessage("swapped and as it is differ in units");
  }

  private static PairedEffects.Outcome outcome(
      String variant, long unit, double value, int... actions) {
    return new PairedEffects.Outcome(variant, unit, new double[] {value}, actions);
  }
}
