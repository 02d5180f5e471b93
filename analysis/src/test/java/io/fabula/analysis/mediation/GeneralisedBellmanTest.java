package io.fabula.analysis.mediation;

import static io.fabula.analysis.mediation.TwoStageCases.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.doorkey.DoorKeyEvent;
import io.fabula.envs.doorkey.DoorKeyModel;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.tabular.EventSums;
import io.fabula.envs.tabular.ExactEvaluation;
import io.fabula.envs.tabular.OptimalPolicy;
import io.fabula.envs.tabular.TabularModel;
import io.fabula.envs.twostage.TwoStageFlat;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Facts of the specification of mediation, sections 2.3, 3.1, 3.2 and 5.6. */
class GeneralisedBellmanTest {
  private static final Offset<Double> EXACT = within(1e-12);
  private static final Offset<Double> EIGHT_DECIMALS = within(6e-9);
  private static final Offset<Double> SIX_DECIMALS = within(6e-7);

  private static IntPredicate event(String name) {
    return switch (name) {
      case "M" -> TwoStageFlat::mediator;
      case "C" -> TwoStageFlat::context;
      case "D" -> TwoStageFlat::distractor;
      case "M and D" -> s -> TwoStageFlat.mediator(s) && TwoStageFlat.distractor(s);
      case "M and C" -> s -> TwoStageFlat.mediator(s) && TwoStageFlat.context(s);
      case "M or D" -> s -> TwoStageFlat.mediator(s) || TwoStageFlat.distractor(s);
      case "M or C" -> s -> TwoStageFlat.mediator(s) || TwoStageFlat.context(s);
      case "not M" -> s -> !TwoStageFlat.mediator(s);
      default -> throw new AssertionError(name);
    };
  }

  private static Effects flat(String name, double[] target) {
    double[] detector = name.equals("soft") ? softFlat() : flatDetector(event(name));
    return new Effects(
        new GeneralisedBellman(FLAT, FLAT.uniformPolicy(), detector, 1).sums(),
        new GeneralisedBellman(FLAT, target, detector, 1).sums());
  }

  @ParameterizedTest
  @CsvSource({
    "M,       9/40,   29/40,   1/2,    9/10,    1/5,    0,        1/10,    -1/5",
    "C,       3/8,    23/40,   1/2,    1/2,     0,      1/5,      1/2,     0",
    "D,       19/40,  19/40,   1/2,    3/4,     0,      1/5,      3/4,     0",
    "M and D, 47/120, 29/40,   1/4,    27/40,   17/120, 7/52,     3/40,    -7/120",
    "M and C, 43/120, 33/40,   1/4,    9/20,    7/75,   8/55,     1/20,    -7/75",
    "M or D,  9/40,   67/120,  3/4,    39/40,   3/40,   5/52,     31/40,   1/120",
    "M or C,  1/8,    71/120,  3/4,    19/20,   7/75,   8/95,     11/20,   -7/75",
    "not M,   29/40,  9/40,    1/2,    1/10,    1/5,    0,        9/10,    -1/5",
    "soft,    7/20,   551/860, 43/100, 329/500, 57/860, 229/1316, 101/500, -57/860"
  })
  void effectsInFlatHaveTheirClosedForm(
      String name,
      String e0,
      String e1,
      String fired,
      String firedB1,
      String indirectB1,
      String directB1,
      String firedB4,
      String indirectB4) {
    Effects b1 = flat(name, flatPolicy(3, -1));
    Effects b4 = flat(name, flatPolicy(2, -1));
    assertThat(b1.reference().meanUnfired()).isCloseTo(fraction(e0), EXACT);
    assertThat(b1.reference().meanFired()).isCloseTo(fraction(e1), EXACT);
    assertThat(b1.reference().fired()).isCloseTo(fraction(fired), EXACT);
    assertThat(b1.target().fired()).isCloseTo(fraction(firedB1), EXACT);
    assertThat(b1.indirect()).isCloseTo(fraction(indirectB1), EXACT);
    assertThat(b1.indirect()).isCloseTo(b1.predictive() * b1.manipulable(), EXACT);
    assertThat(b1.direct()).isCloseTo(fraction(directB1), EXACT);
    assertThat(b4.target().fired()).isCloseTo(fraction(firedB4), EXACT);
    assertThat(b4.indirect()).isCloseTo(fraction(indirectB4), EXACT);
    for (Effects each : List.of(b1, b4)) {
      assertThat(each.total()).isCloseTo(each.direct() - each.reversed().indirect(), EXACT);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "M=1,  .20953621, .78358907, .2, .8, .34443172, 0, .97716517, .18067658, .69794272, .29693811",
    "M=0,  .79046379, .21641093, .8, .2, .34443172, 0, .97716517, .69794272, .18067658, .29693811",
    "x>=2, .36692579, .79229562, .2, .54263529, .14574671, .09201446, 1.34522300, .18339446,"
        + " .47137668, .12249895",
    "x>=1, .66942149, .89010989, .2, .38780653, .04144672, .22786475, 1.88862417, .18790043,"
        + " .33901918, .03335015",
    "soft, .48516507, .75137687, .15988533, .50169970, .09099502, .18074068, 1.70012790, .14649663,"
        + " .44034700, .07822644"
  })
  void effectsInWalkHaveTheirExactValues(
      String name,
      double fired,
      double firedRight,
      double e0,
      double e1,
      double indirect,
      double directRight,
      double directBest,
      double e0Discounted,
      double e1Discounted,
      double indirectDiscounted) {
    double[] detector =
        switch (name) {
          case "M=1" -> new double[] {0, 0, 0, 0, 1};
          case "M=0" -> new double[] {0, 0, 0, 1, 0};
          case "x>=2" -> new double[] {0, 0, 1, 0, 0};
          case "x>=1" -> new double[] {0, 1, 1, 0, 0};
          default -> SOFT_WALK;
        };
    Effects right = walk(detector, walkRight(-1), 1);
    assertThat(right.reference().fired()).isCloseTo(fired, EIGHT_DECIMALS);
    assertThat(right.target().fired()).isCloseTo(firedRight, EIGHT_DECIMALS);
    assertThat(right.reference().meanUnfired()).isCloseTo(e0, EIGHT_DECIMALS);
    assertThat(right.reference().meanFired()).isCloseTo(e1, EIGHT_DECIMALS);
    assertThat(right.indirect()).isCloseTo(indirect, EIGHT_DECIMALS);
    assertThat(right.direct()).isCloseTo(directRight, EIGHT_DECIMALS);
    Effects best = walk(detector, walkRight(0), 1);
    assertThat(best.direct()).isCloseTo(directBest, EIGHT_DECIMALS);
    assertThat(best.indirect()).isCloseTo(indirect, EIGHT_DECIMALS);
    Effects discounted = walk(detector, walkRight(-1), 0.99);
    assertThat(discounted.reference().meanUnfired()).isCloseTo(e0Discounted, EIGHT_DECIMALS);
    assertThat(discounted.reference().meanFired()).isCloseTo(e1Discounted, EIGHT_DECIMALS);
    assertThat(discounted.indirect()).isCloseTo(indirectDiscounted, EIGHT_DECIMALS);
    assertThat(discounted.total())
        .isCloseTo(discounted.direct() - discounted.reversed().indirect(), EXACT);
  }

  private static Effects walk(double[] detector, double[] target, double discount) {
    return new Effects(
        new GeneralisedBellman(WALK, WALK.uniformPolicy(), detector, discount).sums(),
        new GeneralisedBellman(WALK, target, detector, discount).sums());
  }

  @Test
  void backwardEquationsAgreeWithForwardMassesInDoorKey() {
    DoorKeyModel model = new DoorKeyModel(5);
    TabularModel table = model.table();
    double[] soft = model.detector(DoorKeyEvent.UNLOCKED);
    for (int s = 0; s < soft.length; s++) soft[s] = soft[s] > 0 ? .05 : .001;
    EventSums sums = new GeneralisedBellman(table, table.uniformPolicy(), soft, 1).sums();
    assertThat(sums.unfired()).isCloseTo(0.474389064, within(6e-10));
    assertThat(sums.valueUnfired()).isCloseTo(0.004260693, within(6e-10));
    assertThat(sums.meanUnfired()).isCloseTo(0.008981431, within(6e-10));
    assertThat(sums.meanFired()).isCloseTo(0.056284390, within(6e-10));
    double[] optimal = OptimalPolicy.always(table, model.shortestPlans());
    double[][] table56 = {
      {0.980200, 0.000684, -0.019099},
      {0.428652, 0.045111, -0.551123},
      {0.260757, 0.095948, -0.713074},
      {0.171483, 0.163519, -0.799188},
      {0.120401, 0.247252, -0.848461}
    };
    for (DoorKeyEvent event : DoorKeyEvent.values()) {
      double[] detector = model.detector(event);
      Effects effects =
          new Effects(
              new GeneralisedBellman(table, table.uniformPolicy(), detector, 1).sums(),
              new GeneralisedBellman(table, optimal, detector, 1).sums());
      double[] row = table56[Arrays.asList(DoorKeyEvent.values()).indexOf(event)];
      assertThat(effects.reference().fired()).isCloseTo(row[0], SIX_DECIMALS);
      assertThat(effects.indirect()).isCloseTo(row[1], SIX_DECIMALS);
      assertThat(effects.reversed().indirect()).isCloseTo(row[2], SIX_DECIMALS);
      assertThat(effects.defined()).isTrue();
      // the optimal policy always unlocks: the mean without the event stands on a convention
      assertThat(effects.reversed().defined()).isFalse();
      assertThat(effects.reversed().rankable()).isFalse();
    }
    assertThat(new GeneralisedBellman(table, table.uniformPolicy(), soft, 0.99).sums().value())
        .isCloseTo(0.009763393, within(6e-10));
  }

  @Test
  void agreesWithForwardMassesInRandomModels() {
    for (int seed = 0; seed < 30; seed++) {
      RandomStream random = new RandomStream(seed);
      TabularModel model = randomModel(random, seed % 3 == 0 ? 7 : 0);
      double[] policy = randomRows(random, model.states(), model.actions());
      double[] detector = new double[model.states()];
      for (int s = 0; s < detector.length; s++) detector[s] = random.nextDouble();
      double discount = seed % 2 == 0 ? 1 : 0.9;
      EventSums backward = new GeneralisedBellman(model, policy, detector, discount).sums();
      EventSums forward =
          new ExactEvaluation(model, policy).evaluate(List.of(detector), discount).get(0);
      assertThat(backward.value()).isCloseTo(forward.value(), EXACT);
      assertThat(backward.unfired()).isCloseTo(forward.unfired(), EXACT);
      assertThat(backward.valueUnfired()).isCloseTo(forward.valueUnfired(), EXACT);
    }
  }

  @Test
  void repeatedApplicationConvergesFromAnyValues() {
    GeneralisedBellman equations = new GeneralisedBellman(WALK, WALK.uniformPolicy(), SOFT_WALK, 1);
    StateValues solution = equations.solve();
    StateValues values = equations.end();
    RandomStream random = new RandomStream(1);
    for (int s = 0; s < WALK.states(); s++) {
      values.value[s] = 10 * random.nextGaussian();
      values.unfired[s] = 10 * random.nextGaussian();
      values.valueUnfired[s] = 10 * random.nextGaussian();
    }
    double before = values.distance(solution);
    for (int i = 0; i < 40; i++) values = equations.apply(values, 1);
    assertThat(values.distance(solution)).isLessThan(before / 100);
    for (int i = 0; i < 400; i++) values = equations.apply(values, 1);
    assertThat(values.distance(solution)).isLessThan(1e-12);
  }

  @Test
  void theEffectIgnoresConstantsAndNegationAndScalesWithTheReturn() {
    RandomStream random = new RandomStream(7);
    TabularModel flat = FLAT;
    double[] target = flatPolicy(3, 3);
    double[] hard = flatDetector(TwoStageFlat::mediator);
    double[] negated = flatDetector(s -> !TwoStageFlat.mediator(s));
    double effect = effect(flat, target, hard);
    assertThat(effect(flat, target, negated)).isCloseTo(effect, EXACT);
    double factor = 1 + random.nextDouble();
    assertThat(effect(rescaled(factor, 0), target, hard)).isCloseTo(factor * effect, EXACT);
    assertThat(effect(rescaled(1, 3), target, hard)).isCloseTo(effect, EXACT);
    assertThat(effect(flat, flat.uniformPolicy(), hard)).isCloseTo(0, EXACT);
    assertThat(effect(flat, target, flatDetector(TwoStageFlat::distractor))).isCloseTo(0, EXACT);
  }

  private static double effect(TabularModel model, double[] target, double[] detector) {
    return new Effects(
            new GeneralisedBellman(model, model.uniformPolicy(), detector, 1).sums(),
            new GeneralisedBellman(model, target, detector, 1).sums())
        .indirect();
  }

  /** Flat with its return times a factor, plus a constant: its last reward. */
  private static TabularModel rescaled(double factor, double constant) {
    TabularModel.Builder builder = new TabularModel.Builder(FLAT.states(), 4).start(0, 1);
    for (int s = 0; s < FLAT.states(); s++) {
      for (int a = 0; a < 4; a++) {
        for (int o = FLAT.firstOutcome(s, a); o < FLAT.endOfOutcomes(s, a); o++) {
          boolean ends = FLAT.next(o) == TabularModel.END;
          double reward = factor * FLAT.reward(o) + (ends ? constant : 0);
          builder.outcome(s, a, FLAT.probability(o), reward, FLAT.next(o));
        }
      }
    }
    return builder.build();
  }

  static double[] randomRows(RandomStream random, int rows, int columns) {
    double[] values = new double[rows * columns];
    for (int r = 0; r < rows; r++) {
      double sum = 0;
      for (int c = 0; c < columns; c++) sum += values[r * columns + c] = random.nextDouble();
      for (int c = 0; c < columns; c++) values[r * columns + c] /= sum;
    }
    return values;
  }

  static TabularModel randomModel(RandomStream random, int maximumSteps) {
    int states = 4;
    int actions = 3;
    TabularModel.Builder builder =
        new TabularModel.Builder(states, actions).maximumSteps(maximumSteps);
    double[] start = randomRows(random, 1, states);
    for (int s = 0; s < states; s++) builder.start(s, start[s]);
    for (int s = 0; s < states; s++) {
      for (int a = 0; a < actions; a++) {
        double[] p = randomRows(random, 1, states + 2);
        for (int next = -1; next < states; next++) {
          builder.outcome(s, a, p[next + 1], random.nextGaussian(), next);
        }
        builder.outcome(s, a, p[states + 1], random.nextGaussian(), TabularModel.END);
      }
    }
    return builder.build();
  }

  @Test
  void refusesWhatIsNotADetector() {
    assertThatThrownBy(
            () ->
                new GeneralisedBellman(WALK, WALK.uniformPolicy(), new double[] {2, 0, 0, 0, 0}, 1))
        .hasMessageContaining("0..1");
    assertThatThrownBy(() -> new GeneralisedBellman(WALK, new double[3], SOFT_WALK, 1))
        .hasMessageContaining("20 values");
    assertThatThrownBy(() -> new GeneralisedBellman(WALK, WALK.uniformPolicy(), SOFT_WALK, 2))
        .hasMessageContaining("discount");
  }
}
