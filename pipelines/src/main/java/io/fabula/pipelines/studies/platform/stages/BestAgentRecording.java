package io.fabula.pipelines.studies.platform.stages;

import io.fabula.envs.Environment;
import io.fabula.envs.platform.Platform;
import io.fabula.model.agents.RewardScale;
import io.fabula.model.mpdqn.MpDqnNetwork;
import io.fabula.model.mpdqn.MpDqnPolicy;
import io.fabula.pipelines.stages.ShardCount;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.agents.PlayedAgent;
import io.fabula.pipelines.studies.agents.Recording;
import io.fabula.pipelines.studies.platform.settings.RecordingSettings;
import java.io.IOException;

/** Greedy episodes of the best agent of all trainings. */
public record BestAgentRecording(long seed, RecordingSettings recording) implements Recording {
  private static final int SIDE_BY_SIDE = 50;

  @Override
  public ShardCount episodes() {
    return new ShardCount(recording.episodes(), SIDE_BY_SIDE);
  }

  @Override
  public Environment newWorld() {
    return new Platform();
  }

  @Override
  public PlayedAgent open(Artifact agents) throws IOException {
    MpDqnNetwork network = TrainAgents.loadBest(agents);
    return new PlayedAgent(new MpDqnPolicy(network), RewardScale.NONE, network::close);
  }
}
