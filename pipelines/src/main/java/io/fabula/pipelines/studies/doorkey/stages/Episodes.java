package io.fabula.pipelines.studies.doorkey.stages;

import io.fabula.envs.Action;
import io.fabula.envs.doorkey.DoorKey;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.ActionDistribution;
import io.fabula.model.mlp.MlpNetwork;
import org.jspecify.annotations.Nullable;

/** Plays episodes of a policy; what happens in one depends on its number alone. */
final class Episodes implements AutoCloseable {
  private static final int ACTIONS = 7;

  /** Told of what happens. */
  interface Listener {
    /** The world is in a state before acting. */
    void state(DoorKey world);

    /** The episode ended. */
    void end(int episode, DoorKey world, double returned);
  }

  private final long seed;
  private final DoorKey world;
  private final @Nullable ActingPlan plan;

  /**
   * @param network the policy, or null for uniform play
   * @param seed of all episodes
   */
  Episodes(int size, @Nullable MlpNetwork network, long seed) {
    this.seed = seed;
    world = Agents.world(size);
    plan = network == null ? null : network.acting(1);
  }

  /** Plays one episode. */
  void play(int number, Listener listener) {
    world.reset(Seeds.of(seed, "world", number));
    RandomStream random = new RandomStream(Seeds.of(seed, "actions", number));
    double sum = 0;
    while (!world.done()) {
      listener.state(world);
      world.step(Action.of(act(random)));
      sum += world.reward();
    }
    listener.end(number, world, sum);
  }

  private int act(RandomStream random) {
    return plan == null ? random.nextInt(ACTIONS) : act(plan, world, random);
  }

  /** An action drawn from a policy in the world's state. */
  static int act(ActingPlan plan, DoorKey world, RandomStream random) {
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
