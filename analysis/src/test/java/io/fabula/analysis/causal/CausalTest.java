package io.fabula.analysis.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.decomposition.Standardisation;
import io.fabula.envs.random.RandomStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class CausalTest {
  /** Acceptance fact 14. */
  @Test
  void crossCorrelationOfTheSpecificationsExample() {
    Matrix components = Matrix.of(new double[][] {{1, 0}, {2, 1}, {3, 0}, {4, -1}});
    Matrix legacy =
        CrossCorrelation.ofSample(components, new CrossCorrelation.Options(1, 1000, true)).get(1);
    assertThat(legacy.values()).containsExactly(10, -1, 1.5, 0);
    List<Matrix> corrected =
        CrossCorrelation.ofSample(components, CrossCorrelation.Options.upTo(4));
    assertThat(corrected.get(1).values())
        .containsExactly(new double[] {6.666667, -.666667, 1, 0}, within(1e-6));
    assertThat(corrected.get(4).values()).containsOnly(0);
    assertThat(
            CrossCorrelation.ofSample(components, new CrossCorrelation.Options(0, 2, false))
                .get(0)
                .get(0, 0))
        .as("clipped to 2")
        .isEqualTo((1 + 4 + 4 + 4) / 4.0);
  }

  /** Acceptance fact 13. */
  @Test
  void swapOfTheSpecificationsExample() {
    Standardisation standardisation =
        new Standardisation(new double[4], new double[] {2, 1, .5, 1});
    PrincipalComponents principal =
        new PrincipalComponents(
            new double[4],
            Matrix.of(new double[][] {{.6, .8, 0, 0}, {-.8, .6, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}}),
            new double[] {1, 1, 1, 1},
            4,
            10);
    double[] previous = {.1, .2, .3, .4};
    double[] current = {.5, -.1, .2, .6};
    DirectionSwap swap =
        DirectionSwap.ofPrincipal(
            standardisation,
            principal,
            List.of(new DirectionSwap.Replacement(0, 3), DirectionSwap.Replacement.collapse(2)));
    assertThat(swap.directions().column(0))
        .containsExactly(new double[] {.832050, .554700, 0, 0}, within(1e-6));
    assertThat(swap.directions().column(1))
        .containsExactly(new double[] {-.936329, .351123, 0, 0}, within(1e-6));
    assertThat(swap.amounts(new double[] {.4, -.3, -.1, .2}))
        .containsExactly(new double[] {.166410, -.479869, -.1, .2}, within(1e-6));
    assertThat(swap.apply(previous, current))
        .containsExactly(new double[] {.361538, -.192308, .3, .766410}, within(1e-6));
    for (List<DirectionSwap.Replacement> nothing :
        List.of(
            List.<DirectionSwap.Replacement>of(), List.of(new DirectionSwap.Replacement(1, 1)))) {
      assertThat(
              DirectionSwap.ofPrincipal(standardisation, principal, nothing)
                  .apply(previous, current))
          .isEqualTo(current);
    }
    assertThatThrownBy(() -> new DirectionSwap.Replacement(-1, 2))
        .hasMessage("from must be at least 0, got -1");
    assertThatThrownBy(
            () ->
                DirectionSwap.ofPrincipal(
                    standardisation, principal, List.of(new DirectionSwap.Replacement(0, 9))))
        .hasMessageContaining("directions must be below 4");
  }

  @Test
  void signAgreementIgnoresWhatItIsToldToIgnoreAndTestsTheRest() {
    RandomStream random = new RandomStream(4);
    Matrix jacobian = new Matrix(6, 6);
    Matrix noise = new Matrix(6, 6);
    for (int i = 0; i < 36; i++) {
      jacobian.values()[i] = random.nextGaussian();
      noise.values()[i] = random.nextGaussian();
    }
    SignAgreement.Options options = new SignAgreement.Options(0, 999, 1);
    SignAgreement same = SignAgreement.of(jacobian, jacobian, options);
    assertThat(same.agreement()).isEqualTo(1);
    assertThat(same.entries()).isEqualTo(36);
    assertThat(same.offDiagonalEntries()).isEqualTo(30);
    assertThat(same.pValue()).isLessThan(0.01);
    assertThat(SignAgreement.of(jacobian, noise, options).pValue()).isGreaterThan(0.05);
    SignAgreement large = SignAgreement.of(jacobian, jacobian, new SignAgreement.Options(1, 99, 1));
    assertThat(large.entries()).isLessThan(36).isPositive();
    assertThat(SignAgreement.of(jacobian, noise, new SignAgreement.Options(1e9, 99, 1)).agreement())
        .isNaN();
    Matrix mask = SignAgreement.mask(jacobian, noise, 1);
    for (int i = 0; i < 36; i++) {
      boolean out = Math.abs(jacobian.values()[i]) < 1;
      boolean equal = jacobian.values()[i] >= 0 == noise.values()[i] >= 0;
      assertThat(mask.values()[i]).isEqualTo(out ? 0 : equal ? 1 : -1);
    }
  }

  @Test
  void bootstrapIntervalCoversTheMeanAboutAsOftenAsItSays() {
    int covered = 0;
    for (int repeat = 0; repeat < 200; repeat++) {
      RandomStream random = new RandomStream(repeat);
      double[] values = new double[60];
      for (int i = 0; i < values.length; i++) values[i] = 3 + random.nextGaussian();
      BootstrapInterval interval =
          BootstrapInterval.ofMean(values, new BootstrapInterval.Options(0.9, 300, repeat));
      if (interval.low() <= 3 && 3 <= interval.high()) covered++;
    }
    assertThat(covered).isBetween(165, 195);
    BootstrapInterval shifted =
        BootstrapInterval.ofPairs(
            new double[] {1, 2, 3, 4},
            new double[] {2, 3, 4, 5},
            BootstrapInterval.Options.withSeed(1));
    assertThat(shifted.mean()).isEqualTo(1);
    assertThat(shifted.excludesZero()).isTrue();
  }

  @Test
  void findsADifferenceThatIsThereAndNoneThatIsNot() {
    double[] low = new double[500];
    double[] high = new double[500];
    for (int i = 0; i < 500; i++) {
      low[i] = i % 3 == 0 ? 10 : 0;
      high[i] = i % 3 == 0 || i % 10 == 1 ? 10 : 0;
    }
    BootstrapInterval.Options options = BootstrapInterval.Options.withSeed(1);
    BootstrapInterval difference = BootstrapInterval.ofPairs(low, high, options);
    assertThat(difference.low()).isPositive();
    assertThat(difference.mean()).isBetween(difference.low(), difference.high());
    assertThat(BootstrapInterval.ofPairs(low, high, options)).isEqualTo(difference);
    assertThat(BootstrapInterval.ofPairs(low, low, options).excludesZero()).isFalse();
  }

  @Test
  void falseDiscoveryAdjustmentOfAWorkedExample() {
    assertThat(FalseDiscovery.adjust(new double[] {0.01, Double.NaN, 0.04, 0.03, 0.005}))
        .containsExactly(new double[] {0.02, Double.NaN, 0.04, 0.04, 0.02}, within(1e-12));
  }
}
