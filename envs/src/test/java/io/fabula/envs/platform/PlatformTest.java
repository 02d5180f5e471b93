package io.fabula.envs.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.Action;
import io.fabula.envs.Picture;
import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlatformTest {
  private final Platform world = new Platform();

  @Test
  void beginsWithThePublishedObservation() {
    world.reset(1);
    double[] unit = new double[9];
    world.observeUnit(unit);
    double[] expected = {20 / 1055.0, 0, 230 / 1035.0, 0, 250 / 275.0, 1, 225 / 235.0, 0, 0};
    assertThat(unit).containsExactly(expected);
    float[] scaled = new float[10];
    world.observe(scaled, 1);
    for (int i = 0; i < 9; i++) assertThat(scaled[i + 1]).isEqualTo((float) (2 * unit[i] - 1));
  }

  @Test
  void runsThriceIntoTheFirstEnemyWithoutNoise() {
    PlatformDynamics calm = new PlatformDynamics(() -> 0);
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      calm.step(PlatformConstants.RUN, 30, null);
      sum += calm.reward();
      if (i == 0) {
        PlatformState first = calm.state();
        assertThat(first.x()).isCloseTo(67.485, within(1e-9));
        assertThat(first.vx()).isCloseTo(69.3, within(1e-9));
        assertThat(first.enemy1X()).isCloseTo(201.5, within(1e-9));
      }
    }
    assertThat(calm.terminal()).isTrue();
    assertThat(sum).isCloseTo(0.14298067632850245, within(1e-12));
  }

  @Test
  void fliesAsLongAsTheOriginalWithoutNoise() {
    PlatformDynamics calm = new PlatformDynamics(() -> 0);
    assertThat(calm.step(PlatformConstants.HOP, 239, null)).isEqualTo(144);
    calm.setState(new PlatformState(249.72, 40, 69.3, 0, 50, -30, 730, -30));
    assertThat(calm.step(PlatformConstants.LEAP, 430, null)).isEqualTo(104);
    assertThat(calm.state().x()).isCloseTo(476.657, within(1e-3));
  }

  /** Published for 2,000 random episodes of the original: 0.155 within 0.006, none at the goal. */
  @Test
  void givesTheRandomPolicyThePublishedReturn() {
    RandomStream stream = new RandomStream(5);
    int episodes = 2000;
    double sum = 0;
    for (int i = 0; i < episodes; i++) {
      world.reset(i);
      double episodeReturn = 0;
      while (!world.done()) {
        world.step(Platform.action(stream.nextInt(3), 2 * stream.nextDouble() - 1));
        episodeReturn += world.reward();
        assertThat(world.reward()).isBetween(world.spec().minimumReward(), 1.0);
      }
      assertThat(episodeReturn).isCloseTo(world.state().x() / 1035, within(1e-12));
      sum += episodeReturn;
    }
    assertThat(sum / episodes).isCloseTo(0.155, within(0.009)); // 0.006 and our own error, 0.0024
  }

  @Test
  void truncatesAfterTwoHundredSteps() {
    world.reset(3, new PlatformState(1000, 40, 0, 0, 230, -30, 730, -30)); // no enemy comes here
    for (int i = 0; i < 200; i++) {
      assertThat(world.done()).isFalse();
      world.step(Action.of(0, 0f));
    }
    assertThat(world.truncated()).isTrue();
    assertThat(world.terminated()).isFalse();
    assertThatThrownBy(() -> world.step(Action.of(0, 0f)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the episode has ended, reset platform");
  }

  @Test
  void refusesActionsOutsideItsSpace() {
    world.reset(3);
    byte[] before = world.snapshot();
    assertThatThrownBy(() -> world.step(Action.of(0)))
        .hasMessageContaining("action must be one of 0..2 with its parameters");
    assertThatThrownBy(() -> world.step(Action.of(3, 1f))).hasMessageContaining("0..2");
    assertThatThrownBy(() -> world.step(Action.of(2, 431f)))
        .hasMessage("leap must be within 0.0..430.0, got 431.0");
    assertThatThrownBy(() -> world.step(Action.of(1, Float.NaN))).hasMessageContaining("NaN");
    assertThatThrownBy(() -> world.step(Action.of(1, 1f, 2f))).hasMessageContaining("got 2");
    assertThatThrownBy(() -> Platform.action(1, Double.NaN)).hasMessageContaining("hop");
    assertThat(world.snapshot()).isEqualTo(before);
    assertThatThrownBy(() -> new Platform().step(Action.of(0, 0f)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void clipsScaledParametersForUnboundedAgents() {
    assertThat(Platform.action(1, 1.5)).isEqualTo(Action.of(1, 720f));
    assertThat(Platform.action(2, -7)).isEqualTo(Action.of(2, 0f));
  }

  @Test
  void showsEverySubstepToAnAnimation() {
    world.reset(9);
    List<PlatformState> shown = new ArrayList<>();
    world.step(Action.of(1, 240f), shown::add);
    assertThat(shown).hasSize(world.substeps());
    assertThat(shown.get(shown.size() - 1)).isEqualTo(world.state());
  }

  @Test
  void drawsTheCurrentStateFromTheFirstMoment() {
    world.reset(9);
    Picture first = world.render();
    assertThat(first.width()).isEqualTo(1035);
    assertThat(first.height()).isEqualTo(300);
    byte[] state = world.snapshot();
    assertThat(world.render().rgb()).isEqualTo(first.rgb());
    assertThat(world.snapshot()).isEqualTo(state);
    world.step(Action.of(0, 30f));
    assertThat(world.render().rgb()).isNotEqualTo(first.rgb());
  }

  @Test
  void isCrossedByTheScriptedPlayer() {
    PlatformPlayer player = new PlatformPlayer();
    int episodes = 20;
    int goals = 0;
    for (int i = 0; i < episodes; i++) {
      world.reset(i);
      while (!world.done()) world.step(player.act(world));
      assertThat(world.completed()).isEqualTo(world.state().x() >= 1035);
      if (world.completed()) goals++;
    }
    assertThat(goals).isGreaterThanOrEqualTo(17);
  }
}
