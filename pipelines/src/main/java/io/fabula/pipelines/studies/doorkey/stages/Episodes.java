package io.fabula.pipelines.studies.doorkey.stages;

import io.fabula.envs.Action;
import io.fabula.envs.doorkey.DoorKey;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.ActionDistribution;
import io.fabula.model.mlp.MlpNetwork;
import org.jspecify.annotations.Nullable;

/**
 * Plays episodes of a policy one after the other; what happens in one depends on its number alone.
 */
final class Episodes {
  private static final int ACTIONS = 7;

  /** Told of what happens. */
  interface Listener {
    /** The world is in a state before acting. */
    void state(DoorKey world);

    /** The episode ended. */
    void end(int episode, DoorKey world, double returned);
  }

  private final int size;
  private final long seed;

  /**
   * @param seed of all episodes
   */
  Episodes(int size, long seed) {
    this.size = size;
    this.seed = seed;
  }

  /**
   * Plays.
   *
   * @param network the policy, or null for uniform play
   */
  void play(@Nullable MlpNetwork network, int count, Listener listener) {
    DoorKey world = Agents.world(size);
    try (Player player = new Player(network, world)) {
      for (int i = 0; i < count; i++) {
        world.reset(Seeds.of(seed, "world", i));
        RandomStream random = new RandomStream(Seeds.of(seed, "actions", i));
        double sum = 0;
        while (!world.done()) {
          listener.state(world);
          world.step(Action.of(player.act(random)));
          sum += world.reward();
        }
        listener.end(i, world, sum);
      }
    }
  }

  private static final class Player implements AutoCloseable {
    private final DoorKey world;
    private final @Nullable ActingPlan plan;

    Player(@Nullable MlpNetwork network, DoorKey world) {
      this.world = world;
      plan = network == null ? null : network.acting(1);
    }

    int act(RandomStream random) {
      if (plan == null) return random.nextInt(ACTIONS);
      world.observe(plan.inputs(), 0);
      plan.run();
      ActionDistribution.logSoftmax(plan.outputs(), 0, ACTIONS);
      return ActionDistribution.sample(plan.outputs(), 0, ACTIONS, random);
    }

    @Override
    public void close() {
      if (plan != null) plan.close();
    }
  }
}
