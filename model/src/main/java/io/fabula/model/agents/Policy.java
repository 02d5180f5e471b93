package io.fabula.model.agents;

import io.fabula.envs.EnvironmentSpec;
import java.util.List;

/**
 * A way of choosing actions in a world: by a network, by rules, or at random. Everything that
 * plays, evaluates or records takes a policy and knows neither its kind nor the world's.
 *
 * <p>A policy does not change while it acts, so that several threads may have an actor of it each.
 */
public interface Policy {
  /**
   * Checks that the policy can play a world.
   *
   * @throws IllegalArgumentException naming what the world has and what the policy needs
   */
  void requireFits(EnvironmentSpec world);

  /**
   * Somebody who acts by this policy in {@code batch} worlds at a time.
   *
   * @param batch number of worlds, at least 1; it may decide the last bits of a network's outputs,
   *     so keep it fixed where results are compared
   * @return closed by the caller
   */
  Actor actor(int batch);

  /** Whether it needs observations; one that does not plays faster. */
  default boolean observes() {
    return true;
  }

  /** What its actors tell of each decision beside action and value; the same list each time. */
  default List<ExtraColumn> extras() {
    return List.of();
  }

  /**
   * The distribution to record where nothing is decided, such as at the end of an episode: all
   * actions alike. Its length is that of every decision's distribution; 0 for policies without
   * distributions.
   */
  default float[] undecided() {
    return new float[0];
  }
}
