package io.fabula.envs.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.Picture;
import java.util.List;
import org.junit.jupiter.api.Test;

class TabularModelTest {
  private static final int LIMIT = 3;

  /** One state that never ends by itself and pays 1 a step, less a tenth for each step. */
  private static TabularModel.Builder endless() {
    return new TabularModel.Builder(1, 1)
        .start(0, 1)
        .maximumSteps(LIMIT)
        .rewardDecay(0.1)
        .outcome(0, 0, 1, 1, 0);
  }

  private static final class Endless extends TabularWorld {
    Endless() {
      super(
          new EnvironmentSpec(
              "endless",
              new ObservationSpace.Vector(List.of("here"), 0, 1),
              new ActionSpace.Discrete(List.of("stay")),
              LIMIT,
              0,
              1),
          endless().build());
    }

    @Override
    public Picture render() {
      return new Picture(1, 1, new byte[3]);
    }
  }

  @Test
  void cutsOffAtTheStepLimit() {
    Endless world = new Endless();
    world.reset(0);
    double sum = 0;
    for (int t = 1; t <= LIMIT; t++) {
      assertThat(world.done()).isFalse();
      world.step(Action.of(0));
      sum += world.reward();
    }
    assertThat(world.truncated()).isTrue();
    assertThat(world.terminated()).isFalse();
    assertThat(sum).isCloseTo(0.9 + 0.8 + 0.7, within(1e-12));
  }

  @Test
  void evaluatesDetectorsBeforeEachActionAndNotAfterTheCutOff() {
    TabularModel model = endless().build();
    EventSums sums = new ExactEvaluation(model, model.uniformPolicy()).evaluate(new double[] {0.5});
    assertThat(sums.value()).isCloseTo(2.4, within(1e-12));
    assertThat(sums.unfired()).isCloseTo(1 / 8.0, within(1e-12));
    assertThat(sums.valueUnfired()).isCloseTo(2.4 / 8, within(1e-12));
  }

  @Test
  void anEventThatCannotHappenHasTheValueZero() {
    TabularModel model = endless().build();
    EventSums never = new ExactEvaluation(model, model.uniformPolicy()).evaluate(new double[1]);
    assertThat(never.fired()).isZero();
    assertThat(never.meanFired()).isZero();
    assertThat(never.meanUnfired()).isCloseTo(2.4, within(1e-12));
  }

  @Test
  void refusesTablesThatAreNotProbabilities() {
    assertThatThrownBy(
            () -> new TabularModel.Builder(1, 2).start(0, 1).outcome(0, 0, 1, 0, 0).build())
        .hasMessage("state 0 action 1: probabilities must sum to 1, got 0.0");
    assertThatThrownBy(() -> new TabularModel.Builder(1, 1).outcome(0, 0, 1, 0, 0).build())
        .hasMessageContaining("start");
    assertThatThrownBy(
            () -> new TabularModel.Builder(2, 1).outcome(1, 0, 1, 0, 0).outcome(0, 0, 1, 0, 0))
        .hasMessageContaining("order");
    assertThatThrownBy(() -> new TabularModel.Builder(2, 1).outcome(0, 0, 1, 0, 2))
        .hasMessageContaining("0..1");
  }

  @Test
  void refusesASnapshotOfAnotherWorld() {
    Endless world = new Endless();
    world.reset(0);
    byte[] cut = java.util.Arrays.copyOf(world.snapshot(), 30);
    assertThatThrownBy(() -> world.restore(cut)).isInstanceOf(IllegalArgumentException.class);
  }
}
