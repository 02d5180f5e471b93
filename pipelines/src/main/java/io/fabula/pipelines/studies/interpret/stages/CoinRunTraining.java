package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.envs.VectorEnvironment;
import io.fabula.envs.coinrun.CoinRun;
import io.fabula.envs.coinrun.CoinRunOptions;
import io.fabula.envs.random.Seeds;
import io.fabula.model.impala.ImpalaAgent;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.ppo.PpoOptions;
import io.fabula.model.ppo.PpoTrainer;
import io.fabula.model.training.Budget;
import io.fabula.pipelines.studies.agents.PpoTraining;

/**
 * The training of an agent in CoinRun. One root seed gives the agent's starting values, the order
 * of levels, the actions and the mini-batches.
 *
 * @param agent size of the agent
 * @param trainableInitialState whether episodes start from a learned hidden state, not from zeros
 * @param ppo settings of the algorithm
 * @param budget how long to train; a step is a frame
 * @param worlds levels and looks of the training worlds; validation worlds are the same with
 *     unlimited levels
 * @param seed root seed
 * @param agentFiles how many agents to keep along the way, the last included
 */
record CoinRunTraining(
    ImpalaArchitecture agent,
    boolean trainableInitialState,
    PpoOptions ppo,
    Budget budget,
    CoinRunOptions worlds,
    long seed,
    int agentFiles)
    implements PpoTraining {
  @Override
  public PpoTrainer trainer(int threads) {
    VectorEnvironment training =
        CoinRun.worlds(worlds, ppo.block().worlds(), (int) Seeds.of(seed, "training levels"), 1);
    VectorEnvironment validation =
        ppo.validation().worlds() == 0
            ? null
            : CoinRun.worlds(
                worlds.withLevels(0, 0),
                ppo.validation().worlds(),
                (int) Seeds.of(seed, "validation levels"),
                1);
    return new PpoTrainer(
        new ImpalaAgent(
            ImpalaNetwork.create(agent, Seeds.of(seed, "agent")), trainableInitialState),
        ppo,
        budget,
        Seeds.of(seed, "ppo"),
        threads,
        training,
        validation);
  }
}
