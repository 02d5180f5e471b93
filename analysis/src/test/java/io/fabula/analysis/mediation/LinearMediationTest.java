package io.fabula.analysis.mediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Specification of mediation, section 11. */
class LinearMediationTest {
  private static final Offset<Double> CLOSE = within(1e-7);

  private static void check(double[] actual, double... expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("value %d", i).isCloseTo(expected[i], CLOSE);
    }
  }

  private static double[] effects(LinearMediation fit) {
    return new double[] {
      fit.indirect(), fit.indirectTreated(), fit.direct(), fit.directTreated(), fit.total()
    };
  }

  @Test
  void leastSquaresOfTheToyDataAreKnown() {
    ToyUnits toy = ToyUnits.of(400, 0);
    LinearMediation plain =
        LinearMediation.fit(toy.treatment(), toy.mediator(), toy.outcome(), false);
    check(
        new double[] {
          plain.mediatorIntercept(),
          plain.mediatorSlope(),
          plain.intercept(),
          plain.slope(),
          plain.mediated(),
          plain.interaction()
        },
        0.50002621,
        0.80322186,
        1.00560185,
        0.29383456,
        0.59552513,
        0);
    check(effects(plain), 0.47833881, 0.47833881, 0.29383456, 0.29383456, 0.77217337);
    ToyUnits crossed = ToyUnits.of(400, 0.5);
    LinearMediation product =
        LinearMediation.fit(crossed.treatment(), crossed.mediator(), crossed.outcome(), true);
    check(
        new double[] {
          product.mediatorIntercept(),
          product.mediatorSlope(),
          product.intercept(),
          product.slope(),
          product.mediated(),
          product.interaction()
        },
        0.50002621,
        0.80322186,
        1.00800472,
        0.28492668,
        0.59071963,
        0.50979688);
    check(effects(product), 0.47447892, 0.88395892, 0.53983848, 0.94931848, 1.42379741);
  }

  @Test
  void pluginsOfTheBinaryMediatorAreKnown() {
    double[][] expected = {
      {1.59868030, 2.34966155, 0.19926379, -0.19901003, 0.57316334},
      {1.85619591, 3.22782035, 0.19926379, -0.36348048, 1.06031693}
    };
    for (int i = 0; i < 2; i++) {
      ToyUnits toy = ToyUnits.of(400, 0.5 * i);
      Effects effects = new EffectEstimate(toy.above(0.9, 0), toy.above(0.9, 1)).effects();
      check(
          new double[] {
            effects.reference().fired(), effects.target().fired(),
            effects.reference().meanUnfired(), effects.reference().meanFired()
          },
          0.370,
          0.635,
          1.02516266,
          1.77710149);
      check(
          new double[] {
            effects.target().meanUnfired(),
            effects.target().meanFired(),
            effects.indirect(),
            effects.reversed().indirect(),
            effects.direct()
          },
          expected[i]);
    }
  }

  @Test
  void refusesWhatDoesNotDetermineTheModel() {
    double[] x = {1, 1, 1, 1};
    double[] m = {1, 2, 3, 5};
    assertThatThrownBy(() -> LinearMediation.fit(x, m, m, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("determined");
    assertThatThrownBy(() -> LinearMediation.fit(new double[] {0, 2}, m, m, false))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
