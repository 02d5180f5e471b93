package io.fabula.envs.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ToolPlayTest {
  private static final ToolCatalogue CATALOGUE = ToolCatalogue.published();
  private static final int FAN_TO_THE_RIGHT = 1839;
  private static final int LONG_RAMP = 139;

  private final ToolPlay play = new ToolPlay(CATALOGUE);

  private float[] played(int id, long seed) {
    float[] states = new float[ToolPlay.STATES * ToolPlay.NUMBERS];
    play.play(id, seed, states, 0);
    return states;
  }

  @Test
  void theSameSeedGivesTheSameTrajectoryAndAnotherSeedAnother() {
    float[] first = played(LONG_RAMP, 5);
    played(FAN_TO_THE_RIGHT, 9);
    assertThat(played(LONG_RAMP, 5)).isEqualTo(first);
    assertThat(played(LONG_RAMP, 6)).isNotEqualTo(first);
  }

  @Test
  void theToolStaysWithinItsReachAndWhereItWasPut() {
    for (int seed = 0; seed < 50; seed++) {
      float[] states = played(LONG_RAMP, seed);
      assertThat(states[0]).isBetween(-0.7f, 0.7f);
      assertThat(states[1]).isBetween(-0.7f, 0.7f);
      for (int t = 1; t < ToolPlay.STATES; t++) {
        assertThat(states[t * ToolPlay.NUMBERS]).isEqualTo(states[0]);
        assertThat(states[t * ToolPlay.NUMBERS + 1]).isEqualTo(states[1]);
      }
    }
  }

  @Test
  void everyFamilyIsTouchedByNearlyAllThrows() {
    int[] ids = ToolPlay.tools(CATALOGUE);
    assertThat(ids).hasSize(2365);
    float[] states = new float[ToolPlay.STATES * ToolPlay.NUMBERS];
    int touched = 0;
    int all = 0;
    for (int id = 0; id < ids.length; id += 5) {
      all++;
      if (play.play(ids[id], id, states, 0)) touched++;
    }
    assertThat(touched).isGreaterThan((int) (0.95 * all));
  }

  /** Velocities of a free flight change by gravity alone: 2 in each unit of time. */
  @Test
  void aBallFliesFreelyUntilItTouches() {
    float[] states = new float[ToolPlay.STATES * ToolPlay.NUMBERS];
    double seconds = 10 * CreateConstants.PHYSICS_STEP;
    int free = 0;
    for (int seed = 0; seed < 40; seed++) {
      if (!play.play(LONG_RAMP, seed, states, 0)) continue;
      double before = CreateConstants.world(states[5]);
      double after = CreateConstants.world(states[ToolPlay.NUMBERS + 5]);
      boolean straight = Math.abs(states[4] - states[ToolPlay.NUMBERS + 4]) < 1e-6;
      if (!straight) continue;
      free++;
      assertThat(after - before).isCloseTo(-2 * seconds, within(1e-4));
    }
    assertThat(free).isPositive();
  }

  /** A fan of force 60 accelerates a ball of mass 10 by 6 for as long as they overlap. */
  @Test
  void toolsAreAlive() {
    float[] states = new float[ToolPlay.STATES * ToolPlay.NUMBERS];
    double gained = 0;
    for (int seed = 0; seed < 40; seed++) {
      play.play(FAN_TO_THE_RIGHT, seed, states, 0);
      int last = (ToolPlay.STATES - 1) * ToolPlay.NUMBERS;
      gained += CreateConstants.world(states[last + 4]) - CreateConstants.world(states[4]);
    }
    assertThat(gained / 40).isGreaterThan(0.5);
  }

  @Test
  void activatorsAreNotPlayedWith() {
    float[] states = new float[ToolPlay.STATES * ToolPlay.NUMBERS];
    assertThatThrownBy(() -> play.play(CATALOGUE.idOf(Activator.FIRE), 1, states, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("only tools are played with, got 2366");
    assertThatThrownBy(() -> play.play(CATALOGUE.noOp(), 1, states, 0))
        .hasMessage("only tools are played with, got 2365");
  }
}
