package io.fabula.envs.catalogue;

import io.fabula.envs.ActionBatch;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.Environment;
import io.fabula.envs.RandomPlayer;
import io.fabula.envs.VectorEnvironment;
import io.fabula.envs.random.RandomStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How many steps per second of one processor worlds make under uniformly random play, drawing the
 * actions and beginning new episodes included. Processor time instead of wall-clock time leaves out
 * when others had the processor. While others slow it down without having it, nothing is counted
 * either: the time is cut into slices with a {@link ProcessorProbe} between them, and only slices
 * between two undisturbed probes count. Repetitions with too few of them are left out; if that is
 * all of them, all their slices count, and {@link #undisturbed} is 0.
 */
public final class WorldSpeed {
  /** Repetitions that do not count: the JIT compiler needs some seconds. */
  private static final int WARM_UP = 6;

  /** Processor time of a slice, in nanoseconds. */
  private static final long SLICE = 20_000_000;

  /** A repetition waits for undisturbed slices until it has taken this many times its length. */
  private static final int PATIENCE = 3;

  /** The least share of a repetition's length that undisturbed slices must have. */
  private static final double ENOUGH = 0.25;

  private static final LongSupplier CPU_TIME =
      ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime;
  private static final BooleanSupplier PROBE = new ProcessorProbe()::isUndisturbed;

  private final double[] sorted;
  private final int undisturbed;

  private WorldSpeed(double[] rates, int undisturbed) {
    sorted = rates;
    Arrays.sort(sorted);
    this.undisturbed = undisturbed;
  }

  /** Goes on playing for some rounds. */
  @FunctionalInterface
  interface Play {
    void rounds(long count);
  }

  /**
   * Plays a single world for {@code repetitions} stretches of time, after a longer one that warms
   * up and does not count.
   *
   * @param world used by this alone; what it was doing is lost
   * @param observing whether to write an observation after each step: bytes where the world has
   *     them, floats elsewhere
   * @param seconds of processor time per repetition, above 0; up to three times as much while
   *     something slows the processor down
   * @param repetitions at least 1
   */
  public static WorldSpeed measure(
      Environment world, boolean observing, double seconds, int repetitions) {
    return measure(world, observing, seconds, repetitions, CPU_TIME, PROBE);
  }

  static WorldSpeed measure(
      Environment world,
      boolean observing,
      double seconds,
      int repetitions,
      LongSupplier clock,
      BooleanSupplier probe) {
    return timed(new Single(world, observing), 1, seconds, repetitions, clock, probe);
  }

  /**
   * Steps worlds together, with observations, as the other method does a single one.
   *
   * @param worlds made with one thread, since only the calling thread's time is counted
   * @param seconds of processor time per repetition, above 0
   * @param repetitions at least 1
   */
  public static WorldSpeed measure(VectorEnvironment worlds, double seconds, int repetitions) {
    return measure(worlds, seconds, repetitions, CPU_TIME, PROBE);
  }

  static WorldSpeed measure(
      VectorEnvironment worlds,
      double seconds,
      int repetitions,
      LongSupplier clock,
      BooleanSupplier probe) {
    return timed(new Together(worlds), worlds.count(), seconds, repetitions, clock, probe);
  }

  /**
   * Measures by any clock.
   *
   * @param clock nanoseconds
   * @param probe whether nothing seems to slow the processor down now
   */
  static WorldSpeed timed(
      Play play,
      int stepsPerRound,
      double seconds,
      int repetitions,
      LongSupplier clock,
      BooleanSupplier probe) {
    if (!(seconds > 0)) {
      throw new IllegalArgumentException("seconds must be above 0, got " + seconds);
    }
    if (repetitions < 1) {
      throw new IllegalArgumentException("repetitions must be at least 1, got " + repetitions);
    }
    Meter meter = new Meter(play, Math.min(SLICE, (long) (seconds * 1e9)), clock, probe);
    meter.play(WARM_UP * seconds, 1);
    double[] counted = new double[repetitions];
    double[] all = new double[repetitions];
    int enough = 0;
    for (int i = 0; i < repetitions; i++) {
      meter.play(seconds, PATIENCE);
      all[i] = stepsPerRound * meter.rate();
      if (meter.undisturbedNanos < ENOUGH * seconds * 1e9) continue;
      counted[enough++] = stepsPerRound * meter.undisturbedRate();
    }
    return new WorldSpeed(enough == 0 ? all : Arrays.copyOf(counted, enough), enough);
  }

  /** The slowest repetition, in steps per second of processor time. */
  public double minimum() {
    return sorted[0];
  }

  /** The middle repetition; of an even number the mean of the two in the middle. */
  public double median() {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The fastest repetition, in steps per second of processor time. */
  public double maximum() {
    return sorted[sorted.length - 1];
  }

  /**
   * The number of repetitions that counted, or 0 if something slowed the processor down in all of
   * them and so all counted. What slows it down from beginning to end is not noticed.
   */
  public int undisturbed() {
    return undisturbed;
  }

  /** Plays in slices and counts rounds and their processor time, all and undisturbed ones. */
  private static final class Meter {
    private final Play play;
    private final long slice;
    private final LongSupplier clock;
    private final BooleanSupplier probe;
    private long stretch = 1;
    private long rounds;
    private long nanos;
    private long undisturbedRounds;
    private long undisturbedNanos;

    Meter(Play play, long slice, LongSupplier clock, BooleanSupplier probe) {
      this.play = play;
      this.slice = slice;
      this.clock = clock;
      this.probe = probe;
    }

    /** Plays until undisturbed slices make {@code seconds}, or all make {@code patience} times. */
    void play(double seconds, int patience) {
      rounds = 0;
      nanos = 0;
      undisturbedRounds = 0;
      undisturbedNanos = 0;
      double limit = seconds * 1e9;
      boolean before = probe.getAsBoolean();
      while (undisturbedNanos < limit && nanos < patience * limit) {
        long begin = clock.getAsLong();
        play.rounds(stretch);
        long taken = clock.getAsLong() - begin;
        boolean after = probe.getAsBoolean();
        rounds += stretch;
        nanos += taken;
        if (before && after) {
          undisturbedRounds += stretch;
          undisturbedNanos += taken;
        }
        before = after;
        stretch = Math.max(1, Math.min(2 * stretch, stretch * slice / Math.max(1, taken)));
      }
    }

    double rate() {
      return rounds * 1e9 / nanos;
    }

    double undisturbedRate() {
      return undisturbedRounds * 1e9 / undisturbedNanos;
    }
  }

  private static final class Single implements Play {
    private final Environment world;
    private final boolean observing;
    private final boolean bytes;
    private final byte[] byteObservation;
    private final float[] floatObservation;
    private final RandomPlayer player = new RandomPlayer(1);
    private long seed;

    Single(Environment world, boolean observing) {
      this.world = world;
      this.observing = observing;
      int size = world.spec().observations().size();
      bytes = world.spec().observations().byteValued();
      byteObservation = new byte[bytes ? size : 0];
      floatObservation = new float[bytes ? 0 : size];
      world.reset(seed++);
    }

    @Override
    public void rounds(long count) {
      for (long i = 0; i < count; i++) {
        world.step(player.act(world));
        if (observing) {
          if (bytes) world.observe(byteObservation, 0);
          else world.observe(floatObservation, 0);
        }
        if (world.done()) world.reset(seed++);
      }
    }
  }

  private static final class Together implements Play {
    private final VectorEnvironment worlds;
    private final ActionBatch actions;
    private final RandomPlayer player = new RandomPlayer(1);
    private final RandomStream random = new RandomStream(1);

    Together(VectorEnvironment worlds) {
      this.worlds = worlds;
      actions = new ActionBatch(worlds.spec().actions(), worlds.count());
    }

    @Override
    public void rounds(long count) {
      ActionSpace space = actions.space();
      boolean discrete = space instanceof ActionSpace.Discrete;
      int[] indices = actions.indices();
      for (long round = 0; round < count; round++) {
        for (int i = 0; i < indices.length; i++) {
          if (discrete) indices[i] = random.nextInt(space.count());
          else actions.set(i, player.act(space, worlds.availableActions(i)));
        }
        worlds.step(actions);
      }
    }
  }
}
