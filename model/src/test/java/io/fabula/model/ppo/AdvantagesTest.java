package io.fabula.model.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AdvantagesTest {
  private static final double ROUNDING = 1e-6;

  /** By hand, from the last step: 0.5, then -0.005 + 0.9405 times the next. */
  @Test
  void estimatesAnEpisodeOfThreeSteps() {
    float[] advantages = new float[3];
    float[] returns = new float[3];
    Advantages.estimate(
        new float[] {0, 0, 1},
        new float[] {0.5f, 0.5f, 0.5f, 0},
        new boolean[] {false, false, true},
        1,
        0.99,
        0.95,
        advantages,
        returns);
    assertThat((double) advantages[2]).isCloseTo(0.5, within(ROUNDING));
    assertThat((double) advantages[1]).isCloseTo(0.46525, within(ROUNDING));
    assertThat((double) advantages[0]).isCloseTo(0.432567625, within(ROUNDING));
    for (int t = 0; t < 3; t++) {
      assertThat((double) returns[t]).isCloseTo(advantages[t] + 0.5, within(ROUNDING));
    }
  }

  /** What comes after an end does not count, neither its value nor its advantage. */
  @Test
  void anEndCutsTheEpisodesApart() {
    float[] advantages = new float[4];
    float[] returns = new float[4];
    Advantages.estimate(
        new float[] {1, 1, 7, 7},
        new float[] {0.25f, 0.5f, 100, 200, 300, 400},
        new boolean[] {true, true, false, false},
        2,
        0.9,
        0.8,
        advantages,
        returns);
    assertThat(advantages[0]).isEqualTo(0.75f);
    assertThat(advantages[1]).isEqualTo(0.5f);
    assertThat((double) advantages[2]).isCloseTo(7 + 0.9 * 300 - 100, within(1e-4));
    assertThat((double) advantages[3]).isCloseTo(7 + 0.9 * 400 - 200, within(1e-4));
  }
}
