package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.envs.Action;
import io.fabula.envs.Environment;
import io.fabula.envs.coinrun.CoinRun;
import io.fabula.model.agents.NetworkPolicy;
import io.fabula.model.agents.PlayerPolicy;
import io.fabula.model.impala.ImpalaAgent;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.pipelines.stages.ShardCount;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.agents.Baseline;
import io.fabula.pipelines.studies.agents.Comparison;
import io.fabula.pipelines.studies.agents.PlayedAgent;
import io.fabula.pipelines.studies.interpret.settings.EvaluationSettings;
import io.fabula.pipelines.studies.interpret.settings.WorldSettings;
import java.io.IOException;
import java.util.List;

/**
 * The comparison of an agent in CoinRun with two scripted policies.
 *
 * @param seed root seed
 * @param world which CoinRun is played
 * @param trainableInitialState whether the agent learned to start from its initial state
 * @param evaluation on which levels, and how
 */
public record AgentComparison(
    long seed, WorldSettings world, boolean trainableInitialState, EvaluationSettings evaluation)
    implements Comparison {
  @Override
  public Environment newWorld() {
    return new CoinRun(world.unlimited());
  }

  @Override
  public PlayedAgent open(Artifact artifact) throws IOException {
    ImpalaNetwork network = TrainAgent.load(artifact);
    ImpalaAgent agent = new ImpalaAgent(network, trainableInitialState);
    return new PlayedAgent(
        new NetworkPolicy(agent, evaluation.modal()),
        TrainAgent.rewardScale(artifact),
        network::close);
  }

  @Override
  public int firstLevel() {
    return evaluation.firstLevel();
  }

  @Override
  public ShardCount levels() {
    return evaluation.shards();
  }

  @Override
  public List<Baseline> baselines() {
    return List.of(
        new Baseline(
            "right_and_up",
            "right and jump",
            "a policy that always runs right and jumps",
            PlayerPolicy.constant(Action.of(CoinRun.RIGHT_AND_UP))),
        Baseline.random());
  }
}
