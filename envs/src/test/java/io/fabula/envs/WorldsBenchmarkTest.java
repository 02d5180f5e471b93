package io.fabula.envs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.coinrun.CoinRun;
import io.fabula.envs.coinrun.CoinRunOptions;
import org.junit.jupiter.api.Test;

class WorldsBenchmarkTest {
  @Test
  void measuresBatchesOfWorlds() {
    try (VectorEnvironment worlds = CoinRun.worlds(CoinRunOptions.DEFAULT, 3, 0, 1)) {
      WorldsBenchmark.Result result = WorldsBenchmark.measure(worlds, 50, 3);
      assertThat(result.repetitions()).hasSize(3);
      assertThat(result.median()).isPositive().isLessThanOrEqualTo(result.best());
    }
  }

  @Test
  void measuresSingleWorldsThroughTheirEnds() {
    CoinRun world = new CoinRun(CoinRunOptions.DEFAULT);
    WorldsBenchmark.Result result =
        WorldsBenchmark.measure(world, (w, random) -> Action.of(CoinRun.RIGHT_AND_UP), 300, 2);
    assertThat(result.repetitions()).hasSize(2);
    assertThat(result.best()).isPositive();
  }
}
