package io.fabula.envs.coinrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.coinrun.CoinRunOptions.Distribution;
import io.fabula.envs.random.RandomStream;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/**
 * Simple policies over level seeds 0..999 against their means over 4000 levels. A return is 0 or
 * 10, so the standard error of 1000 episodes is at most 0.16; bars are four of those.
 */
class CoinRunPoliciesTest {
  private static final int LEVELS = 1000;
  private static final double FOUR_STANDARD_ERRORS = 0.62;

  private record Outcome(double meanReturn, double meanLength, double timeouts) {}

  @Test
  void holdingRightAndUpIsAStrongBaseline() {
    Outcome hard = play(Distribution.HARD, () -> CoinRun.RIGHT_AND_UP);
    assertThat(hard.meanReturn()).isCloseTo(6.12, within(FOUR_STANDARD_ERRORS));
    assertThat(hard.meanLength()).isCloseTo(59.7, within(4.0));
    assertThat(hard.timeouts()).isZero();
    Outcome easy = play(Distribution.EASY, () -> CoinRun.RIGHT_AND_UP);
    assertThat(easy.meanReturn()).isCloseTo(6.75, within(FOUR_STANDARD_ERRORS));
    assertThat(easy.meanLength()).isCloseTo(63.1, within(4.0));
    assertThat(easy.timeouts()).isZero();
  }

  @Test
  void uniformActionsRarelyReachTheCoin() {
    RandomStream random = new RandomStream(1);
    Outcome hard = play(Distribution.HARD, () -> random.nextInt(Game.ACTIONS));
    assertThat(hard.meanReturn()).isCloseTo(2.58, within(FOUR_STANDARD_ERRORS));
    assertThat(hard.meanLength()).isCloseTo(610, within(50.0));
    assertThat(hard.timeouts()).isCloseTo(0.32, within(0.06));
    Outcome easy = play(Distribution.EASY, () -> random.nextInt(Game.ACTIONS));
    assertThat(easy.meanReturn()).isCloseTo(2.74, within(FOUR_STANDARD_ERRORS));
    assertThat(easy.meanLength()).isCloseTo(655, within(50.0));
    assertThat(easy.timeouts()).isCloseTo(0.38, within(0.06));
  }

  @Test
  void runningWithoutJumpingNeverReachesTheCoin() {
    Outcome hard = play(Distribution.HARD, () -> CoinRun.RIGHT);
    assertThat(hard.meanReturn()).isZero();
    assertThat(hard.timeouts()).isCloseTo(0.986, within(0.015));
    Outcome easy = play(Distribution.EASY, () -> CoinRun.RIGHT);
    assertThat(easy).isEqualTo(new Outcome(0, Game.MAXIMUM_STEPS, 1));
  }

  private static Outcome play(Distribution distribution, IntSupplier policy) {
    Game game = new Game(CoinRunOptions.DEFAULT.withDistribution(distribution));
    double returns = 0;
    double steps = 0;
    double timeouts = 0;
    for (int level = 0; level < LEVELS; level++) {
      game.begin(level);
      do {
        game.step(policy.getAsInt());
        returns += game.reward;
      } while (!game.ended && game.scene.time < Game.MAXIMUM_STEPS);
      steps += game.scene.time;
      if (!game.ended) timeouts++;
    }
    return new Outcome(returns / LEVELS, steps / LEVELS, timeouts / LEVELS);
  }
}
