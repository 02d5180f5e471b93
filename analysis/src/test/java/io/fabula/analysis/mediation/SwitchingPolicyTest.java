package io.fabula.analysis.mediation;

import static io.fabula.analysis.mediation.TwoStageCases.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.doorkey.DoorKeyEvent;
import io.fabula.envs.doorkey.DoorKeyModel;
import io.fabula.envs.tabular.EventSums;
import io.fabula.envs.tabular.ExactEvaluation;
import io.fabula.envs.tabular.OptimalPolicy;
import io.fabula.envs.tabular.TabularModel;
import io.fabula.envs.twostage.TwoStageFlat;
import java.util.List;
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
    assertThat(new SwitchingPolicy(before, after, new double[FLAT.states()]).value(FLAT))
        .isCloseTo(11 / 40.0, EXACT);
    assertThat(new SwitchingPolicy(before, after, always).value(FLAT)).isCloseTo(0.75, EXACT);
  }

  @Test
  void switchesInTheStateThatFires() {
    // aims at M; where M came about it acts directly, which pays a tenth more
    double[] detector = flatDetector(TwoStageFlat::mediator);
    double value = new SwitchingPolicy(flatPolicy(3, 0), flatPolicy(0, 3), detector).value(FLAT);
    assertThat(value).isCloseTo(0.1 + 0.1 + 0.9 * 0.5 + 0.9 * 0.1, EXACT);
    double half =
        new SwitchingPolicy(flatPolicy(3, 0), flatPolicy(0, 3), scaled(detector)).value(FLAT);
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
    assertThat(new SwitchingPolicy(plan, plan, unlocked).value(table))
        .isCloseTo(0.9646, within(6e-7));
    double uniform = new ExactEvaluation(table, table.uniformPolicy()).value(1);
    assertThat(new SwitchingPolicy(plan, table.uniformPolicy(), unlocked).value(table))
        .isBetween(uniform, 0.9646);
  }

  /** Events of an agent that never switches are those of the policy that it follows. */
  @Test
  void eventsAreCountedBeforeAndAfterTheSwitch() {
    DoorKeyModel model = new DoorKeyModel(5);
    TabularModel table = model.table();
    double[] uniform = table.uniformPolicy();
    double[] plan = OptimalPolicy.always(table, model.shortestPlans());
    double[] key = model.detector(DoorKeyEvent.KEY_HELD);
    double[] facing = model.detector(DoorKeyEvent.FACING);
    List<double[]> events = List.of(key, facing);
    List<EventSums> alone = new ExactEvaluation(table, uniform).evaluate(events, 1);
    List<EventSums> never =
        new SwitchingPolicy(uniform, plan, new double[key.length]).evaluate(table, events);
    assertThat(never.get(1).fired()).isCloseTo(alone.get(1).fired(), EXACT);
    assertThat(never.get(1).value()).isCloseTo(alone.get(1).value(), EXACT);
    SwitchingPolicy atKey = new SwitchingPolicy(uniform, plan, key);
    List<EventSums> switched = atKey.evaluate(table, events);
    assertThat(switched.get(0).fired()).isCloseTo(alone.get(0).fired(), EXACT);
    // who has the key goes straight to the goal, but for what the limit of steps cuts off
    assertThat(switched.get(1).fired()).isCloseTo(switched.get(0).fired(), within(0.02));
    assertThat(switched.get(1).value()).isCloseTo(atKey.value(table), EXACT);
  }
}
