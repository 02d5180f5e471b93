package io.fabula.model.sets.interventions;

import io.fabula.envs.ActionSet;
import io.fabula.envs.Environment;
import io.fabula.envs.ObservationBatch;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.Actor;
import io.fabula.model.agents.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * What an agent earns from a state to the end of the episode when it has another set: it plays on
 * several times with actions of its own. Sets are compared on the same draws.
 *
 * <p>An instance belongs to one thread.
 *
 * @param <W> the kind of world
 */
public final class ReturnsUnderSets<W extends Environment> implements AutoCloseable {
  private final List<W> worlds = new ArrayList<>();
  private final BiConsumer<W, ActionSet> offer;
  private final Actor actor;
  private final ObservationBatch observations;

  /**
   * Prepares continuations.
   *
   * @param policy has room for the sets
   * @param kind makes worlds
   * @param offer changes the set of a world in the middle of its episode
   * @param rollouts how often the agent plays on, at least 1
   */
  public ReturnsUnderSets(
      Policy policy, Supplier<W> kind, BiConsumer<W, ActionSet> offer, int rollouts) {
    if (rollouts < 1) {
      throw new IllegalArgumentException("rollouts must be at least 1, got " + rollouts);
    }
    for (int i = 0; i < rollouts; i++) worlds.add(kind.get());
    this.offer = offer;
    actor = policy.actor(rollouts);
    observations = new ObservationBatch(worlds.get(0).spec().observations(), rollouts);
  }

  /**
   * Plays on from a state.
   *
   * @param snapshot of the state; its episode has not ended
   * @param set that is available from now on
   * @param seed of the actions that are drawn
   * @return undiscounted sums of what is still earned, one per continuation
   */
  public double[] from(byte[] snapshot, ActionSet set, long seed) {
    double[] earned = new double[worlds.size()];
    for (int i = 0; i < worlds.size(); i++) {
      worlds.get(i).restore(snapshot);
      offer.accept(worlds.get(i), set);
      actor.begin(i, Seeds.of(seed, "continue", i));
    }
    while (true) {
      boolean playing = false;
      for (int i = 0; i < worlds.size(); i++) {
        if (worlds.get(i).done()) continue;
        playing = true;
        observations.put(i, worlds.get(i));
        actor.see(i, worlds.get(i), observations);
      }
      if (!playing) return earned;
      actor.decide();
      for (int i = 0; i < worlds.size(); i++) {
        W world = worlds.get(i);
        if (world.done()) continue;
        world.step(actor.action(i));
        earned[i] += world.reward();
      }
    }
  }

  @Override
  public void close() {
    actor.close();
  }
}
