package io.fabula.pipelines.studies.agents;

import io.fabula.model.ppo.PpoTrainer;
import io.fabula.model.training.Budget;

/** A training by PPO: which agent, in which worlds, for how long. */
public interface PpoTraining {
  /** Raised whenever the same training gives another agent. */
  default int version() {
    return 0;
  }

  /** Root seed. */
  long seed();

  /** How long to train; a step is a frame. */
  Budget budget();

  /** How many agents to keep along the way, the last included. */
  default int agentFiles() {
    return 1;
  }

  /**
   * A trainer at the beginning, with this budget.
   *
   * @param threads how many threads compute; changes no result
   * @return closed by the caller
   */
  PpoTrainer trainer(int threads);
}
