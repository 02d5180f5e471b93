package io.fabula.model.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.coinrun.CoinRunOptions.Distribution;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PpoTrainerTest {
  private static final ImpalaArchitecture SMALL =
      new ImpalaArchitecture(SignalWorld.SIDE, 2, 1, List.of(4), 16, 16, true, 3);
  private static final PpoOptions UNIT =
      new PpoOptions(
          16,
          4,
          2,
          2,
          32,
          0.9,
          0.95,
          new Annealed(3e-3, 0),
          new Annealed(0.01, 0),
          0.5,
          0.2,
          0.5,
          1e-5,
          false,
          false,
          2,
          2,
          2);

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void continuesBitForBitFromACheckpoint(boolean recurrent) throws IOException {
    ImpalaArchitecture agent = SMALL.withRecurrent(recurrent);
    TensorFile whole;
    try (PpoTrainer trainer = signalTrainer(agent, UNIT, new Budget.Frames(6 * 64), 1)) {
      for (int i = 0; i < 6; i++) trainer.update();
      whole = trainer.checkpoint();
    }
    Path file = directory.resolve("half.safetensors");
    try (PpoTrainer trainer = signalTrainer(agent, UNIT, new Budget.Frames(6 * 64), 1)) {
      for (int i = 0; i < 3; i++) trainer.update();
      trainer.checkpoint().write(file);
    }
    try (PpoTrainer trainer = signalTrainer(agent, UNIT, new Budget.Frames(6 * 64), 1)) {
      trainer.restore(TensorFile.read(file));
      assertThat(trainer.updates()).isEqualTo(3);
      for (int i = 0; i < 3; i++) trainer.update();
      assertSameState(trainer.checkpoint(), whole);
      assertThat(trainer.progress()).isEqualTo(1);
    }
  }

  @Test
  void continuesCoinRunBitForBitFromACheckpoint() throws IOException {
    CoinRunTraining training =
        new CoinRunTraining(
            new ImpalaArchitecture(64, 4, 1, List.of(4, 4), 8, 8, true, 15),
            UNIT,
            new Budget.Frames(4 * 64),
            CoinRunTraining.studyWorlds(Distribution.EASY),
            7,
            2);
    assertThat(training.run(directory.resolve("whole"), 1, row -> {})).exists();
    Path half = directory.resolve("half");
    Path unfinished =
        training.run(
            half,
            2,
            row -> {
              if (row.timesteps() == 2 * 64) Thread.currentThread().interrupt();
            });
    assertThat(unfinished).isNull();
    assertThat(Thread.interrupted()).isTrue();
    Path agent = training.run(half, 2, row -> assertThat(row.timesteps()).isGreaterThan(2 * 64));
    assertThat(agent).hasFileName("agent_256.safetensors").exists();
    assertThat(half.resolve("agent_128.safetensors")).exists();
    assertSameState(
        TensorFile.read(half.resolve(TrainingRun.CHECKPOINT)),
        TensorFile.read(directory.resolve("whole").resolve(TrainingRun.CHECKPOINT)));
    assertThat(Files.readAllBytes(directory.resolve("whole/agent_256.safetensors")))
        .isEqualTo(Files.readAllBytes(agent));
  }

  @Test
  void givesTheSameBitsOnOneThreadAndOnTwo() throws IOException {
    TensorFile one = null;
    for (int threads = 1; threads <= 2; threads++) {
      try (PpoTrainer trainer = signalTrainer(SMALL, UNIT, new Budget.Frames(1000), threads)) {
        for (int i = 0; i < 3; i++) trainer.update();
        if (one == null) one = trainer.checkpoint();
        else assertSameState(trainer.checkpoint(), one);
      }
    }
  }

  @Test
  void repeatsARunOfMinutesByItsRecordedSchedule() throws IOException {
    TensorFile first;
    List<Double> schedule;
    try (PpoTrainer trainer = signalTrainer(SMALL, UNIT, new Budget.Minutes(0.05), 1)) {
      for (int i = 0; i < 3; i++) trainer.update();
      schedule = trainer.schedule();
      first = trainer.checkpoint();
    }
    assertThat(schedule).hasSize(3).isSorted();
    assertThat(schedule.get(1)).isPositive();
    try (PpoTrainer trainer = signalTrainer(SMALL, UNIT, new Budget.Replay(schedule), 1)) {
      while (trainer.progress() < 1) trainer.update();
      assertSameState(trainer.checkpoint(), first);
    }
  }

  @Test
  void hasRatiosOfOneBeforeTheFirstStepOfEveryUpdate() {
    PpoOptions options =
        new PpoOptions(
            16,
            4,
            1,
            1,
            64,
            0.9,
            0.95,
            Annealed.constant(0),
            Annealed.constant(0),
            0,
            0.2,
            0.5,
            1e-5,
            false,
            false,
            0,
            1,
            2);
    try (PpoTrainer trainer = signalTrainer(SMALL, options, new Budget.Frames(1000), 1)) {
      float[] head = trainer.network().parameters().get("fc_policy.weight");
      for (int i = 0; i < head.length; i++) head[i] *= 100;
      trainer.network().parameters().set("fc_policy.weight", head);
      for (int update = 0; update < 3; update++) {
        trainer.update();
        assertThat(trainer.largestRatioDeviation()).isLessThan(1e-4);
      }
    }
  }

  @Test
  void hasOtherRatiosWithTheOriginalsMasks() {
    PpoOptions options =
        new PpoOptions(
            16,
            4,
            1,
            1,
            64,
            0.9,
            0.95,
            Annealed.constant(0),
            Annealed.constant(0),
            0,
            0.2,
            0.5,
            1e-5,
            true,
            false,
            0,
            1,
            2);
    try (PpoTrainer trainer = signalTrainer(SMALL, options, new Budget.Frames(1000), 1)) {
      float[] head = trainer.network().parameters().get("fc_policy.weight");
      for (int i = 0; i < head.length; i++) head[i] *= 100;
      trainer.network().parameters().set("fc_policy.weight", head);
      trainer.update();
      assertThat(trainer.largestRatioDeviation()).isGreaterThan(1e-3);
    }
  }

  @Test
  void writesTheLogsColumnsWithNullsWhereNothingHappened() {
    PpoOptions options = UNIT;
    try (PpoTrainer trainer =
        new PpoTrainer(
            ImpalaNetwork.create(SMALL, 1),
            options,
            new Budget.Frames(1000),
            1,
            1,
            SignalWorld.worlds(4, 50, false),
            SignalWorld.worlds(2, 4, false))) {
      TrainingLogRow row = trainer.update();
      assertThat(row.timesteps()).isEqualTo(64);
      assertThat(row.numEpisodes()).isZero();
      assertThat(row.meanEpisodeRewards()).isNull();
      assertThat(row.meanEpisodeLen()).isNull();
      assertThat(row.numEpisodesVal()).isEqualTo(8);
      assertThat(row.valMinEpisodeLen()).isEqualTo(4);
      assertThat(row.valMaxEpisodeLen()).isEqualTo(4);
      assertThat(row.meanValueLoss()).isPositive();
      assertThat(row.meanEntropyLoss()).isBetween(1.0, Math.log(3) + 1e-6);
      assertThat(TrainingLog.cells(row)).hasSize(20);
      assertThat(TrainingLog.COLUMNS).hasSize(20);
    }
  }

  @Test
  void refusesACheckpointOfAnotherTraining() throws IOException {
    try (PpoTrainer trainer = signalTrainer(SMALL, UNIT, new Budget.Frames(1000), 1);
        PpoTrainer other = signalTrainer(SMALL, UNIT.withWorlds(8), new Budget.Frames(1000), 1)) {
      TensorFile file = trainer.checkpoint();
      assertThatThrownBy(() -> other.restore(file))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("options");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void learnsToRememberTheColour(boolean trainableInitialState) {
    PpoOptions options =
        new PpoOptions(
            32,
            16,
            4,
            2,
            256,
            0.95,
            0.95,
            new Annealed(5e-3, 0),
            Annealed.constant(0.005),
            0.5,
            0.2,
            0.5,
            1e-5,
            false,
            trainableInitialState,
            0,
            1,
            2);
    ImpalaArchitecture agent =
        new ImpalaArchitecture(SignalWorld.SIDE, 4, 1, List.of(4), 16, 16, true, 3);
    ImpalaNetwork network = ImpalaNetwork.create(agent, 3);
    try (PpoTrainer trainer =
        new PpoTrainer(
            network,
            options,
            new Budget.Frames(60 * 512),
            3,
            2,
            SignalWorld.worlds(16, 3, true),
            null)) {
      TrainingLogRow last = trainer.update();
      assertThat(last.meanEpisodeRewards()).isLessThan(0.7);
      while (trainer.progress() < 1) last = trainer.update();
      assertThat(last.meanEpisodeRewards()).isGreaterThan(0.9);
    }
  }

  private static PpoTrainer signalTrainer(
      ImpalaArchitecture agent, PpoOptions options, Budget budget, int threads) {
    return new PpoTrainer(
        ImpalaNetwork.create(agent, 1),
        options,
        budget,
        1,
        threads,
        SignalWorld.worlds(options.worlds(), 5, false),
        options.validationWorlds() == 0
            ? null
            : SignalWorld.worlds(options.validationWorlds(), 5, false));
  }

  /** Everything but the times of day and of clocks. */
  private static void assertSameState(TensorFile actual, TensorFile expected) throws IOException {
    assertThat(actual.names()).containsExactlyInAnyOrderElementsOf(expected.names());
    for (String name : expected.names()) {
      if (name.equals("trainer.seconds")) continue;
      if (name.equals("trainer.log")) {
        double[] left = actual.doubles(name, -1).clone();
        double[] right = expected.doubles(name, -1).clone();
        int columns = TrainingLog.COLUMNS.size();
        for (int i = 1; i < left.length; i += columns) left[i] = right[i];
        assertThat(left).isEqualTo(right);
        continue;
      }
      Tensor tensor = actual.tensor(name);
      assertThat(tensor).as(name).isEqualTo(expected.tensor(name));
    }
  }
}
