package io.fabula.model.agents;

import io.fabula.envs.Action;
import io.fabula.envs.Environment;
import io.fabula.envs.ObservationBatch;

/**
 * Acts in a batch of worlds by a {@link Policy}: {@link #begin} where an episode begins, {@link
 * #see} in each world that is played, {@link #decide} once for all of them, then read what was
 * decided. What happens in one row changes nothing in another.
 *
 * <p>An instance belongs to one thread.
 */
public interface Actor extends AutoCloseable {
  /**
   * An episode begins: whatever was remembered of the one before is forgotten.
   *
   * @param row of the batch
   * @param seed of everything that is drawn in the episode
   */
  void begin(int row, long seed);

  /**
   * Looks at a world.
   *
   * @param row of the batch
   * @param world as it is now; not changed
   * @param observations hold what the world shows in row {@code row}, if the policy {@linkplain
   *     Policy#observes() observes}
   */
  void see(int row, Environment world, ObservationBatch observations);

  /** Decides in all rows that were seen since the last call. */
  void decide();

  /** The action decided for a row; an element of its world's action space, available there. */
  Action action(int row);

  /**
   * The predicted value of what was seen, in the units the policy learned; 0 if it predicts none.
   */
  float value(int row);

  /** Logarithm of the action's probability or density (nats); 0 for policies without chance. */
  float logProbability(int row);

  /**
   * Writes the distribution that the action comes from; see {@link ActionHead} for its numbers.
   *
   * @param target receives as many numbers as {@link Policy#undecided()} has
   */
  void distribution(int row, float[] target);

  /**
   * Writes one of {@link Policy#extras()}.
   *
   * @param column its index in that list
   * @param target receives as many numbers as the column is wide
   */
  void extra(int column, int row, float[] target);

  /** Returns what the actor holds. */
  @Override
  default void close() {}
}
