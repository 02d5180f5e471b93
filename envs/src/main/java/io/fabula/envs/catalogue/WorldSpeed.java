package io.fabula.envs.catalogue;

import io.fabula.envs.Environment;
import io.fabula.envs.RandomPlayer;
import io.fabula.envs.VectorEnvironment;
import io.fabula.envs.random.RandomStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * How many steps per second of one processor worlds make under uniformly random play, drawing the
 * actions and beginning new episodes included. Processor time instead of wall-clock time makes the
 * figures mean the same on a busy machine, as far as others leave the caches alone.
 */
public final class WorldSpeed {
  private static final int FIRST_STRETCH = 16;

  /** Repetitions that do not count: the JIT compiler needs some seconds. */
  private static final int WARM_UP = 6;

  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private final double[] sorted;

  private WorldSpeed(double[] rates) {
    sorted = rates.clone();
    Arrays.sort(sorted);
  }

  /** Goes on playing for some rounds. */
  @FunctionalInterface
  private interface Play {
    void rounds(long count);
  }

  /**
   * Plays a single world for {@code repetitions} stretches of time, after a longer one that warms
   * up and does not count.
   *
   * @param world used by this alone; what it was doing is lost
   * @param observing whether to write an observation after each step: bytes where the world has
   *     them, floats elsewhere
   * @param seconds of processor time per repetition, above 0
   * @param repetitions at least 1
   */
  public static WorldSpeed measure(
      Environment world, boolean observing, double seconds, int repetitions) {
    return timed(new Single(world, observing), 1, seconds, repetitions);
  }

  /**
   * Steps worlds together, with observations, as the other method does a single one.
   *
   * @param worlds made with one thread, since only the calling thread's time is counted
   * @param seconds of processor time per repetition, above 0
   * @param repetitions at least 1
   */
  public static WorldSpeed measure(VectorEnvironment worlds, double seconds, int repetitions) {
    RandomStream random = new RandomStream(1);
    int[] actions = new int[worlds.count()];
    int choices = worlds.spec().actions().count();
    Play play =
        count -> {
          for (long round = 0; round < count; round++) {
            for (int i = 0; i < actions.length; i++) actions[i] = random.nextInt(choices);
            worlds.step(actions);
          }
        };
    return timed(play, actions.length, seconds, repetitions);
  }

  private static WorldSpeed timed(Play play, int stepsPerRound, double seconds, int repetitions) {
    if (!(seconds > 0)) {
      throw new IllegalArgumentException("seconds must be above 0, got " + seconds);
    }
    if (repetitions < 1) {
      throw new IllegalArgumentException("repetitions must be at least 1, got " + repetitions);
    }
    double[] rates = new double[repetitions];
    roundsPerSecond(play, WARM_UP * seconds);
    for (int i = 0; i < repetitions; i++) rates[i] = stepsPerRound * roundsPerSecond(play, seconds);
    return new WorldSpeed(rates);
  }

  /** Looks at the clock after stretches that grow until looking takes next to no time. */
  private static double roundsPerSecond(Play play, double seconds) {
    long limit = (long) (seconds * 1e9);
    long begin = CLOCK.getCurrentThreadCpuTime();
    long taken = 0;
    long rounds = 0;
    long stretch = FIRST_STRETCH;
    while (taken < limit) {
      play.rounds(stretch);
      rounds += stretch;
      taken = CLOCK.getCurrentThreadCpuTime() - begin;
      if (taken < limit / 8) stretch *= 2;
    }
    return rounds * 1e9 / taken;
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

  /** The fastest repetition, which others on the machine disturbed least. */
  public double maximum() {
    return sorted[sorted.length - 1];
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
}
