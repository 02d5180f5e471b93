package io.fabula.envs.doorkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.Action;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.tabular.EventSums;
import io.fabula.envs.tabular.ExactEvaluation;
import io.fabula.envs.tabular.OptimalPolicy;
import io.fabula.envs.tabular.TabularModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.AggregateWith;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.aggregator.ArgumentsAggregator;
import org.junit.jupiter.params.provider.CsvSource;

/** Exact facts of the specification of mediation, sections 4.1, 5.5 and 5.6. */
class DoorKeyModelTest {
  private static final Offset<Double> SIX_DECIMALS = within(6e-7);
  private static final Map<Integer, DoorKeyModel> MODELS = new HashMap<>();

  private static DoorKeyModel model(int size) {
    return MODELS.computeIfAbsent(size, DoorKeyModel::new);
  }

  private static List<EventSums> evaluate(int size, double[] policy) {
    List<double[]> detectors = new ArrayList<>();
    for (DoorKeyEvent event : DoorKeyEvent.values()) detectors.add(model(size).detector(event));
    return new ExactEvaluation(model(size).table(), policy).evaluate(detectors, 1);
  }

  private static double[] shortestPlan(int size) {
    return OptimalPolicy.always(model(size).table(), model(size).shortestPlans());
  }

  /** With probability {@code share} a uniform action, else that of the shortest plan. */
  private static double[] mixture(int size, double share) {
    double[] policy = model(size).table().uniformPolicy();
    double[] plan = shortestPlan(size);
    for (int i = 0; i < policy.length; i++) {
      policy[i] = share * policy[i] + (1 - share) * plan[i];
    }
    return policy;
  }

  @ParameterizedTest
  @CsvSource({
    "5, 864, 48, 9.8333, 7, 14, 0.964600",
    "6, 10368, 816, 12.2778, 7, 19, 0.969306",
    "8, 216000, 20400, 16.7662, 7, 29, 0.976423"
  })
  void hasTheKnownSizesAndShortestPlans(
      int size, int states, int starts, double mean, int shortest, int longest, double reward) {
    TabularModel table = model(size).table();
    assertThat(table.states()).isEqualTo(states);
    int[] distances = model(size).distances();
    int count = 0;
    double sum = 0;
    int least = Integer.MAX_VALUE;
    int most = 0;
    for (int state = 0; state < states; state++) {
      if (table.start(state) == 0) continue;
      count++;
      sum += table.start(state) * distances[state];
      least = Math.min(least, distances[state]);
      most = Math.max(most, distances[state]);
    }
    assertThat(count).isEqualTo(starts);
    assertThat(sum).isCloseTo(mean, within(6e-5));
    assertThat(least).isEqualTo(shortest);
    assertThat(most).isEqualTo(longest);
    assertThat(new ExactEvaluation(table, shortestPlan(size)).value(1))
        .isCloseTo(reward, SIX_DECIMALS);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 0.033844, 0.980200, 0.428652, 0.260757, 0.171483, 0.120401, "
        + "0.000684, 0.045111, 0.095948, 0.163519, 0.247252, "
        + "-0.019099, -0.551123, -0.713074, -0.799188, -0.848461",
    "6, 0.019337, 0.957138, 0.270414, 0.164744, 0.113190, 0.067629, "
        + "0.000866, 0.052171, 0.098037, 0.151497, 0.266584, "
        + "-0.041547, -0.707191, -0.809619, -0.859590, -0.903752",
    "8, 0.009109, 0.916587, 0.146998, 0.092983, 0.067451, 0.031998, "
        + "0.000829, 0.052858, 0.088854, 0.125936, 0.275561, "
        + "-0.081447, -0.832891, -0.885631, -0.910562, -0.945179"
  })
  void eventsOfTheRandomPolicyHaveTheirExactProbabilitiesAndEffects(
      @AggregateWith(Row.class) double[] row) {
    int size = (int) row[0];
    List<EventSums> random = evaluate(size, model(size).table().uniformPolicy());
    List<EventSums> optimal = evaluate(size, shortestPlan(size));
    assertThat(random.get(0).value()).isCloseTo(row[1], SIX_DECIMALS);
    for (DoorKeyEvent event : DoorKeyEvent.values()) {
      int e = Arrays.asList(DoorKeyEvent.values()).indexOf(event);
      EventSums r = random.get(e);
      EventSums o = optimal.get(e);
      assertThat(r.fired()).as("%s", event).isCloseTo(row[2 + e], SIX_DECIMALS);
      assertThat(r.meanUnfired()).as("%s", event).isZero();
      assertThat(r.indirectEffect(o)).as("%s", event).isCloseTo(row[7 + e], SIX_DECIMALS);
      assertThat(o.indirectEffect(r)).as("%s", event).isCloseTo(row[12 + e], SIX_DECIMALS);
    }
  }

  /** Gathers a whole row of numbers. */
  static final class Row implements ArgumentsAggregator {
    @Override
    public Object aggregateArguments(ArgumentsAccessor arguments, ParameterContext context) {
      double[] row = new double[arguments.size()];
      for (int i = 0; i < row.length; i++) row[i] = arguments.getDouble(i);
      return row;
    }
  }

  @Test
  void returnsGivenAnEventAreExact() {
    List<EventSums> random = evaluate(5, model(5).table().uniformPolicy());
    double[] expected = {0.034528, 0.078955, 0.129793, 0.197363, 0.281096};
    for (int e = 0; e < expected.length; e++) {
      assertThat(random.get(e).meanFired()).isCloseTo(expected[e], SIX_DECIMALS);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.5,  0.917146, 1.000000, 1.000000",
    "0.8,  0.723635, 0.999783, 0.998031",
    "0.9,  0.405254, 0.956678, 0.822196",
    "0.95, 0.172986, 0.782508, 0.459833"
  })
  void mixturesOfPlanAndChanceAreExact(double share, double value, double unlocked, double facing) {
    List<EventSums> mixed = evaluate(5, mixture(5, share));
    assertThat(mixed.get(0).value()).isCloseTo(value, SIX_DECIMALS);
    assertThat(mixed.get(1).fired()).isCloseTo(unlocked, SIX_DECIMALS);
    assertThat(mixed.get(4).fired()).isCloseTo(facing, SIX_DECIMALS);
    if (share == 0.9) {
      EventSums random = evaluate(5, model(5).table().uniformPolicy()).get(1);
      assertThat(mixed.get(1).indirectEffect(random)).isCloseTo(-0.223675, within(2e-6));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0,    0.085366, 5",
    "0,    0.049507, 6",
    "0.5,  1.000000, 5",
    "0.8,  0.997183, 5",
    "0.9,  0.783098, 5",
    "0.95, 0.395873, 5"
  })
  void theGoalIsReachedWithItsExactProbability(double share, double expected, int size) {
    TabularModel table = model(size).table();
    double[] policy = share == 0 ? table.uniformPolicy() : mixture(size, share);
    assertThat(new ExactEvaluation(model(size).successTable(), policy).value(1))
        .isCloseTo(expected, SIX_DECIMALS);
  }

  @Test
  void softDetectorsAndDiscountsAreExact() {
    TabularModel table = model(5).table();
    ExactEvaluation random = new ExactEvaluation(table, table.uniformPolicy());
    double[] constant = new double[table.states()];
    Arrays.fill(constant, 0.01);
    EventSums leaky = random.evaluate(constant);
    assertThat(leaky.unfired()).isCloseTo(0.09282668, within(6e-9));
    assertThat(leaky.valueUnfired()).isCloseTo(0.00966576, within(6e-9));
    assertThat(leaky.meanUnfired()).isCloseTo(0.104126955, within(6e-10));
    assertThat(leaky.meanFired()).isCloseTo(0.026652707, within(6e-10));
    double[] unlocked = model(5).detector(DoorKeyEvent.UNLOCKED);
    for (int s = 0; s < unlocked.length; s++) unlocked[s] = unlocked[s] > 0 ? 0.05 : 0.001;
    EventSums soft = random.evaluate(unlocked);
    assertThat(soft.unfired()).isCloseTo(0.474389064, within(6e-10));
    assertThat(soft.valueUnfired()).isCloseTo(0.004260693, within(6e-10));
    assertThat(soft.meanUnfired()).isCloseTo(0.008981431, within(6e-10));
    assertThat(soft.meanFired()).isCloseTo(0.056284390, within(6e-10));
    assertThat(random.value(0.99)).isCloseTo(0.009763393, within(6e-10));
  }

  @ParameterizedTest
  @CsvSource({"5, 40", "6, 40", "8, 10"})
  void theTableAgreesWithTheWorldStepByStep(int size, int episodes) {
    DoorKeyModel model = model(size);
    double[][] detectors = new double[DoorKeyEvent.values().length][];
    for (int e = 0; e < detectors.length; e++) {
      detectors[e] = model.detector(DoorKeyEvent.values()[e]);
    }
    int[] plan = model.shortestPlans();
    RandomStream stream = new RandomStream(size);
    DoorKey world = new DoorKey(size, DoorKeyView.PLANES);
    for (int episode = 0; episode < episodes; episode++) {
      world.reset(episode);
      assertThat(model.table().start(model.state(world))).isPositive();
      for (int t = 0; t < 150 && !world.done(); t++) {
        int state = model.state(world);
        for (DoorKeyView view : List.of(DoorKeyView.PLANES, DoorKeyView.OBJECTS)) {
          byte[] shown = new byte[10 * size * size + 1];
          byte[] modelled = new byte[10 * size * size + 1];
          world.observe(view, shown, 0);
          model.observe(state, view, modelled, 0);
          assertThat(modelled).as("%s", view).isEqualTo(shown);
        }
        for (int e = 0; e < detectors.length; e++) {
          assertThat(detectors[e][state] == 1).isEqualTo(DoorKeyEvent.values()[e].holds(world));
        }
        int action = stream.nextInt(3) == 0 ? plan[state] : stream.nextInt(7);
        int outcome = model.table().firstOutcome(state, action);
        world.step(Action.of(action));
        if (world.terminated()) {
          assertThat(model.table().next(outcome)).isEqualTo(TabularModel.END);
          assertThat(model.table().reward(outcome) * model.table().rewardScale(world.steps()))
              .isCloseTo(world.reward(), within(1e-12));
        } else {
          assertThat(model.table().next(outcome)).isEqualTo(model.state(world));
        }
      }
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> new DoorKeyModel(16)).hasMessageContaining("5..8");
    assertThatThrownBy(() -> model(5).state(new DoorKey(6, DoorKeyView.FULL)))
        .hasMessageContaining("size 5");
  }
}
