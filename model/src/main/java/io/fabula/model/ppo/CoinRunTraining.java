package io.fabula.model.ppo;

import io.fabula.envs.VectorEnvironment;
import io.fabula.envs.coinrun.CoinRun;
import io.fabula.envs.coinrun.CoinRunOptions;
import io.fabula.envs.random.Seeds;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The training of an agent in CoinRun. One root seed gives the agent's starting values, the order
 * of levels, the actions and the mini-batches.
 *
 * @param agent size of the agent
 * @param ppo settings of the algorithm
 * @param budget how long to train
 * @param worlds levels and looks of the training worlds; validation worlds are the same with
 *     unlimited levels
 * @param seed root seed
 * @param agentFiles agent files to write along the way
 */
public record CoinRunTraining(
    ImpalaArchitecture agent,
    PpoOptions ppo,
    Budget budget,
    CoinRunOptions worlds,
    long seed,
    int agentFiles) {
  /** How the study shows CoinRun: backgrounds off, everything else as in Procgen. */
  public static CoinRunOptions studyWorlds(CoinRunOptions.Distribution distribution) {
    return CoinRunOptions.DEFAULT.withDistribution(distribution).withBackgrounds(false);
  }

  /** A trainer at the beginning; the caller closes it. */
  public PpoTrainer trainer(int threads) {
    VectorEnvironment training =
        CoinRun.worlds(worlds, ppo.worlds(), (int) Seeds.of(seed, "training levels"), 1);
    VectorEnvironment validation =
        ppo.validationWorlds() == 0
            ? null
            : CoinRun.worlds(
                worlds.withLevels(0, 0),
                ppo.validationWorlds(),
                (int) Seeds.of(seed, "validation levels"),
                1);
    agent.requireFits(training.spec());
    return new PpoTrainer(
        ImpalaNetwork.create(agent, Seeds.of(seed, "agent")),
        ppo,
        budget,
        Seeds.of(seed, "ppo"),
        threads,
        training,
        validation);
  }

  /**
   * Trains, or goes on training, in a directory; see {@link TrainingRun#run}.
   *
   * @return the agent file if the budget is spent, or null if the thread was interrupted
   */
  public @Nullable Path run(Path directory, int threads, Consumer<TrainingLogRow> progress)
      throws IOException {
    try (PpoTrainer trainer = trainer(threads)) {
      TrainingRun run = new TrainingRun(trainer, directory, agentFiles);
      return run.run(progress) ? run.agentFile(trainer.frames()) : null;
    }
  }
}
