package io.fabula.envs.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.AutoResetWorld;
import io.fabula.envs.Environment;
import io.fabula.envs.VectorEnvironment;
import io.fabula.envs.coinrun.CoinRun;
import io.fabula.envs.coinrun.CoinRunOptions;
import io.fabula.envs.diglava.DigLava;
import io.fabula.envs.platform.Platform;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Measuring by clocks that are told what happens: how fast this machine is is for no test. */
class WorldSpeedTest {
  /** Counts the steps of a world, which take a millisecond each, and its observations. */
  private static final class Counting implements InvocationHandler {
    private final Object world;
    private final AtomicLong steps;
    private long observations;

    Counting(Object world, AtomicLong steps) {
      this.world = world;
      this.steps = steps;
    }

    <T> T as(Class<T> type) {
      return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      if (method.getName().equals("step")) steps.incrementAndGet();
      if (method.getName().equals("observe")) observations++;
      try {
        return method.invoke(world, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  @Test
  void countsEveryStepOfASingleWorldAndLooksWhenAsked() {
    for (boolean observing : new boolean[] {true, false}) {
      AtomicLong steps = new AtomicLong();
      Counting counting = new Counting(new Platform(), steps);
      Environment world = counting.as(Environment.class);
      WorldSpeed speed =
          WorldSpeed.measure(world, observing, 0.05, 4, () -> steps.get() * 1_000_000, () -> true);
      assertThat(speed.minimum()).isCloseTo(1000, within(1e-6));
      assertThat(speed.maximum()).isCloseTo(1000, within(1e-6));
      assertThat(steps.get()).isGreaterThanOrEqualTo(10 * 50);
      assertThat(counting.observations).isEqualTo(observing ? steps.get() : 0);
    }
  }

  @Test
  void countsEveryWorldOfABatch() {
    AtomicLong steps = new AtomicLong();
    List<AutoResetWorld> worlds = new ArrayList<>();
    for (AutoResetWorld world : CoinRun.autoReset(CoinRunOptions.DEFAULT, 3, 0)) {
      worlds.add(new Counting(world, steps).as(AutoResetWorld.class));
    }
    try (VectorEnvironment together = new VectorEnvironment(worlds, 1, false)) {
      WorldSpeed speed =
          WorldSpeed.measure(together, 0.05, 3, () -> steps.get() * 1_000_000, () -> true);
      assertThat(speed.minimum()).isCloseTo(1000, within(1e-6));
      assertThat(speed.maximum()).isCloseTo(1000, within(1e-6));
      assertThat(speed.undisturbed()).isEqualTo(3);
    }
  }

  @Test
  void measuresByTheProcessorsTime() {
    WorldSpeed speed = WorldSpeed.measure(new DigLava(), true, 0.001, 1);
    assertThat(speed.median()).isPositive().isFinite();
  }

  @Test
  void ordersItsFigures() {
    int[] milliseconds = {1, 4, 1, 2, 5}; // of a round: warming up, then four repetitions
    long[] nanos = {0};
    int[] repetition = {-1};
    boolean[] played = {true};
    WorldSpeed speed =
        WorldSpeed.timed(
            rounds -> {
              nanos[0] += rounds * milliseconds[repetition[0]] * 1_000_000;
              played[0] = true;
            },
            3,
            1,
            4,
            () -> nanos[0],
            () -> { // asked before the first slice of a repetition and after each
              if (!played[0] || repetition[0] < 0) repetition[0]++;
              played[0] = false;
              return true;
            });
    assertThat(speed.minimum()).isCloseTo(3 * 200, within(1e-6));
    assertThat(speed.median()).isCloseTo(3 * (250 + 500) / 2, within(1e-6));
    assertThat(speed.maximum()).isCloseTo(3 * 1000, within(1e-6));
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
