package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.envs.Environment;
import io.fabula.envs.coinrun.CoinRun;
import io.fabula.model.agents.LevelChoice;
import io.fabula.model.agents.NetworkPolicy;
import io.fabula.model.agents.NoisyNetwork;
import io.fabula.model.impala.ActionNoise;
import io.fabula.model.impala.ImpalaAgent;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.pipelines.stages.ShardCount;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.agents.PlayedAgent;
import io.fabula.pipelines.studies.agents.Recording;
import io.fabula.pipelines.studies.interpret.settings.RecordingSettings;
import io.fabula.pipelines.studies.interpret.settings.WorldSettings;
import io.fabula.pipelines.tables.Column;
import java.io.IOException;
import java.util.List;

/**
 * The recording of an agent in CoinRun.
 *
 * @param seed root seed
 * @param world which CoinRun is played
 * @param trainableInitialState whether the agent learned to start from its initial state
 * @param recording what is recorded
 */
public record AgentRecording(
    long seed, WorldSettings world, boolean trainableInitialState, RecordingSettings recording)
    implements Recording {
  private static final List<Column> EPISODE_COLUMNS =
      List.of(
          Column.of("action_noise", Column.Type.BOOLEAN)
              .doc("whether actions were drawn with the study's noise"));

  @Override
  public Environment newWorld() {
    return new CoinRun(world.unlimited());
  }

  @Override
  public PlayedAgent open(Artifact artifact) throws IOException {
    ImpalaNetwork network = TrainAgent.load(artifact);
    ImpalaAgent agent = new ImpalaAgent(network, trainableInitialState);
    return new PlayedAgent(
        NetworkPolicy.sampled(
            recording.actionNoise() ? new NoisyNetwork(agent, new ActionNoise()) : agent),
        TrainAgent.rewardScale(artifact),
        network::close);
  }

  @Override
  public ShardCount episodes() {
    return recording.shards();
  }

  @Override
  public int maximumSteps() {
    return recording.maxSteps();
  }

  @Override
  public LevelChoice levels() {
    return recording.levels();
  }

  @Override
  public List<Column> episodeColumns() {
    return EPISODE_COLUMNS;
  }

  @Override
  public List<Object> episodeValues() {
    return List.of(recording.actionNoise());
  }
}
