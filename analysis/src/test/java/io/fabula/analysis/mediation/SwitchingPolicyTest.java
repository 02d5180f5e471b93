package io.fabula.analysis.mediation;

import static io.fabula.analysis.mediation.TwoStageCases.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.doorkey.DoorKeyEvent;
import io.fabula.envs.doorkey.DoorKeyModel;
import io.fabula.envs.tabular.ExactEvaluation;
import io.fabula.envs.tabular.OptimalPolicy;
import io.fabula.envs.tabular.TabularModel;
import io.fabula.envs.twostage.TwoStageFlat;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SwitchingPolicyTest {
  private static final Offset<Double> EXACT = within(1e-12);

  @Test
  void whoNeverOrAtOnceSwitchesFollowsOnePolicy() {
    double[] before = flatPolicy(2, -1);
    double[] after = flatPolicy(3, 3);
    double[] always = new double[FLAT.states()];
    java.util.Arrays.fill(always, 1);
    assertThat(SwitchingPolicy.value(FLAT, before, after, new double[FLAT.states()]))
        .isCloseTo(11 / 40.0, EXACT);
    assertThat(SwitchingPolicy.value(FLAT, before, after, always)).isCloseTo(0.75, EXACT);
  }

  @Test
  void switchesInTheStateThatFires() {
    // aims at M; where M came about it acts directly, which pays a tenth more
    double[] detector = flatDetector(TwoStageFlat::mediator);
    double value = SwitchingPolicy.value(FLAT, flatPolicy(3, 0), flatPolicy(0, 3), detector);
    assertThat(value).isCloseTo(0.1 + 0.1 + 0.9 * 0.5 + 0.9 * 0.1, EXACT);
    double half = SwitchingPolicy.value(FLAT, flatPolicy(3, 0), flatPolicy(0, 3), scaled(detector));
    assertThat(half).isCloseTo(0.1 + 0.1 + 0.9 * 0.5 + 0.45 * 0.1, EXACT);
  }

  private static double[] scaled(double[] detector) {
    return java.util.Arrays.stream(detector).map(each -> each / 2).toArray();
  }

  @Test
  void respectsStepLimitsAndDecay() {
    DoorKeyModel model = new DoorKeyModel(5);
    TabularModel table = model.table();
    double[] plan = OptimalPolicy.always(table, model.shortestPlans());
    double[] unlocked = model.detector(DoorKeyEvent.UNLOCKED);
    assertThat(SwitchingPolicy.value(table, plan, plan, unlocked)).isCloseTo(0.9646, within(6e-7));
    double uniform = new ExactEvaluation(table, table.uniformPolicy()).value(1);
    assertThat(SwitchingPolicy.value(table, plan, table.uniformPolicy(), unlocked))
        .isBetween(uniform, 0.9646);
  }
}
