package io.fabula.pipelines.studies.interpret.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.coinrun.CoinRunOptions.Distribution;
import org.junit.jupiter.api.Test;

/** Levels are called unseen only where none of them was trained on. */
class WorldSettingsTest {
  private static WorldSettings world(Distribution distribution, int levels, int start) {
    return new WorldSettings(distribution, levels, start, false, 0);
  }

  @Test
  void keepsOnlyLevelsOutsideItsRangeFromTraining() {
    WorldSettings some = world(Distribution.EASY, 200, 100);
    assertThat(some.keepsFromTraining(0, 100)).isTrue();
    assertThat(some.keepsFromTraining(0, 101)).isFalse();
    assertThat(some.keepsFromTraining(299, 1)).isFalse();
    assertThat(some.keepsFromTraining(300, 1)).isTrue();
    assertThat(some.keepsFromTraining(0, Integer.MAX_VALUE)).isFalse();
    assertThat(world(Distribution.EASY, Integer.MAX_VALUE, 5).keepsFromTraining(4, 1)).isTrue();
  }

  @Test
  void keepsNothingWhereAllLevelsOrTheOneLevelAreTrainedOn() {
    assertThat(world(Distribution.EASY, 0, 0).keepsFromTraining(1_000_000_000, 4)).isFalse();
    assertThat(world(Distribution.EXPLORATION, 0, 0).keepsFromTraining(7, 1)).isFalse();
  }
}
