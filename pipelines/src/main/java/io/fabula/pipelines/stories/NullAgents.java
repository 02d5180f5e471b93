package io.fabula.pipelines.stories;

import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.pipelines.store.Artifact;
import java.io.IOException;
import java.io.Serializable;

/**
 * Makes agents that learned nothing, of the studied agent's size. An implementation is a record of
 * what decides them: it becomes part of the stages' options.
 */
public interface NullAgents extends Serializable {
  /**
   * An agent with random values such as training starts from; the caller closes it.
   *
   * @param studied the artifact of the stage that makes the studied agent
   * @param seed of the values
   */
  RecurrentNetwork untrained(Artifact studied, long seed) throws IOException;
}
