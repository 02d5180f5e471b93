package io.fabula.envs.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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

  /** A round takes 1 ms, or 2 ms in every second stretch of 100 rounds. */
  private static final class FakeProcessor {
    private long rounds;
    private long nanos;
    private boolean alwaysSlow;

    void play(long count) {
      for (long i = 0; i < count; i++) {
        nanos += isFast() ? 1_000_000 : 2_000_000;
        rounds++;
      }
    }

    boolean isFast() {
      return !alwaysSlow && rounds / 100 % 2 == 0;
    }

    WorldSpeed speed() {
      return WorldSpeed.timed(this::play, 3, 1, 4, () -> nanos, this::isFast);
    }
  }

  @Test
  void leavesOutWhatWasPlayedOnASlowedProcessor() {
    WorldSpeed speed = new FakeProcessor().speed();
    assertThat(speed.undisturbed()).isEqualTo(4);
    assertThat(speed.minimum()).isCloseTo(3000, within(1e-6));
    assertThat(speed.maximum()).isCloseTo(3000, within(1e-6));
  }

  @Test
  void countsAllWhereTheProcessorWasAlwaysSlowed() {
    FakeProcessor processor = new FakeProcessor();
    processor.alwaysSlow = true;
    WorldSpeed speed = processor.speed();
    assertThat(speed.undisturbed()).isZero();
    assertThat(speed.minimum()).isEqualTo(1500);
    assertThat(speed.median()).isEqualTo(1500);
  }

  @Test
  void refusesEmptyMeasurements() {
    assertThatThrownBy(() -> WorldSpeed.measure(new Platform(), true, 0, 1))
        .hasMessage("seconds must be above 0, got 0.0");
    assertThatThrownBy(() -> WorldSpeed.measure(new Platform(), true, 1, 0))
        .hasMessage("repetitions must be at least 1, got 0");
  }
}
