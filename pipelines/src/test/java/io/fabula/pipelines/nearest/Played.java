package io.fabula.pipelines.nearest;

import io.fabula.envs.Environment;
import io.fabula.model.agents.LearnableNetwork;
import io.fabula.model.agents.NetworkPolicy;
import io.fabula.model.agents.NormalisedNetwork;
import io.fabula.model.agents.RewardScale;
import io.fabula.model.mlp.MlpNetwork;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.stages.ShardCount;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.agents.AgentInWorld;
import io.fabula.pipelines.studies.agents.Comparison;
import io.fabula.pipelines.studies.agents.PlayedAgent;
import io.fabula.pipelines.studies.agents.Recording;
import io.fabula.pipelines.studies.agents.TrainByPpo;
import java.io.IOException;

/** How the study's agents play. */
interface Played extends AgentInWorld {
  Game game();

  @Override
  default Environment newWorld() {
    return game().newWorld();
  }

  @Override
  default PlayedAgent open(Artifact agent) throws IOException {
    TensorFile file = TensorFile.read(agent.file(TrainByPpo.AGENT));
    LearnableNetwork network =
        NormalisedNetwork.read(file, MlpNetwork.load(file, newWorld().spec()));
    return new PlayedAgent(NetworkPolicy.sampled(network), RewardScale.read(file), network::close);
  }

  /** What is recorded. */
  record Recorded(long seed, Game game, int count, int perShard) implements Played, Recording {
    @Override
    public ShardCount episodes() {
      return new ShardCount(count, perShard);
    }
  }

  /** What is compared with random play. */
  record Compared(long seed, Game game, int count) implements Played, Comparison {
    @Override
    public int firstLevel() {
      return 1_000_000;
    }

    @Override
    public ShardCount levels() {
      return new ShardCount(count, 100);
    }
  }
}
