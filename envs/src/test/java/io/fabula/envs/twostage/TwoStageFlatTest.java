package io.fabula.envs.twostage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.Action;
import io.fabula.envs.EnvironmentContract;
import io.fabula.envs.Picture;
import io.fabula.envs.tabular.EventSums;
import io.fabula.envs.tabular.ExactEvaluation;
import io.fabula.envs.tabular.TabularModel;
import io.fabula.envs.tabular.TabularPlayer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwoStageFlatTest {
  /** Closed forms are fractions; only rounding of a dozen operations separates them. */
  private static final Offset<Double> EXACT = within(1e-12);

  private static final TabularModel MODEL = new TwoStageFlat().model();
  private static final int ANY = -1;

  /** A policy by its action in either stage; ANY is uniform. */
  private static double[] policy(int first, int second) {
    double[] policy = MODEL.uniformPolicy();
    for (int state = 0; state < MODEL.states(); state++) {
      int action = state == TwoStageFlat.START ? first : second;
      if (action == ANY) continue;
      for (int each = 0; each < 4; each++) policy[4 * state + each] = each == action ? 1 : 0;
    }
    return policy;
  }

  private static final double[] UNIFORM = policy(ANY, ANY);
  private static final double[] B1 = policy(3, ANY);
  private static final double[] B2 = policy(3, 3);
  private static final double[] B3 = policy(1, ANY);
  private static final double[] B4 = policy(2, ANY);
  private static final double[] B5 = policy(ANY, 3);

  private static double[] detector(String event) {
    if (event.equals("soft")) {
      double[] soft = new double[MODEL.states()];
      for (int s = 0; s < soft.length; s++) {
        soft[s] = s == TwoStageFlat.START ? 0.05 : TwoStageFlat.mediator(s) ? 0.7 : 0.1;
      }
      return soft;
    }
    IntPredicate holds =
        switch (event) {
          case "M" -> TwoStageFlat::mediator;
          case "C" -> TwoStageFlat::context;
          case "D" -> TwoStageFlat::distractor;
          case "M and D" -> s -> TwoStageFlat.mediator(s) && TwoStageFlat.distractor(s);
          case "M and C" -> s -> TwoStageFlat.mediator(s) && TwoStageFlat.context(s);
          case "M or D" -> s -> TwoStageFlat.mediator(s) || TwoStageFlat.distractor(s);
          case "M or C" -> s -> TwoStageFlat.mediator(s) || TwoStageFlat.context(s);
          case "not M" -> s -> !TwoStageFlat.mediator(s);
          default -> throw new AssertionError(event);
        };
    double[] detector = new double[MODEL.states()];
    for (int s = 1; s < detector.length; s++) detector[s] = holds.test(s) ? 1 : 0;
    return detector;
  }

  private static EventSums sums(double[] policy, double[] detector) {
    return new ExactEvaluation(MODEL, policy).evaluate(detector);
  }

  private static double fraction(String text) {
    String[] parts = text.split("/");
    return Double.parseDouble(parts[0]) / (parts.length == 2 ? Double.parseDouble(parts[1]) : 1);
  }

  /** Specification of mediation, section 3.1. */
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
  void effectsOfEventsHaveTheirClosedForm(
      String event,
      String meanUnfired,
      String meanFired,
      String firedUniform,
      String firedB1,
      String indirectB1,
      String directB1,
      String firedB4,
      String indirectB4) {
    EventSums a = sums(UNIFORM, detector(event));
    EventSums b1 = sums(B1, detector(event));
    EventSums b4 = sums(B4, detector(event));
    assertThat(a.meanUnfired()).isCloseTo(fraction(meanUnfired), EXACT);
    assertThat(a.meanFired()).isCloseTo(fraction(meanFired), EXACT);
    assertThat(a.fired()).isCloseTo(fraction(firedUniform), EXACT);
    assertThat(b1.fired()).isCloseTo(fraction(firedB1), EXACT);
    assertThat(a.indirectEffect(b1)).isCloseTo(fraction(indirectB1), EXACT);
    assertThat(a.directEffect(b1)).isCloseTo(fraction(directB1), EXACT);
    assertThat(b4.fired()).isCloseTo(fraction(firedB4), EXACT);
    assertThat(a.indirectEffect(b4)).isCloseTo(fraction(indirectB4), EXACT);
    assertThat(a.totalEffect(b1))
        .isCloseTo(a.directEffect(b1) - b1.indirectEffect(a), EXACT)
        .isCloseTo(0.2, EXACT);
  }

  @Test
  void policiesHaveTheirExpectedReturns() {
    double[][] policies = {UNIFORM, B1, B2, B4, B5};
    String[] expected = {"19/40", "27/40", "3/4", "11/40", "11/20"};
    for (int i = 0; i < policies.length; i++) {
      assertThat(new ExactEvaluation(MODEL, policies[i]).value(1))
          .isCloseTo(fraction(expected[i]), EXACT);
    }
    // the reward comes one step after the start, so a discount counts once
    assertThat(new ExactEvaluation(MODEL, UNIFORM).value(0.9)).isCloseTo(0.9 * 19 / 40, EXACT);
  }

  @Test
  void policiesThatDifferInOneFactorShowItAlone() {
    assertThat(sums(B3, detector("D")).fired()).isCloseTo(0.25, EXACT);
    assertThat(sums(B3, detector("M and D")).fired()).isCloseTo(9 / 40.0, EXACT);
    assertThat(sums(UNIFORM, detector("M and D")).indirectEffect(sums(B3, detector("M and D"))))
        .isCloseTo(-1 / 120.0, EXACT);
    assertThat(sums(UNIFORM, detector("M")).directEffect(sums(B2, detector("M"))))
        .isCloseTo(3 / 40.0, EXACT);
    assertThat(sums(UNIFORM, detector("M and D")).directEffect(sums(B2, detector("M and D"))))
        .isCloseTo(109 / 520.0, EXACT);
    for (String event : List.of("M", "C", "D", "M and D", "M and C", "M or D", "M or C", "soft")) {
      EventSums a = sums(UNIFORM, detector(event));
      EventSums b5 = sums(B5, detector(event));
      assertThat(a.indirectEffect(b5)).as(event).isCloseTo(0, EXACT);
      assertThat(a.directEffect(b5)).as(event).isCloseTo(3 / 40.0, EXACT);
    }
  }

  @Test
  void onlyTheMediatorAndItsNegationReachTheGreatestEffect() {
    List<Double> effects = new ArrayList<>();
    for (int set = 0; set < 256; set++) {
      double[] detector = new double[MODEL.states()];
      for (int s = 1; s < detector.length; s++) detector[s] = set >> (s - 1) & 1;
      effects.add(sums(UNIFORM, detector).indirectEffect(sums(B1, detector)));
    }
    effects.sort((x, y) -> Double.compare(y, x));
    assertThat(effects.subList(0, 2)).allSatisfy(e -> assertThat(e).isCloseTo(0.2, EXACT));
    assertThat(effects.subList(2, 4)).allSatisfy(e -> assertThat(e).isCloseTo(0.187, within(5e-4)));
    assertThat(effects.get(4)).isCloseTo(0.143, within(5e-4));
  }

  /** The specification's gradient, here as central differences of the exact effect. */
  @Test
  void effectChangesWithTheDetectorAsItsGradientSays() {
    double[] expected = {
      -0.16224986,
      -0.07422678,
      -0.06732271,
      0.00862206,
      0.07075869,
      -0.05213375,
      -0.04522968,
      0.03071508,
      0.09285171
    };
    double h = 1e-5;
    for (int s = 0; s < expected.length; s++) {
      double[] up = detector("soft");
      double[] down = detector("soft");
      up[s] += h;
      down[s] -= h;
      double slope =
          (sums(UNIFORM, up).indirectEffect(sums(B1, up))
                  - sums(UNIFORM, down).indirectEffect(sums(B1, down)))
              / (2 * h);
      assertThat(slope).as("state %d", s).isCloseTo(expected[s], within(1e-8));
    }
  }

  @Test
  void drawsOutcomesWithTheProbabilitiesOfTheTable() {
    TwoStageFlat world = new TwoStageFlat();
    int episodes = 40_000;
    int mediators = 0;
    int contexts = 0;
    int distractors = 0;
    double rewards = 0;
    for (int i = 0; i < episodes; i++) {
      world.reset(i);
      world.step(Action.of(1));
      assertThat(world.reward()).isZero();
      if (TwoStageFlat.mediator(world.state())) mediators++;
      if (TwoStageFlat.context(world.state())) contexts++;
      if (TwoStageFlat.distractor(world.state())) distractors++;
      world.step(Action.of(3));
      assertThat(world.terminated()).isTrue();
      rewards += world.reward();
    }
    Offset<Double> fourDeviations = within(4 * 0.5 / Math.sqrt(episodes));
    assertThat(mediators / (double) episodes).isCloseTo(0.9, fourDeviations);
    assertThat(contexts / (double) episodes).isCloseTo(0.5, fourDeviations);
    assertThat(distractors / (double) episodes).isCloseTo(0.25, fourDeviations);
    assertThat(rewards / episodes).isCloseTo(0.1 + 0.45 + 0.1 + 0.1, fourDeviations);
  }

  @Test
  void theScriptedPlayerIsOptimal() {
    TwoStageFlat world = new TwoStageFlat();
    TabularPlayer player = new TabularPlayer(world.model());
    double rewards = 0;
    for (int i = 0; i < 10_000; i++) {
      world.reset(i);
      while (!world.done()) {
        world.step(player.act(world));
        rewards += world.reward();
      }
    }
    assertThat(rewards / 10_000).isCloseTo(0.75, within(4 * 0.5 / 100));
  }

  @Property(tries = 50)
  void restoresExactlyAtAnyStep(
      @ForAll long seed,
      @ForAll @Size(2) List<@IntRange(max = 3) Integer> actions,
      @ForAll @IntRange(max = 1) int at) {
    EnvironmentContract.restoresExactly(
        TwoStageFlat::new,
        (world, number) -> Action.of(number),
        seed,
        actions.stream().mapToInt(Integer::intValue).toArray(),
        at);
  }

  @Test
  void refusesWhatIsNotAnAction() {
    TwoStageFlat world = new TwoStageFlat();
    assertThatThrownBy(() -> world.step(Action.of(0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("reset");
    world.reset(1);
    assertThatThrownBy(() -> world.step(Action.of(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0..3");
    assertThatThrownBy(() -> world.step(Action.of(1, 0.5f)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(world.steps()).isZero();
    world.step(Action.of(0));
    world.step(Action.of(0));
    assertThatThrownBy(() -> world.step(Action.of(0))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void picturesDifferBetweenStates() {
    TwoStageFlat world = new TwoStageFlat();
    world.reset(5);
    Picture before = world.render();
    world.step(Action.of(3));
    assertThat(world.render().rgb()).hasSameSizeAs(before.rgb()).isNotEqualTo(before.rgb());
  }
}
