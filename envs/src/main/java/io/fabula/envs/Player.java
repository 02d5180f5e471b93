package io.fabula.envs;

/**
 * Chooses what to do in a world: at random, by hand-written rules, or by what it has learned.
 *
 * @param <W> the worlds it can play; a hand-written player may look at everything in its world, not
 *     only at the observation
 */
@FunctionalInterface
public interface Player<W extends Environment> {
  /** An action that is available in {@code world} now. */
  Action act(W world);
}
