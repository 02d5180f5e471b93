package io.fabula.model.detectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.tabular.EventSums;
import io.fabula.envs.tabular.ExactEvaluation;
import io.fabula.envs.tabular.TabularModel;
import io.fabula.envs.twostage.TwoStageFlat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Specification of mediation, section 3.3. */
class TabularDetectorLearnerTest {
  private static final TabularModel FLAT = new TwoStageFlat().model();
  private static final TabularDetectorLearner.Options OPTIONS =
      new TabularDetectorLearner.Options(256, 1, 0.05, 0.01, -2, 0.5);

  private static TabularDetectorLearner learner(long seed) {
    boolean[] chooses = new boolean[FLAT.states()];
    chooses[TwoStageFlat.START] = true;
    return new TabularDetectorLearner(FLAT, FLAT.uniformPolicy(), chooses, OPTIONS, seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void findsTheMediatorAndThePolicyThatMakesIt(long seed) {
    try (TabularDetectorLearner learner = learner(seed)) {
      for (int i = 0; i < 1_500; i++) learner.learn();
      double[] fires = learner.detector();
      for (int s = 0; s < fires.length; s++) {
        if (TwoStageFlat.mediator(s)) assertThat(fires[s]).as("state %d", s).isGreaterThan(0.9);
        else assertThat(fires[s]).as("state %d", s).isLessThan(0.1);
      }
      double[] policy = learner.policy();
      assertThat(policy[1] + policy[3]).isGreaterThan(0.98);
      assertThat(policy[4]).as("the second stage stays").isEqualTo(0.25);
      EventSums a = new ExactEvaluation(FLAT, FLAT.uniformPolicy()).evaluate(fires);
      EventSums b = new ExactEvaluation(FLAT, policy).evaluate(fires);
      assertThat(a.indirectEffect(b)).isCloseTo(0.2, within(0.005));
    }
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    try (TabularDetectorLearner first = learner(5);
        TabularDetectorLearner second = learner(5)) {
      for (int i = 0; i < 20; i++) {
        first.learn();
        second.learn();
      }
      assertThat(first.detector()).isEqualTo(second.detector());
      assertThat(first.policy()).isEqualTo(second.policy());
      assertThat(first.indirect()).isEqualTo(second.indirect());
    }
  }
}
