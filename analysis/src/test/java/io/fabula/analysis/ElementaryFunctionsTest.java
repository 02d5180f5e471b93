package io.fabula.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.random.RandomStream;
import org.junit.jupiter.api.Test;

class ElementaryFunctionsTest {
  private static double tanh(double x) {
    double[] y = new double[1];
    ElementaryFunctions.tanh(new double[] {x}, y, 1);
    return y[0];
  }

  /** Difference in units in the last place of the expected value. */
  private static double ulps(double actual, double expected) {
    return Math.abs(actual - expected) / Math.ulp(expected);
  }

  @Test
  void exponentialIsExactToOneUnit() {
    RandomStream random = new RandomStream(3);
    double worst = 0;
    for (int i = 0; i < 200_000; i++) {
      double x = i % 2 == 0 ? -700 * random.nextDouble() : 4 * random.nextDouble() - 2;
      worst = Math.max(worst, ulps(ElementaryFunctions.exp(x), StrictMath.exp(x)));
    }
    assertThat(worst).isLessThanOrEqualTo(1);
    assertThat(ElementaryFunctions.exp(0)).isEqualTo(1);
    assertThat(ElementaryFunctions.exp(-1e9)).isZero();
    assertThat(ElementaryFunctions.exp(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(ElementaryFunctions.exp(1000)).isInfinite();
    assertThat(ElementaryFunctions.exp(Double.NaN)).isNaN();
  }

  @Test
  void tangentIsExactToSixUnits() {
    RandomStream random = new RandomStream(4);
    double worst = 0;
    for (int i = 0; i < 300_000; i++) {
      double size = StrictMath.pow(10, -8 + 9.4 * random.nextDouble());
      double x = i % 2 == 0 ? size : -size;
      worst = Math.max(worst, ulps(tanh(x), StrictMath.tanh(x)));
    }
    assertThat(worst).isLessThanOrEqualTo(6);
    assertThat(tanh(0)).isZero();
    assertThat(tanh(1000)).isEqualTo(1);
    assertThat(tanh(-1000)).isEqualTo(-1);
    assertThat(tanh(Double.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(tanh(Double.NaN)).isNaN();
  }

  /** Bits, not nearness: another release of Java, or another processor, must give the same. */
  @Test
  void bitsAreKnown() {
    assertThat(ElementaryFunctions.exp(-1.5)).isEqualTo(0.22313016014842982);
    double[] x = new double[1000];
    for (int i = 0; i < x.length; i++) x[i] = (i - 500) * 0.0173;
    double[] together = new double[x.length];
    ElementaryFunctions.tanh(x.clone(), together, x.length);
    long sum = 0;
    for (int i = 0; i < x.length; i++) {
      assertThat(tanh(x[i])).as("element %d alone", i).isEqualTo(together[i]);
      sum = 31 * sum + Double.doubleToLongBits(together[i]);
    }
    assertThat(sum).isEqualTo(-3262109631271272632L);
  }
}
