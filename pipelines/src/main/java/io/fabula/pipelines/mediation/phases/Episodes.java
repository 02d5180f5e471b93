package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.Action;
import io.fabula.envs.objects.ObjectWorld;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.PolicyNetwork;
import org.jspecify.annotations.Nullable;

/** Plays episodes of a policy; what happens in one depends on its number alone. */
final class Episodes implements AutoCloseable {
  /** Told of what happens. */
  interface Listener {
    /** The world is in a state before acting. */
    void state(ObjectWorld world);

    /** The episode ended. */
    void end(int episode, ObjectWorld world, double returned);
  }

  private final long seed;
  private final ObjectWorld world;
  private final @Nullable Acting acting;

  /**
   * @param network the policy, or null for uniform play
   * @param seed of all episodes
   */
  Episodes(ObjectWorlds worlds, @Nullable PolicyNetwork network, long seed) {
    this.seed = seed;
    world = worlds.make();
    acting = network == null ? null : new Acting(network);
  }

  /** Plays one episode. */
  void play(int number, Listener listener) {
    world.reset(Seeds.of(seed, "world", number));
    RandomStream random = new RandomStream(Seeds.of(seed, "actions", number));
    if (acting != null) acting.begin();
    double sum = 0;
    while (!world.done()) {
      listener.state(world);
      world.step(Action.of(act(random)));
      sum += world.reward();
    }
    listener.end(number, world, sum);
  }

  private int act(RandomStream random) {
    if (acting == null) return random.nextInt(world.spec().actions().count());
    acting.see(world);
    return acting.choose(random);
  }

  @Override
  public void close() {
    if (acting != null) acting.close();
  }
}
