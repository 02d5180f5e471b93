package io.fabula.envs.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.VectorEnvironment;
import io.fabula.envs.coinrun.CoinRun;
import io.fabula.envs.coinrun.CoinRunOptions;
import io.fabula.envs.diglava.DigLava;
import io.fabula.envs.platform.Platform;
import org.junit.jupiter.api.Test;

/** Measuring gives ordered figures; how large they are is for no test to say. */
class WorldSpeedTest {
  @Test
  void ordersItsFigures() {
    for (boolean observing : new boolean[] {true, false}) {
      WorldSpeed speed = WorldSpeed.measure(new Platform(), observing, 0.002, 4);
      assertThat(speed.minimum()).isPositive();
      assertThat(speed.median()).isBetween(speed.minimum(), speed.maximum());
    }
    assertThat(WorldSpeed.measure(new DigLava(), true, 0.001, 1).median()).isPositive();
  }

  @Test
  void countsEveryWorldOfABatch() {
    try (VectorEnvironment worlds = CoinRun.worlds(CoinRunOptions.DEFAULT, 3, 0, 1)) {
      WorldSpeed speed = WorldSpeed.measure(worlds, 0.01, 3);
      assertThat(speed.minimum()).isPositive();
      assertThat(speed.median()).isBetween(speed.minimum(), speed.maximum());
    }
  }

  @Test
  void refusesEmptyMeasurements() {
    assertThatThrownBy(() -> WorldSpeed.measure(new Platform(), true, 0, 1))
        .hasMessage("seconds must be above 0, got 0.0");
    assertThatThrownBy(() -> WorldSpeed.measure(new Platform(), true, 1, 0))
        .hasMessage("repetitions must be at least 1, got 0");
  }
}
