package io.fabula.pipelines.studies.agents;

import io.fabula.envs.Environment;
import io.fabula.pipelines.store.Artifact;
import java.io.IOException;
import java.io.Serializable;

/**
 * An agent and its world, as a stage needs them that plays. Implemented by the stage's record of
 * options: an immutable value that travels to the workers, and whose components are part of the
 * signature.
 */
public interface AgentInWorld extends Serializable {
  /** Raised whenever the same components give another result. */
  default int version() {
    return 0;
  }

  /** Root seed. */
  long seed();

  /** A world to play in. */
  Environment newWorld();

  /**
   * The agent of an artifact, as it is to play.
   *
   * @return closed by the caller
   */
  PlayedAgent open(Artifact agent) throws IOException;
}
