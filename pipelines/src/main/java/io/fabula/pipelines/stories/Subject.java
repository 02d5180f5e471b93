package io.fabula.pipelines.stories;

import io.fabula.envs.edits.EditableWorld;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.pipelines.store.Artifact;
import java.io.IOException;
import java.io.Serializable;

/**
 * The world in which an agent is studied, and how the agent is read. An implementation is a record
 * of what decides both: it becomes part of the stages' options.
 */
public interface Subject extends Serializable {
  /** A new world. */
  EditableWorld newWorld();

  /**
   * The agent in an artifact; the caller closes it.
   *
   * @param artifact of the stage that makes the agent
   */
  RecurrentNetwork agent(Artifact artifact) throws IOException;
}
