package io.fabula.analysis.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.RankCorrelation;
import io.fabula.analysis.policies.OffPolicyValue.Logged;
import io.fabula.envs.random.RandomStream;
import org.junit.jupiter.api.Test;

class OffPolicyValueTest {
  @Test
  void weighsRewardsByTheInverseChanceOfBeingLogged() {
    Logged[] log = {
      new Logged(0.5, 1, 1, 0.25, 0.25), new Logged(0.25, 0, 1, 0.5, 0.75),
    };
    OffPolicyValue value = OffPolicyValue.of(log, 1);
    assertThat(value.inversePropensity().mean()).isEqualTo((2 + 0) / 2.0);
    assertThat(value.direct().mean()).isEqualTo(0.5);
    assertThat(value.doublyRobust().mean()).isEqualTo((0.25 + 2 * 0.75 + 0.75) / 2);
  }

  /** A model that is wrong everywhere misleads the direct estimate, not the doubly robust one. */
  @Test
  void isRightWhereChancesAreRightHoweverWrongTheModel() {
    RandomStream random = new RandomStream(4);
    Logged[] log = new Logged[20_000];
    for (int i = 0; i < log.length; i++) {
      boolean same = random.nextDouble() < 0.3;
      double truth = same ? 0.6 : 0.2;
      log[i] =
          new Logged(same ? 0.3 : 0.7, same ? 1 : 0, random.nextDouble() < truth ? 1 : 0, 0.9, 0.9);
    }
    OffPolicyValue value = OffPolicyValue.of(log, 1);
    double error = 4 * Math.sqrt(0.6 / 0.3 / log.length);
    assertThat(value.direct().mean()).isCloseTo(0.9, within(1e-9));
    assertThat(value.inversePropensity().mean()).isCloseTo(0.6, within(error));
    assertThat(value.doublyRobust().mean()).isCloseTo(0.6, within(error));
    assertThat(value.doublyRobust().low()).isLessThan(0.6 + error);
    assertThatThrownBy(() -> new Logged(0, 1, 1, 1, 1)).hasMessageContaining("propensity");
  }

  @Test
  void ranksCorrelateWhateverTheNumbers() {
    assertThat(RankCorrelation.of(new double[] {1, 2, 3}, new double[] {0, 9, 100})).isEqualTo(1);
    assertThat(RankCorrelation.of(new double[] {1, 2, 3}, new double[] {3, 2, 1})).isEqualTo(-1);
    assertThat(RankCorrelation.of(new double[] {1, 1, 3}, new double[] {1, 1, 1})).isNaN();
    assertThat(RankCorrelation.of(new double[] {1, 1, 3, 4}, new double[] {1, 2, 3, 4}))
        .isCloseTo(0.9486833, within(1e-6));
  }
}
