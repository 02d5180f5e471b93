package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.impala.ImpalaAgent;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.stories.NullAgents;
import java.io.IOException;

/**
 * Agents of this study that learned nothing.
 *
 * @param trainableInitialState whether the studied agent learned to start from its initial state
 */
public record UntrainedBodies(boolean trainableInitialState) implements NullAgents {
  @Override
  public RecurrentNetwork untrained(Artifact studied, long seed) throws IOException {
    ImpalaArchitecture size;
    try (ImpalaNetwork trained = TrainAgent.load(studied)) {
      size = trained.architecture();
    }
    return new ImpalaAgent(ImpalaNetwork.create(size, seed), trainableInitialState);
  }
}
