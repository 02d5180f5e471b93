package io.fabula.envs;

import io.fabula.envs.coinrun.CoinRun;
import io.fabula.envs.coinrun.CoinRunOptions;
import io.fabula.envs.coinrun.CoinRunOptions.Distribution;
import io.fabula.envs.random.RandomStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/**
 * Measures how many steps per second of one processor worlds make, observations included. Processor
 * time instead of wall-clock time makes the figure mean the same on a busy machine, as far as
 * others leave the caches alone.
 */
public final class WorldsBenchmark {
  private static final int WORLDS = 64;

  private WorldsBenchmark() {}

  /**
   * What was measured.
   *
   * @param repetitions steps per second of processor time in each repetition, in order
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, read once
  public record Result(double[] repetitions) {
    /** The middle of all repetitions. */
    public double median() {
      double[] sorted = repetitions.clone();
      Arrays.sort(sorted);
      return sorted[sorted.length / 2];
    }

    /** The fastest repetition, least disturbed by others on the machine. */
    public double best() {
      return Arrays.stream(repetitions).max().orElseThrow();
    }
  }

  /** Chooses an action for a world that can be stepped now. */
  @FunctionalInterface
  public interface Policy {
    /** An available action. */
    Action choose(Environment world, RandomStream random);
  }

  /**
   * Steps a batch of worlds with uniformly random actions.
   *
   * @param worlds made with one thread, since only the calling thread's time is counted
   * @param rounds steps of every world in one repetition
   * @param repetitions how often to measure, after one that is not counted
   */
  public static Result measure(VectorEnvironment worlds, int rounds, int repetitions) {
    RandomStream random = new RandomStream(1);
    int[] actions = new int[worlds.count()];
    int choices = worlds.spec().actions().count();
    return timed(
        rounds,
        actions.length,
        repetitions,
        () -> {
          for (int i = 0; i < actions.length; i++) actions[i] = random.nextInt(choices);
          worlds.step(actions);
        });
  }

  /**
   * Steps a single world of any kind, observing it after each step and resetting it after each end.
   *
   * @param steps in one repetition
   * @param repetitions how often to measure, after one that is not counted
   */
  public static Result measure(Environment world, Policy policy, int steps, int repetitions) {
    RandomStream random = new RandomStream(1);
    float[] observation = new float[world.spec().observations().size()];
    world.reset(random.nextLong());
    return timed(
        steps,
        1,
        repetitions,
        () -> {
          if (world.done()) world.reset(random.nextLong());
          world.step(policy.choose(world, random));
          world.observe(observation, 0);
        });
  }

  private static Result timed(int rounds, int stepsPerRound, int repetitions, Runnable round) {
    double[] rates = new double[repetitions];
    for (int repetition = -1; repetition < repetitions; repetition++) {
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      for (int i = 0; i < rounds; i++) round.run();
      long nanoseconds = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
      if (repetition >= 0) rates[repetition] = 1e9 * rounds * stepsPerRound / nanoseconds;
    }
    return new Result(rates);
  }

  /**
   * Prints the figures of CoinRun.
   *
   * @param args rounds per repetition (default 4000) and repetitions (default 5)
   */
  public static void main(String[] args) {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 4000;
    int repetitions = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    CoinRunOptions plain = CoinRunOptions.DEFAULT.withBackgrounds(false);
    print("hard, backgrounds off", plain, rounds, repetitions);
    print("hard, backgrounds on", CoinRunOptions.DEFAULT, rounds, repetitions);
    print("hard, monochrome", plain.withMonochromeAssets(true), rounds, repetitions);
    print("easy, backgrounds off", plain.withDistribution(Distribution.EASY), rounds, repetitions);
  }

  private static void print(String name, CoinRunOptions options, int rounds, int repetitions) {
    try (VectorEnvironment worlds = CoinRun.worlds(options, WORLDS, 0, 1)) {
      Result result = measure(worlds, rounds, repetitions);
      System.out.printf(
          Locale.ROOT,
          "coinrun, %-22s %d worlds, 1 thread: median %,.0f, best %,.0f steps per CPU-second%n",
          name + ",",
          WORLDS,
          result.median(),
          result.best());
    }
  }
}
