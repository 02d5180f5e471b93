package io.fabula.model.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.Environment;
import io.fabula.envs.VectorEnvironment;
import io.fabula.model.agents.AgentEvaluation;
import io.fabula.model.agents.CategoricalHead;
import io.fabula.model.agents.LearnableNetwork;
import io.fabula.model.agents.NetworkPolicy;
import io.fabula.model.agents.ParameterDensity;
import io.fabula.model.agents.ParameterisedHead;
import io.fabula.model.agents.PlayerPolicy;
import io.fabula.model.agents.Policy;
import io.fabula.model.training.Budget;
import io.fabula.model.training.Schedule;
import io.fabula.model.training.TrainingClock;
import io.fabula.model.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PPO over sets of actions that change and over actions with real parameters. */
class PpoActionsTest {
  private static final int EPISODES = 400;

  private static final PpoOptions OPTIONS =
      new PpoOptions(
          new PpoOptions.Block(32, 12),
          new PpoOptions.Passes(4, 4, 1000),
          PpoOptions.Estimation.scaled(0.5, 0.95),
          new PpoOptions.Losses(0.2, 0.5, Schedule.constant(0.002)),
          new PpoOptions.Optimisation(Schedule.linear(1e-2, 1e-3), 0.5, 1e-5),
          false,
          PpoOptions.Validation.NONE,
          3);

  /** A world and a network that fits it. */
  enum Task {
    SETS {
      @Override
      Environment world() {
        return new SetWorld();
      }

      @Override
      LearnableNetwork network(long seed) {
        return SmallNetwork.overSets(new CategoricalHead(SetWorld.CATALOGUE), 2, 2, seed);
      }
    },
    BETA {
      @Override
      Environment world() {
        return new AimWorld();
      }

      @Override
      LearnableNetwork network(long seed) {
        return SmallNetwork.plain(
            ParameterisedHead.of(AimWorld.ACTIONS, ParameterDensity.BETA), 2, seed);
      }
    },
    GAUSSIAN {
      @Override
      Environment world() {
        return new AimWorld();
      }

      @Override
      LearnableNetwork network(long seed) {
        return SmallNetwork.plain(
            ParameterisedHead.of(AimWorld.ACTIONS, ParameterDensity.GAUSSIAN), 2, seed);
      }
    };

    abstract Environment world();

    abstract LearnableNetwork network(long seed);

    PpoTrainer trainer(int updates, int threads) {
      Supplier<Environment> worlds = this::world;
      return new PpoTrainer(
          network(5),
          OPTIONS,
          new Budget.Updates(updates),
          6,
          threads,
          VectorEnvironment.of(
              Stream.generate(worlds).limit(OPTIONS.block().worlds()).toList(), 7, 1),
          null);
    }

    /** Returns of unseen episodes. */
    double[] returns(Policy policy) {
      return new AgentEvaluation(this::world, 1_000_000, EPISODES, 8, 1).returns(policy);
    }
  }

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void learnsWhatPays(Task task) {
    double chance = mean(task.returns(PlayerPolicy.random()));
    try (PpoTrainer trainer = task.trainer(60, 2)) {
      while (trainer.progress() < 1) trainer.advance();
      double[] returns = task.returns(NetworkPolicy.sampled(trainer.network()));
      // of 5; chance is near 1.6 among sets, near 1.1 where it must aim
      assertThat(mean(returns)).isGreaterThan(4).isGreaterThan(2 * chance);
      assertThat(chance).isBetween(0.8, 2.0);
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void continuesBitForBitFromACheckpoint(Task task) throws IOException {
    TensorFile whole;
    try (PpoTrainer trainer = task.trainer(6, 1)) {
      for (int i = 0; i < 6; i++) trainer.advance();
      whole = trainer.checkpoint();
    }
    Path file = directory.resolve("half.safetensors");
    try (PpoTrainer trainer = task.trainer(6, 1)) {
      for (int i = 0; i < 3; i++) trainer.advance();
      trainer.checkpoint().write(file);
    }
    try (PpoTrainer trainer = task.trainer(6, 1)) {
      trainer.restore(TensorFile.read(file));
      for (int i = 0; i < 3; i++) trainer.advance();
      assertThat(trainer.progress()).isEqualTo(1);
      assertSame(trainer.checkpoint(), whole);
    }
  }

  @ParameterizedTest
  @EnumSource
  void threadsDoNotChangeOneBit(Task task) throws IOException {
    TensorFile one = null;
    for (int threads = 1; threads <= 3; threads++) {
      try (PpoTrainer trainer = task.trainer(3, threads)) {
        for (int i = 0; i < 3; i++) trainer.advance();
        if (one == null) one = trainer.checkpoint();
        else assertSame(trainer.checkpoint(), one);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void actingAndLearningAgreeBeforeTheFirstStep(Task task) {
    try (PpoTrainer trainer = task.trainer(3, 1)) {
      for (int i = 0; i < 3; i++) {
        trainer.advance();
        assertThat(trainer.largestRatioDeviation()).isLessThan(1e-4);
      }
    }
  }

  @Test
  void refusesAWorldWithOtherActions() {
    assertThatThrownBy(
            () ->
                new PpoTrainer(
                    Task.SETS.network(1),
                    OPTIONS,
                    new Budget.Updates(1),
                    1,
                    1,
                    VectorEnvironment.of(Stream.generate(AimWorld::new).limit(12).toList(), 1, 1),
                    null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the world \"aim\" has 3 actions with real parameters");
  }

  private static void assertSame(TensorFile actual, TensorFile expected) throws IOException {
    assertThat(actual.names()).containsExactlyInAnyOrderElementsOf(expected.names());
    for (String name : expected.names()) {
      // the log holds times
      if (name.equals(TrainingClock.SECONDS) || name.equals("trainer.log")) continue;
      assertThat(actual.tensor(name)).as(name).isEqualTo(expected.tensor(name));
    }
  }
}
