package io.fabula.pipelines.nearest;

import io.fabula.envs.random.Seeds;
import io.fabula.model.mlp.MlpArchitecture;
import io.fabula.model.mlp.MlpNetwork;
import io.fabula.model.ppo.PpoOptions;
import io.fabula.model.ppo.PpoTrainer;
import io.fabula.model.training.Budget;
import io.fabula.model.training.Schedule;
import io.fabula.pipelines.studies.agents.PpoTraining;
import java.io.Serializable;

/** How an agent comes about: a perceptron, whatever the world's actions are. */
record Training(long seed, Game game, int updates) implements PpoTraining, Serializable {
  private static final int HIDDEN = 16;
  private static final PpoOptions OPTIONS =
      new PpoOptions(
          new PpoOptions.Block(32, 12),
          new PpoOptions.Passes(4, 4, 1000),
          PpoOptions.Estimation.scaled(0.5, 0.95),
          new PpoOptions.Losses(0.2, 0.5, Schedule.constant(0.002)),
          new PpoOptions.Optimisation(Schedule.linear(1e-2, 1e-3), 0.5, 1e-5),
          false,
          PpoOptions.Validation.NONE,
          2,
          PpoOptions.Observations.STANDARDISED);

  @Override
  public Budget budget() {
    return new Budget.Updates(updates);
  }

  @Override
  public PpoTrainer trainer(int threads) {
    return new PpoTrainer(
        MlpNetwork.create(
            MlpArchitecture.of(game.newWorld().spec(), HIDDEN, HIDDEN), Seeds.of(seed, "agent")),
        OPTIONS,
        budget(),
        Seeds.of(seed, "ppo"),
        threads,
        game.worlds(OPTIONS.block().worlds(), Seeds.of(seed, "training levels")),
        null);
  }
}
