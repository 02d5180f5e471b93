package io.fabula.model.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.Action;
import io.fabula.envs.ActionBatch;
import io.fabula.envs.Environment;
import io.fabula.envs.VectorEnvironment;
import io.fabula.model.agents.AgentEvaluation;
import io.fabula.model.agents.CategoricalHead;
import io.fabula.model.agents.LearnableNetwork;
import io.fabula.model.agents.NetworkPolicy;
import io.fabula.model.agents.NormalisedNetwork;
import io.fabula.model.agents.ParameterDensity;
import io.fabula.model.agents.ParameterisedHead;
import io.fabula.model.agents.PlayerPolicy;
import io.fabula.model.agents.Policy;
import io.fabula.model.training.Budget;
import io.fabula.model.training.RunningMoments;
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
    },
    /** Numbers far from 0, of which nothing is learned unless they are standardised. */
    STANDARDISED {
      @Override
      Environment world() {
        return new AimWorld(5000, 100);
      }

      @Override
      LearnableNetwork network(long seed) {
        return BETA.network(seed);
      }

      @Override
      PpoOptions options() {
        return OPTIONS.withObservations(PpoOptions.Observations.STANDARDISED);
      }
    };

    abstract Environment world();

    abstract LearnableNetwork network(long seed);

    PpoOptions options() {
      return OPTIONS;
    }

    PpoTrainer trainer(int updates, int threads) {
      return trainer(options(), updates, threads);
    }

    PpoTrainer trainer(PpoOptions options, int updates, int threads) {
      return new PpoTrainer(
          network(5), options, new Budget.Updates(updates), 6, threads, worlds(), null);
    }

    VectorEnvironment worlds() {
      Supplier<Environment> worlds = this::world;
      return VectorEnvironment.of(
          Stream.generate(worlds).limit(OPTIONS.block().worlds()).toList(), 7, 1);
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

  @Test
  void whatIsFarFromZeroIsNotLearnedAsItIs() {
    double chance = mean(Task.STANDARDISED.returns(PlayerPolicy.random()));
    try (PpoTrainer trainer = Task.STANDARDISED.trainer(OPTIONS, 60, 2)) {
      while (trainer.progress() < 1) trainer.advance();
      double[] returns = Task.STANDARDISED.returns(NetworkPolicy.sampled(trainer.network()));
      assertThat(mean(returns)).isLessThan(2 * chance);
    }
  }

  /** What is shown does not depend on what is done in this world. */
  @Test
  void momentsAreThoseOfAllThatWasSeenStepByStep() throws IOException {
    Task task = Task.STANDARDISED;
    int updates = 2;
    RunningMoments expected = RunningMoments.standard(2);
    VectorEnvironment worlds = task.worlds();
    ActionBatch actions = new ActionBatch(worlds.spec().actions(), worlds.count());
    for (int i = 0; i < worlds.count(); i++) actions.set(i, Action.of(1, new float[0]));
    expected.add(worlds.observations().floats(), 0, worlds.count());
    for (int t = 0; t < updates * OPTIONS.block().steps(); t++) {
      worlds.step(actions);
      expected.add(worlds.observations().floats(), 0, worlds.count());
    }
    worlds.close();
    try (PpoTrainer trainer = task.trainer(updates, 3)) {
      while (trainer.progress() < 1) trainer.advance();
      TensorFile agent = trainer.model();
      assertThat(agent.doubles("observations.moments", 5)).isEqualTo(expected.state());
    }
  }

  @Test
  void anExportedAgentSeesAsItDidInTraining() throws IOException {
    Task task = Task.STANDARDISED;
    try (PpoTrainer trainer = task.trainer(4, 1)) {
      while (trainer.progress() < 1) trainer.advance();
      TensorFile file = trainer.model();
      LearnableNetwork network = task.network(77);
      network.restore(file);
      try (LearnableNetwork exported = NormalisedNetwork.read(file, network)) {
        assertThat(task.returns(NetworkPolicy.sampled(exported)))
            .isEqualTo(task.returns(NetworkPolicy.sampled(trainer.network())));
        assertThat(task.returns(NetworkPolicy.sampled(network)))
            .as("without the moments")
            .isNotEqualTo(task.returns(NetworkPolicy.sampled(exported)));
      }
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
