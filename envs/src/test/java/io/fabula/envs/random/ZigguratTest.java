package io.fabula.envs.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ZigguratTest {
  @Test
  void drawsFromTheStandardNormalDistribution() {
    RandomStream stream = new RandomStream(11);
    int n = 1_000_000;
    double[] moments = new double[5];
    // shares beyond 0.5, 1, 2, 3 and the tail's start at 3.654, both sides together
    double[] limits = {0.5, 1, 2, 3, 3.654152885361009};
    double[] shares = {
      0.617075077451974, 0.317310507862914, 0.0455002638963584, 0.00269979606326019, 0.000258018
    };
    int[] beyond = new int[limits.length];
    for (int i = 0; i < n; i++) {
      double z = Ziggurat.nextGaussian(stream);
      double power = 1;
      for (int k = 0; k < 5; k++) {
        moments[k] += power;
        power *= z;
      }
      for (int k = 0; k < limits.length; k++) if (Math.abs(z) > limits[k]) beyond[k]++;
    }
    assertThat(moments[1] / n).isCloseTo(0, within(4 / Math.sqrt(n)));
    assertThat(moments[2] / n).isCloseTo(1, within(4 * Math.sqrt(2.0 / n)));
    assertThat(moments[3] / n).isCloseTo(0, within(4 * Math.sqrt(15.0 / n)));
    assertThat(moments[4] / n).isCloseTo(3, within(4 * Math.sqrt(96.0 / n)));
    for (int k = 0; k < limits.length; k++) {
      double error = 4 * Math.sqrt(shares[k] * (1 - shares[k]) / n);
      assertThat(beyond[k] / (double) n).isCloseTo(shares[k], within(error));
    }
  }

  @Test
  void keepsNoStateBesideTheStream() {
    RandomStream stream = new RandomStream(3);
    for (int i = 0; i < 1000; i++) Ziggurat.nextGaussian(stream);
    RandomStream copy = RandomStream.ofState(stream.state());
    for (int i = 0; i < 1000; i++) {
      assertThat(Ziggurat.nextGaussian(copy)).isEqualTo(Ziggurat.nextGaussian(stream));
    }
  }
}
