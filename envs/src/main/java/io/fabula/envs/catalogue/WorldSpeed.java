package io.fabula.envs.catalogue;

import io.fabula.envs.Environment;
import io.fabula.envs.RandomPlayer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * How many steps per second of one processor a single world makes on one thread under uniformly
 * random play: drawing the actions and resetting after episodes included. Processor time instead of
 * wall-clock time makes the figures mean the same on a busy machine.
 */
public final class WorldSpeed {
  private static final int FIRST_STRETCH = 16;
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private final double[] sorted;

  private WorldSpeed(double[] rates) {
    sorted = rates.clone();
    Arrays.sort(sorted);
  }

  /**
   * Plays a world for {@code repetitions + 1} stretches of time, of which the first warms up and
   * does not count.
   *
   * @param world used by this alone; what it was doing is lost
   * @param observing whether to write an observation after each step: bytes where the world has
   *     them, floats elsewhere
   * @param seconds of processor time per repetition, above 0
   * @param repetitions at least 1
   */
  public static WorldSpeed measure(
      Environment world, boolean observing, double seconds, int repetitions) {
    if (!(seconds > 0)) {
      throw new IllegalArgumentException("seconds must be above 0, got " + seconds);
    }
    if (repetitions < 1) {
      throw new IllegalArgumentException("repetitions must be at least 1, got " + repetitions);
    }
    Run run = new Run(world, observing);
    double[] rates = new double[repetitions];
    run.stepsPerSecond(seconds);
    for (int i = 0; i < repetitions; i++) rates[i] = run.stepsPerSecond(seconds);
    return new WorldSpeed(rates);
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

  private static final class Run {
    private final Environment world;
    private final boolean observing;
    private final boolean bytes;
    private final byte[] byteObservation;
    private final float[] floatObservation;
    private final RandomPlayer player = new RandomPlayer(1);
    private long seed;

    Run(Environment world, boolean observing) {
      this.world = world;
      this.observing = observing;
      int size = world.spec().observations().size();
      bytes = world.spec().observations().byteValued();
      byteObservation = new byte[bytes ? size : 0];
      floatObservation = new float[bytes ? 0 : size];
      world.reset(seed++);
    }

    /** Looks at the clock after ever longer stretches, so that looking takes no time. */
    double stepsPerSecond(double seconds) {
      long limit = (long) (seconds * 1e9);
      long begin = CLOCK.getCurrentThreadCpuTime();
      long taken = 0;
      long steps = 0;
      for (long stretch = FIRST_STRETCH; taken < limit; stretch = next(stretch, taken, limit)) {
        play(stretch);
        steps += stretch;
        taken = CLOCK.getCurrentThreadCpuTime() - begin;
      }
      return steps * 1e9 / taken;
    }

    private static long next(long stretch, long taken, long limit) {
      return taken < limit / 8 ? 2 * stretch : stretch;
    }

    private void play(long steps) {
      for (long i = 0; i < steps; i++) {
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
