package io.fabula.model.agents;

import io.fabula.envs.ActionSet;
import io.fabula.envs.ObservationBatch;

/**
 * What a network is shown, one row per step, stored as small as is exact: an observation, and where
 * actions vary what is told about each of them. A training keeps a block of steps in one.
 *
 * <p>Different threads may write different rows.
 */
public interface InputBuffer {
  /** Numbers of one row of a network's input. */
  int width();

  /**
   * Stores a byte-valued observation.
   *
   * @param observation bytes 0..255 in the world's layout, from {@code offset}
   * @param available the actions available with it
   */
  void put(int row, byte[] observation, int offset, ActionSet available);

  /** Stores an observation of floats in the world's layout, from {@code offset}. */
  void put(int row, float[] observation, int offset, ActionSet available);

  /** Stores a row of a batch of observations. */
  default void put(int row, ObservationBatch observations, int from, ActionSet available) {
    int offset = observations.offset(from);
    if (observations.byteValued()) put(row, observations.bytes(), offset, available);
    else put(row, observations.floats(), offset, available);
  }

  /** Writes a row as the network takes it: {@link #width()} numbers from {@code offset}. */
  void expand(int row, float[] target, int offset);
}
