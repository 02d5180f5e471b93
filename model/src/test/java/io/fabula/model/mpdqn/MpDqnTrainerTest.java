package io.fabula.model.mpdqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.coinrun.CoinRun;
import io.fabula.envs.coinrun.CoinRunOptions;
import io.fabula.envs.platform.Platform;
import io.fabula.model.agents.AgentEvaluation;
import io.fabula.model.training.TrainingClock;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MpDqnTrainerTest {
  private static final EnvironmentSpec WORLD = new Platform().spec();
  private static final List<Float> START = List.of(-0.8f, -0.9722222f, 0.8604651f);
  private static final MpDqnLearning SMALL_BATCH =
      new MpDqnLearning(16, 0.9, 1e-3, 1e-4, 0.1, 0.001, 10, 0, ActorObjective.SUM);
  private static final MpDqnOptions SHORT =
      new MpDqnOptions(
          30,
          SMALL_BATCH,
          MpDqnExploration.REFERENCE,
          40,
          20,
          1,
          false,
          false,
          new MpDqnOptions.Evaluation(10, 5, 0));

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void continuesBitForBitFromACheckpoint(ValueForm form) throws IOException {
    checkContinues(form, SHORT);
  }

  @Test
  void continuesBitForBitWithEveryOption() throws IOException {
    MpDqnLearning learning =
        new MpDqnLearning(
            16,
            0.9,
            1e-3,
            1e-4,
            0.1,
            0.001,
            0,
            0.2,
            new ActorObjective(ActorObjective.Weighting.RANDOM, true, true, false));
    checkContinues(
        ValueForm.SPLIT,
        new MpDqnOptions(
            30, learning, MpDqnExploration.UNIFORM, 40, 20, 2, true, true, SHORT.evaluation()));
  }

  private void checkContinues(ValueForm form, MpDqnOptions options) throws IOException {
    TensorFile whole = trained(form, options, 30);
    Path file = directory.resolve("half.safetensors");
    trained(form, options, 15).write(file);
    try (MpDqnTrainer trainer = trainer(form, options, 3)) {
      trainer.restore(TensorFile.read(file));
      assertThat(trainer.episodes()).isEqualTo(15);
      while (trainer.progress() < 1) trainer.advance();
      assertSame(trainer.checkpoint(), whole);
      assertThat(trainer.log().rows()).hasSize(30);
    }
  }

  private static TensorFile trained(ValueForm form, MpDqnOptions options, int episodes) {
    try (MpDqnTrainer trainer = trainer(form, options, 3)) {
      for (int i = 0; i < episodes; i++) trainer.advance();
      return trainer.checkpoint();
    }
  }

  private static MpDqnTrainer trainer(ValueForm form, MpDqnOptions options, long seed) {
    MpDqnArchitecture agent =
        MpDqnArchitecture.of(WORLD, form, List.of(16)).withStartingParameters(START);
    return new MpDqnTrainer(MpDqnNetwork.create(agent, false, seed), options, Platform::new, seed);
  }

  private static void assertSame(TensorFile actual, TensorFile expected) throws IOException {
    assertThat(actual.names()).isEqualTo(expected.names());
    assertThat(actual.metadata()).isEqualTo(expected.metadata());
    for (String name : expected.names()) {
      if (name.equals(TrainingClock.SECONDS)) continue;
      if (name.equals("trainer.log")) {
        assertThat(withoutTimes(actual)).containsExactly(withoutTimes(expected));
      } else {
        Tensor tensor = actual.tensor(name);
        assertThat(tensor).as(name).isEqualTo(expected.tensor(name));
      }
    }
  }

  private static double[] withoutTimes(TensorFile file) throws IOException {
    double[] cells = file.doubles("trainer.log", -1);
    int width = MpDqnTrainer.COLUMNS.size();
    int time = MpDqnTrainer.COLUMNS.indexOf("wall_time");
    for (int i = time; i < cells.length; i += width) cells[i] = 0;
    return cells;
  }

  @Test
  void refusesTheCheckpointOfAnotherTraining() throws IOException {
    TensorFile file = trained(ValueForm.MULTI_PASS, SHORT, 2);
    try (MpDqnTrainer other = trainer(ValueForm.MULTI_PASS, SHORT, 4)) {
      assertThatThrownBy(() -> other.restore(file))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("seed");
    }
  }

  @Test
  void updatesBeginWithTheWarmUpAndAreLogged() {
    try (MpDqnTrainer trainer = trainer(ValueForm.MULTI_PASS, SHORT, 5)) {
      while (trainer.progress() < 1) trainer.advance();
      TrainingLog.Row first = trainer.log().rows().get(0);
      TrainingLog.Row last = trainer.log().rows().get(29);
      assertThat(first.find("loss")).isEmpty();
      assertThat(first.find("evaluation_return")).isPresent();
      assertThat(last.find("loss")).isPresent();
      assertThat(last.get("steps")).isEqualTo((double) trainer.steps());
      assertThat(last.get("replay")).isEqualTo(Math.min(40, trainer.steps()));
      assertThat(last.get("epsilon")).isEqualTo(1 - 0.99 * 29 / 1000);
    }
  }

  @Test
  void stepsThatWaitForTheirReturnsKeepTheirOwnParameters() throws IOException {
    assertThat(untrained(0.2).tensor("replay.parameters"))
        .isEqualTo(untrained(0).tensor("replay.parameters"));
  }

  /** Ten episodes that end before the first update. */
  private static TensorFile untrained(double returnMix) {
    MpDqnLearning learning =
        new MpDqnLearning(16, 0.9, 1e-3, 1e-4, 0.1, 0.001, 10, returnMix, ActorObjective.SUM);
    MpDqnOptions options =
        new MpDqnOptions(
            30,
            learning,
            MpDqnExploration.UNIFORM,
            1000,
            1_000_000,
            1,
            false,
            false,
            SHORT.evaluation());
    return trained(ValueForm.MULTI_PASS, options, 10);
  }

  @Test
  void keepsTheAgentOfTheBestEvaluation() throws IOException {
    try (MpDqnTrainer trainer = trainer(ValueForm.MULTI_PASS, SHORT, 6)) {
      double best = Double.NEGATIVE_INFINITY;
      while (trainer.progress() < 1) {
        trainer.advance();
        TrainingLog.Row row = trainer.log().rows().get((int) trainer.episodes() - 1);
        best = Math.max(best, row.find("evaluation_return").orElse(best));
      }
      assertThat(trainer.best().mean()).isEqualTo(best);
      try (MpDqnNetwork kept = MpDqnNetwork.load(trainer.bestModel(), WORLD)) {
        double[] returns =
            new AgentEvaluation(Platform::new, 0, 5, 1, 1).returns(new MpDqnPolicy(kept));
        assertThat(java.util.Arrays.stream(returns).average()).hasValue(best);
      }
    }
  }

  @Test
  void memoryOfOneHoldsTheLatestAndServesLargerBatches() {
    MpDqnArchitecture agent = MpDqnArchitecture.of(WORLD, ValueForm.MULTI_PASS, List.of(4));
    Transitions memory = new Transitions(agent, 1, 3, 0);
    for (int i = 0; i < 5; i++) {
      memory.add(new float[9], i % 3, new float[] {i, i, i}, i, new float[9], false, 0);
    }
    TransitionBatch batch = TransitionBatch.of(agent, 3);
    memory.sample(batch);
    assertThat(batch.rewards()).containsOnly(4);
    assertThat(batch.actions()).containsOnly(1);
    assertThat(memory.size()).isEqualTo(1);
  }

  @Test
  void sizesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> MpDqnArchitecture.of(WORLD, ValueForm.MULTI_PASS, List.of()))
        .hasMessageContaining("valueHidden must be at least one number from 1, got []");
    assertThatThrownBy(
            () ->
                MpDqnArchitecture.of(WORLD, ValueForm.SPLIT, List.of(8))
                    .withStartingParameters(List.of(1f)))
        .hasMessageContaining("startingParameters must be 3 numbers or none");
    EnvironmentSpec coinRun = new CoinRun(CoinRunOptions.DEFAULT).spec();
    assertThatThrownBy(() -> MpDqnArchitecture.of(coinRun, ValueForm.SPLIT, List.of(8)))
        .hasMessageContaining("needs actions with real parameters");
  }

  @Test
  void anAgentOfAFileIsTheAgent() throws IOException {
    MpDqnArchitecture agent =
        new MpDqnArchitecture(
            ValueForm.SPLIT, 9, List.of(1, 1, 1), 1, List.of(8, 4), List.of(6), START);
    Path file = directory.resolve("agent.safetensors");
    try (MpDqnNetwork network = MpDqnNetwork.create(agent, true, 1)) {
      network.save().write(file);
    }
    try (MpDqnNetwork network = MpDqnNetwork.create(agent, true, 1);
        MpDqnNetwork read = MpDqnNetwork.load(TensorFile.read(file), WORLD)) {
      assertThat(read.architecture()).isEqualTo(agent);
      float[] state = new float[9];
      state[2] = 0.5f;
      try (MpDqnPlan one = new MpDqnPlan(network, 1);
          MpDqnPlan two = new MpDqnPlan(read, 1)) {
        System.arraycopy(state, 0, one.states, 0, 9);
        System.arraycopy(state, 0, two.states, 0, 9);
        one.run();
        two.run();
        assertThat(two.values).containsExactly(one.values);
        assertThat(two.parameters).containsExactly(one.parameters);
      }
    }
  }

  /** PA-DDPG is one value of state, scores and parameters; scores decide. */
  @Test
  void anActorCriticTakesTheActionOfTheLargestScore() {
    MpDqnArchitecture agent =
        MpDqnArchitecture.of(WORLD, ValueForm.ACTOR_CRITIC, List.of(8, 4))
            .withStartingParameters(START);
    assertThat(agent.proposals()).isEqualTo(6);
    assertThat(agent.offset(1)).isEqualTo(4);
    try (MpDqnNetwork network = MpDqnNetwork.create(agent, false, 1);
        ValueGradient gradient = new ValueGradient(network, ValueGradient.Mode.TOTAL, 1)) {
      assertThat(network.values().shape("q.layers.0.weight").dims()).containsExactly(8, 9 + 6);
      assertThat(network.values().get("q.layers.2.bias")).hasSize(1);
      network.actor().set("actor.layers.2.bias", new float[] {0.1f, 0.9f, 0.2f, 0, 0.3f, 0});
      ValueGradient.Judgement judged = gradient.judge(new float[9]);
      assertThat(judged.actions()).containsExactly(1);
      assertThat(judged.values()).containsExactly(0.1f, 0.9f, 0.2f);
      assertThat(judged.parameters())
          .containsExactly(START.get(0), START.get(1) + 0.3f, START.get(2));
      try (io.fabula.model.agents.Actor actor = new MpDqnPolicy(network).actor(1)) {
        Platform world = new Platform();
        world.reset(1);
        io.fabula.envs.ObservationBatch seen =
            new io.fabula.envs.ObservationBatch(WORLD.observations(), 1);
        seen.put(0, world);
        actor.see(0, world, seen);
        actor.decide();
        assertThat(((io.fabula.envs.Action.Parameterised) actor.action(0)).index()).isEqualTo(1);
      }
    }
  }

  @Test
  void anActorCriticClimbsItsValueAndStaysWithinBounds() {
    MpDqnArchitecture agent = MpDqnArchitecture.of(WORLD, ValueForm.ACTOR_CRITIC, List.of(16));
    MpDqnLearning rule =
        new MpDqnLearning(8, 0.9, 1e-3, 1e-2, 0.01, 0.01, 0, 0, ActorObjective.SUM);
    try (MpDqnNetwork network = MpDqnNetwork.create(agent, false, 2);
        MpDqnUpdate update = new MpDqnUpdate(network, rule)) {
      io.fabula.envs.random.RandomStream random = new io.fabula.envs.random.RandomStream(5);
      TransitionBatch batch = update.batch();
      for (int i = 0; i < batch.states().length; i++) {
        batch.states()[i] = (float) (2 * random.nextDouble() - 1);
      }
      for (int i = 0; i < batch.parameters().length; i++) {
        batch.parameters()[i] = (float) (2 * random.nextDouble() - 1);
      }
      java.util.Arrays.fill(batch.ends(), 1);
      for (int i = 0; i < 8; i++) batch.rewards()[i] = batch.parameters()[i * 6];
      double before = update.run(random).loss();
      double objective = update.objective();
      for (int i = 0; i < 300; i++) update.run(random);
      assertThat(update.run(random).loss()).isLessThan(before / 2);
      assertThat(update.objective()).isGreaterThan(objective);
      for (float each : update.proposal()) assertThat(each).isBetween(-1.05f, 1.05f);
    }
  }
}
