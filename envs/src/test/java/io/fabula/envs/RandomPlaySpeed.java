package io.fabula.envs;

import io.fabula.envs.create.Create;
import io.fabula.envs.create.CreateOptions;
import io.fabula.envs.platform.Platform;
import io.fabula.envs.recsim.RecSim;
import io.fabula.envs.subgrid.SubGridOptions;
import io.fabula.envs.subgrid.SubGridWorld;
import io.fabula.envs.subgrid.View;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Prints how many steps per second of one processor single worlds make under uniformly random play,
 * drawing the actions included.
 */
final class RandomPlaySpeed {
  private static final int REPETITIONS = 5;

  private RandomPlaySpeed() {}

  public static void main(String[] arguments) {
    SubGridOptions subGrid = SubGridOptions.published(1);
    print("platform", new Platform(), 500_000);
    print("subgrid, one-hot", new SubGridWorld(subGrid), 10_000_000);
    print("subgrid, voxels", new SubGridWorld(subGrid.withView(View.VOXELS)), 5_000);
    print("recsim", new RecSim(), 1_000_000);
    print("create, pixels", new Create(), 20_000);
    CreateOptions state = CreateOptions.PUBLISHED.withView(CreateOptions.View.STATE);
    print("create, state", new Create(state), 50_000);
  }

  private static void print(String name, Environment world, int steps) {
    for (boolean observing : new boolean[] {true, false}) {
      double best = 0;
      for (int i = 0; i < REPETITIONS; i++) best = Math.max(best, rate(world, steps, observing));
      System.out.printf(
          Locale.ROOT,
          "%-18s %s observation: %,.0f steps per CPU-second%n",
          name,
          observing ? "with" : "without",
          best);
    }
  }

  private static double rate(Environment world, int steps, boolean observing) {
    RandomPlayer player = new RandomPlayer(1);
    float[] observation = new float[world.spec().observations().size()];
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long seed = 0;
    world.reset(seed++);
    for (int i = 0; i < steps; i++) {
      world.step(player.act(world));
      if (observing) world.observe(observation, 0);
      if (world.done()) world.reset(seed++);
    }
    long nanoseconds = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
    return steps * 1e9 / nanoseconds;
  }
}
