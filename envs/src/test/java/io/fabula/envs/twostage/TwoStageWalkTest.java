package io.fabula.envs.twostage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.Action;
import io.fabula.envs.EnvironmentContract;
import io.fabula.envs.tabular.EventSums;
import io.fabula.envs.tabular.ExactEvaluation;
import io.fabula.envs.tabular.OptimalPolicy;
import io.fabula.envs.tabular.TabularModel;
import io.fabula.envs.tabular.TabularPlayer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwoStageWalkTest {
  /** The specification gives eight decimals. */
  private static final Offset<Double> EIGHT_DECIMALS = within(6e-9);

  private static final TabularModel MODEL = new TwoStageWalk().model();
  private static final double[] UNIFORM = MODEL.uniformPolicy();

  /** Stage 1 always goes right; stage 2 as given, -1 for uniform. */
  private static double[] rightThen(int second) {
    double[] policy = MODEL.uniformPolicy();
    for (int state = 0; state < MODEL.states(); state++) {
      int action = state < 3 ? 1 : second;
      if (action < 0) continue;
      for (int each = 0; each < 4; each++) policy[4 * state + each] = each == action ? 1 : 0;
    }
    return policy;
  }

  private static double[] detector(String event) {
    return switch (event) {
      case "M=1" -> new double[] {0, 0, 0, 0, 1};
      case "M=0" -> new double[] {0, 0, 0, 1, 0};
      case "x>=2" -> new double[] {0, 0, 1, 0, 0};
      case "x>=1" -> new double[] {0, 1, 1, 0, 0};
      case "soft" -> new double[] {.01, .02, .05, .1, .6};
      default -> throw new AssertionError(event);
    };
  }

  private static EventSums sums(double[] policy, String event, double discount) {
    return new ExactEvaluation(MODEL, policy).evaluate(List.of(detector(event)), discount).get(0);
  }

  /** Specification of mediation, section 3.2. */
  @ParameterizedTest
  @CsvSource({
    "1,    0.32572172, 0.67015344, 2.68061377",
    "0.99, 0.28906257, 0.63010527, 2.52042108"
  })
  void policiesHaveTheirExpectedReturns(double discount, double u, double right, double best) {
    assertThat(new ExactEvaluation(MODEL, UNIFORM).value(discount)).isCloseTo(u, EIGHT_DECIMALS);
    assertThat(new ExactEvaluation(MODEL, rightThen(-1)).value(discount))
        .isCloseTo(right, EIGHT_DECIMALS);
    assertThat(new ExactEvaluation(MODEL, rightThen(0)).value(discount))
        .isCloseTo(best, EIGHT_DECIMALS);
  }

  /** Specification of mediation, section 3.2. */
  @ParameterizedTest
  @CsvSource({
    "M=1,  .20953621, .78358907, .2, .8, .34443172, 0, .97716517, .18067658, .69794272, .29693811",
    "M=0,  .79046379, .21641093, .8, .2, .34443172, 0, .97716517, .69794272, .18067658, .29693811",
    "x>=2, .36692579, .79229562, .2, .54263529, .14574671, .09201446, 1.34522300, .18339446, .47137668, .12249895",
    "x>=1, .66942149, .89010989, .2, .38780653, .04144672, .22786475, 1.88862417, .18790043, .33901918, .03335015",
    "soft, .48516507, .75137687, .15988533, .50169970, .09099502, .18074068, 1.70012790, .14649663, .44034700, .07822644"
  })
  void effectsOfEventsHaveTheirExactValues(
      String event,
      double firedUniform,
      double firedRight,
      double meanUnfired,
      double meanFired,
      double indirect,
      double directRight,
      double directBest,
      double meanUnfiredDiscounted,
      double meanFiredDiscounted,
      double indirectDiscounted) {
    EventSums u = sums(UNIFORM, event, 1);
    EventSums right = sums(rightThen(-1), event, 1);
    EventSums best = sums(rightThen(0), event, 1);
    assertThat(u.fired()).isCloseTo(firedUniform, EIGHT_DECIMALS);
    assertThat(right.fired()).isCloseTo(firedRight, EIGHT_DECIMALS);
    assertThat(u.meanUnfired()).isCloseTo(meanUnfired, EIGHT_DECIMALS);
    assertThat(u.meanFired()).isCloseTo(meanFired, EIGHT_DECIMALS);
    assertThat(u.indirectEffect(right)).isCloseTo(indirect, EIGHT_DECIMALS);
    assertThat(u.indirectEffect(best)).isCloseTo(indirect, EIGHT_DECIMALS);
    assertThat(u.directEffect(right)).isCloseTo(directRight, EIGHT_DECIMALS);
    assertThat(u.directEffect(best)).isCloseTo(directBest, EIGHT_DECIMALS);
    EventSums discounted = sums(UNIFORM, event, 0.99);
    assertThat(discounted.meanUnfired()).isCloseTo(meanUnfiredDiscounted, EIGHT_DECIMALS);
    assertThat(discounted.meanFired()).isCloseTo(meanFiredDiscounted, EIGHT_DECIMALS);
    assertThat(discounted.indirectEffect(sums(rightThen(-1), event, 0.99)))
        .isCloseTo(indirectDiscounted, EIGHT_DECIMALS);
  }

  @Test
  void theSoftDetectorHasItsExactSums() {
    EventSums soft = sums(UNIFORM, "soft", 1);
    assertThat(soft.unfired()).isCloseTo(0.5148349, within(6e-8));
    assertThat(soft.valueUnfired()).isCloseTo(0.0823146, within(6e-8));
    assertThat(soft.value()).isCloseTo(0.3257217, within(6e-8));
  }

  @Test
  void playsAsTheTableSays() {
    TwoStageWalk world = new TwoStageWalk();
    int episodes = 30_000;
    double rewards = 0;
    int passed = 0;
    for (int i = 0; i < episodes; i++) {
      world.reset(i);
      for (int t = 0; !world.done(); t++) {
        world.step(Action.of(world.state() < 3 ? 1 : (int) ((i + 31L * t) & 3)));
        rewards += world.reward();
      }
      if (world.state() == TwoStageWalk.MEDIATOR_ON) passed++;
    }
    assertThat(passed / (double) episodes)
        .isCloseTo(0.78358907, within(4 * 0.5 / Math.sqrt(episodes)));
    assertThat(rewards / episodes).isCloseTo(0.67015344, within(4 * 1.2 / Math.sqrt(episodes)));
  }

  @Test
  void theBestPolicyWalksRightAndWorks() {
    assertThat(OptimalPolicy.actions(MODEL, 1)).containsExactly(1, 1, 1, 0, 0);
    TwoStageWalk world = new TwoStageWalk();
    world.reset(3);
    assertThat(new TabularPlayer(MODEL).act(world)).isEqualTo(Action.of(1));
  }

  @Test
  void endsLongBeforeItsStepLimit() {
    TwoStageWalk world = new TwoStageWalk();
    int longest = 0;
    for (long seed = 0; seed < 2000; seed++) {
      world.reset(seed);
      while (!world.done()) world.step(Action.of(0));
      longest = Math.max(longest, world.steps());
      assertThat(world.terminated()).isTrue();
    }
    assertThat(longest).isLessThan(world.spec().maximumSteps());
  }

  @Property(tries = 100)
  void restoresExactlyAtAnyStep(
      @ForAll long seed,
      @ForAll @Size(max = 60) List<@IntRange(max = 3) Integer> actions,
      @ForAll @IntRange(max = 20) int at) {
    EnvironmentContract.restoresExactly(
        TwoStageWalk::new,
        (world, number) -> Action.of(number),
        seed,
        actions.stream().mapToInt(Integer::intValue).toArray(),
        at);
  }
}
