package io.fabula.model.agents;

import io.fabula.envs.EnvironmentSpec;

/** What a network is shown and what it tells, whichever way it is run. */
public interface AgentShape {
  /**
   * Checks that the network can play a world.
   *
   * @throws IllegalArgumentException naming what the world has and what the network needs
   */
  void requireFits(EnvironmentSpec world);

  /** What its outputs mean. */
  ActionHead head();

  /** Numbers that it keeps from step to step (and that are recorded); 0 for none. */
  int stateSize();

  /** Room for what it is shown in {@code rows} steps. */
  InputBuffer inputs(int rows);
}
