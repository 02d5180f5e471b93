package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.envs.coinrun.CoinRun;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.impala.ImpalaAgent;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.stories.Subject;
import io.fabula.pipelines.studies.interpret.settings.WorldSettings;
import java.io.IOException;

/**
 * An agent of this study in CoinRun, with all levels.
 *
 * @param world which CoinRun is played
 * @param trainableInitialState whether the agent learned to start from its initial state
 */
public record CoinRunSubject(WorldSettings world, boolean trainableInitialState)
    implements Subject {
  @Override
  public EditableWorld newWorld() {
    return new CoinRun(world.unlimited());
  }

  @Override
  public RecurrentNetwork agent(Artifact artifact) throws IOException {
    return new ImpalaAgent(TrainAgent.load(artifact), trainableInitialState);
  }
}
