package io.fabula.model.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.training.Budget;
import io.fabula.model.training.DivergedException;
import io.fabula.model.training.TrainingClock;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.training.TrainingRun;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import io.fabula.model.windows.WindowDataset;
import io.fabula.model.windows.WindowRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorTrainerTest {
  private static final int SIDE = 16;
  private static final int HIDDEN = 32;
  private static final long SEED = 11;
  private static final Budget FIVE = new Budget.Steps(5);
  private static final SimulatorSize SIZE = SimulatorSize.mini(SIDE, HIDDEN, 15);
  private static final SimulatorOptions SETTINGS =
      new SimulatorOptions(3, 4, 5, 2, 1e-3, 100, 0.75, 0.8, 0.03, 6, 1);

  private static ImpalaNetwork network;
  private static AgentInLoop agent;
  private static WindowDataset data;

  @BeforeAll
  static void record() {
    network = Playground.agent(SIDE, 3);
    agent = new FrozenAgent(network);
    data = dataset(SETTINGS, 6);
  }

  @AfterAll
  static void close() {
    network.close();
  }

  private static WindowDataset dataset(SimulatorOptions settings, int episodes) {
    return new WindowDataset(
        Playground.record(episodes, SIDE, HIDDEN, 5),
        WindowRule.corrected(settings.windowLength(), settings.contextFrames()));
  }

  private static SimulatorTrainer start(int threads) {
    return SimulatorTrainer.start(SIZE, agent, data, SETTINGS, FIVE, SEED, threads);
  }

  private static TrainingLog.Row step(SimulatorTrainer trainer) {
    trainer.advance();
    return trainer.last();
  }

  @Test
  void resumesBitForBit(@TempDir Path folder) throws IOException {
    int half = 10; // the second half enters another epoch
    List<TrainingLog.Row> whole = new ArrayList<>();
    TensorFile expected;
    try (SimulatorTrainer trainer = start(1)) {
      for (int i = 0; i < 2 * half; i++) whole.add(step(trainer));
      assertThat(trainer.stepsPerEpoch()).isLessThan(2 * half);
      expected = trainer.checkpoint();
    }
    Path file = folder.resolve("checkpoint.safetensors");
    List<TrainingLog.Row> halves = new ArrayList<>();
    try (SimulatorTrainer trainer = start(1)) {
      for (int i = 0; i < half; i++) halves.add(step(trainer));
      trainer.checkpoint().write(file);
    }
    TensorFile saved = TensorFile.read(file);
    try (SimulatorTrainer trainer = start(1)) {
      trainer.restore(saved);
      assertThat(trainer.steps()).isEqualTo(half);
      for (int i = 0; i < half; i++) halves.add(step(trainer));
      assertSame(trainer.checkpoint(), expected);
    }
    assertThat(halves).isEqualTo(whole);
  }

  @Test
  void continuesARunThatWasInterrupted(@TempDir Path folder) throws IOException {
    TensorFile expected;
    try (SimulatorTrainer trainer = start(1)) {
      for (int i = 0; i < 5; i++) trainer.advance();
      expected = trainer.checkpoint();
    }
    try (SimulatorTrainer trainer = start(1)) {
      boolean finished =
          new TrainingRun(trainer, folder)
              .run(
                  () -> {
                    if (trainer.steps() == 2) Thread.currentThread().interrupt();
                  });
      assertThat(finished).isFalse();
      assertThat(Thread.interrupted()).isTrue();
    }
    List<Long> steps = new ArrayList<>();
    try (SimulatorTrainer trainer = start(1)) {
      TrainingRun run = new TrainingRun(trainer, folder);
      assertThat(run.run(() -> steps.add(trainer.steps()))).isTrue();
      assertThat(run.run(() -> steps.add(trainer.steps()))).as("nothing left to do").isTrue();
    }
    assertThat(steps).containsExactly(3L, 4L, 5L);
    Path file = folder.resolve(TrainingRun.CHECKPOINT);
    assertSame(TensorFile.readSealed(file), expected);
  }

  @Test
  void threadsDoNotChangeOneBit() {
    try (SimulatorTrainer one = start(1);
        SimulatorTrainer three = start(3)) {
      for (int i = 0; i < 4; i++) assertThat(step(three)).isEqualTo(step(one));
      assertSame(three.checkpoint(), one.checkpoint());
    }
  }

  @Test
  void learnsToPredictTheImage() {
    try (SimulatorTrainer trainer = start(1)) {
      double first = step(trainer).get(SimulatorLog.SEEN);
      for (int i = 0; i < 61; i++) trainer.advance();
      assertThat(trainer.last().get(SimulatorLog.SEEN)).isLessThan(first / 2);
      assertThat(trainer.last().get(SimulatorLog.BATCHES)).isEqualTo(62);
      assertThat(trainer.log().rows()).hasSize(7);
      assertThat(trainer.log().rows().get(6).get(SimulatorLog.BATCHES)).isEqualTo(60);
    }
  }

  @Test
  void stopsAtTheFirstLossThatIsNotFinite() {
    SimulatorOptions wild = new SimulatorOptions(3, 4, 5, 2, 1e30, 100, 0.75, 0.8, 0.03, 6, 1);
    try (SimulatorTrainer trainer =
        SimulatorTrainer.start(SIZE, agent, data, wild, FIVE, SEED, 2)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 5; i++) trainer.advance();
              })
          .isInstanceOf(DivergedException.class)
          .hasMessageMatching("diverged at step [12]: .*; try a smaller learning_rate, or .*");
    }
  }

  @Test
  void refusesWeightsWithoutTheStateOfTraining() {
    try (SimulatorTrainer trainer = start(1)) {
      TensorFile weightsAlone = trainer.simulator().save();
      assertThatThrownBy(() -> trainer.restore(weightsAlone))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("trainer.settings");
    }
  }

  @Test
  void refusesToContinueWithOtherSettings() {
    try (SimulatorTrainer trainer = start(1)) {
      TensorFile checkpoint = trainer.checkpoint();
      checkpoint.putMetadata("trainer.seed", "12");
      assertThatThrownBy(() -> trainer.restore(checkpoint))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("metadata \"trainer.seed\": expected 11, got 12");
    }
  }

  @Test
  void refusesWindowsOfAnotherLength() {
    WindowDataset other =
        new WindowDataset(data.episodes(), WindowRule.corrected(SETTINGS.windowLength() + 1, 3));
    assertThatThrownBy(() -> SimulatorTrainer.start(SIZE, agent, other, SETTINGS, FIVE, SEED, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("windows must have 6 rows");
  }

  @Test
  void refusesAnAgentOfAnotherSize() {
    try (ImpalaNetwork other = Playground.agent(32, 1)) {
      assertThatThrownBy(
              () ->
                  SimulatorTrainer.start(
                      SIZE, new FrozenAgent(other), data, SETTINGS, FIVE, SEED, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the simulator's frame side is 16, the agent's 32");
    }
  }

  private static void assertSame(TensorFile actual, TensorFile expected) {
    assertThat(actual.names()).containsExactlyInAnyOrderElementsOf(expected.names());
    for (String name : expected.names()) {
      if (name.equals(TrainingClock.SECONDS)) continue;
      try {
        assertThat(actual.tensor(name)).as(name).isEqualTo(expected.tensor(name));
      } catch (DamagedFileException e) {
        throw new AssertionError(e);
      }
    }
  }
}
