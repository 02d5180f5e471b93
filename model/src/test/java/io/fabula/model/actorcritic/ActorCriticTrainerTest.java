package io.fabula.model.actorcritic;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.Environment;
import io.fabula.envs.doorkey.DoorKey;
import io.fabula.envs.doorkey.DoorKeyEvent;
import io.fabula.envs.doorkey.DoorKeyView;
import io.fabula.envs.twostage.TwoStageFlat;
import io.fabula.model.gru.GruArchitecture;
import io.fabula.model.gru.GruNetwork;
import io.fabula.model.mlp.MlpArchitecture;
import io.fabula.model.mlp.MlpNetwork;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActorCriticTrainerTest {
  private static final ActorCriticOptions SMALL =
      new ActorCriticOptions(8, 8, 0.99, 1e-3, 0.5, 0.01, 0.5, 0.05, List.of(0.01, 0.9), 2, 10_000);

  private static ActorCriticTrainer trainer(
      Supplier<Environment> worlds, Pursuit pursuit, StateDetector milestone) {
    return trainer(worlds, pursuit, milestone, SMALL);
  }

  private static ActorCriticTrainer trainer(
      Supplier<Environment> worlds,
      Pursuit pursuit,
      StateDetector milestone,
      ActorCriticOptions options) {
    MlpNetwork network =
        MlpNetwork.createByFanIn(MlpArchitecture.of(worlds.get().spec(), 16, 16), 1);
    return new ActorCriticTrainer(network, worlds, pursuit, milestone, options, 5);
  }

  private static Environment doorKey() {
    return new DoorKey(5, DoorKeyView.PLANES);
  }

  private static double unlocked(Environment world) {
    return DoorKeyEvent.UNLOCKED.holds((DoorKey) world) ? 1 : 0;
  }

  private static double mediator(Environment world) {
    return TwoStageFlat.mediator(((TwoStageFlat) world).state()) ? 1 : 0;
  }

  @ParameterizedTest
  @ValueSource(strings = {"reward", "drawn", "expected"})
  void savedAndRestoredIsAsIfNothingHappened(String pursued) throws Exception {
    StateDetector soft = world -> 0.002 + 0.1 * unlocked(world);
    Pursuit pursuit =
        pursued.equals("reward")
            ? new Pursuit.Reward()
            : new Pursuit.Event(soft, pursued.equals("drawn"));
    try (ActorCriticTrainer whole =
            trainer(ActorCriticTrainerTest::doorKey, pursuit, ActorCriticTrainerTest::unlocked);
        ActorCriticTrainer first =
            trainer(ActorCriticTrainerTest::doorKey, pursuit, ActorCriticTrainerTest::unlocked);
        ActorCriticTrainer second =
            trainer(ActorCriticTrainerTest::doorKey, pursuit, ActorCriticTrainerTest::unlocked)) {
      for (int i = 0; i < 40; i++) whole.advance();
      for (int i = 0; i < 25; i++) first.advance();
      second.restore(first.checkpoint());
      for (int i = 0; i < 15; i++) second.advance();
      TensorFile expected = whole.checkpoint();
      TensorFile actual = second.checkpoint();
      assertThat(actual.names()).isEqualTo(expected.names());
      for (String name : expected.names()) {
        if (List.of("trainer.seconds", "trainer.log").contains(name)) continue;
        assertThat(actual.tensor(name)).usingRecursiveComparison().isEqualTo(expected.tensor(name));
      }
      assertThat(second.log().rows()).isEqualTo(whole.log().rows());
      assertThat(whole.steps()).isEqualTo(40 * 64);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void learnsToMakeAnEventHappen(boolean drawn) {
    Pursuit pursuit = new Pursuit.Event(ActorCriticTrainerTest::mediator, drawn);
    ActorCriticOptions options =
        new ActorCriticOptions(32, 8, 0.99, 5e-3, 0.5, 0.01, 0.5, 0.01, List.of(0.6), 2, 100_000);
    try (ActorCriticTrainer trainer =
        trainer(TwoStageFlat::new, pursuit, ActorCriticTrainerTest::mediator, options)) {
      for (int i = 0; i < 120; i++) trainer.advance();
      // the mediator follows the right action nine times of ten, and one of two at random
      assertThat(trainer.success()).isGreaterThan(0.8);
      assertThat(trainer.snapshots()).hasSize(1);
      assertThat(trainer.snapshots().get(0).steps()).isLessThan(trainer.steps());
    }
  }

  @Test
  void learnsFromTheWorldsReward() {
    ActorCriticOptions options =
        new ActorCriticOptions(32, 8, 0.99, 5e-3, 0.5, 0.01, 0.5, 0.01, List.of(), 2, 100_000);
    try (ActorCriticTrainer trainer =
        trainer(
            TwoStageFlat::new, new Pursuit.Reward(), ActorCriticTrainerTest::mediator, options)) {
      for (int i = 0; i < 200; i++) trainer.advance();
      TrainingLog.Row first = trainer.log().rows().get(0);
      TrainingLog.Row last = trainer.log().rows().get(199);
      // the best policy sets the mediator, without being told of it
      assertThat(last.get(ActorCriticLog.MILESTONE)).isGreaterThan(0.75);
      assertThat(first.get(ActorCriticLog.ENTROPY)).isGreaterThan(last.get(ActorCriticLog.ENTROPY));
    }
  }

  /** A level that is passed at once, and agents that are kept for it only after so many steps. */
  private static ActorCriticTrainer keptFrom(long steps, List<Long> asked) {
    ActorCriticOptions options =
        new ActorCriticOptions(
            8, 8, 0.99, 1e-3, 0.5, 0.01, 0.5, 0.05, List.of(0.0, 0.9), 2, 10_000);
    return trainer(
            ActorCriticTrainerTest::doorKey,
            new Pursuit.Reward(),
            ActorCriticTrainerTest::unlocked,
            options)
        .keepingIf(
            (level, at, network) -> {
              assertThat(level).isZero();
              asked.add(at);
              return at >= steps;
            });
  }

  @Test
  void anAgentIsKeptWhenItPassesTheTestAndNoOtherAfterIt() throws Exception {
    List<Long> asked = new ArrayList<>();
    List<Long> askedLater = new ArrayList<>();
    try (ActorCriticTrainer first = keptFrom(256, asked);
        ActorCriticTrainer second = keptFrom(256, askedLater)) {
      for (int i = 0; i < 2; i++) first.advance();
      assertThat(first.snapshots()).isEmpty();
      second.restore(first.checkpoint());
      for (int i = 0; i < 6; i++) {
        first.advance();
        second.advance();
      }
      assertThat(asked).containsExactly(64L, 128L, 192L, 256L);
      assertThat(askedLater).containsExactly(192L, 256L);
      for (ActorCriticTrainer each : List.of(first, second)) {
        assertThat(each.snapshots()).hasSize(1);
        assertThat(each.snapshots().get(0).steps()).isEqualTo(256);
      }
      TensorFile kept = first.snapshots().get(0).agent();
      TensorFile again = second.snapshots().get(0).agent();
      for (String name : kept.names()) {
        assertThat(again.tensor(name)).usingRecursiveComparison().isEqualTo(kept.tensor(name));
      }
    }
  }

  private static ActorCriticTrainer remembering(ActorCriticOptions options) {
    GruNetwork network = GruNetwork.create(GruArchitecture.of(new Recall().spec(), 8, 8), 1);
    return new ActorCriticTrainer(
        network, Recall::new, new Pursuit.Reward(), StateDetector.NEVER, options, 5);
  }

  /** The cue is out of sight when it is asked for; blocks of 4 steps cut episodes of 3 in two. */
  @Test
  void anAgentWithMemoryRecallsWhatItSaw() {
    ActorCriticOptions options =
        new ActorCriticOptions(32, 4, 0.99, 1e-2, 0.5, 0.01, 0.5, 0.01, List.of(), 2, 1_000_000);
    try (ActorCriticTrainer trainer = remembering(options)) {
      for (int i = 0; i < 300; i++) trainer.advance();
      assertThat(trainer.success()).as("half is chance").isGreaterThan(0.9);
    }
    MlpNetwork blind = MlpNetwork.createByFanIn(MlpArchitecture.of(new Recall().spec(), 8), 1);
    try (ActorCriticTrainer trainer =
        new ActorCriticTrainer(
            blind, Recall::new, new Pursuit.Reward(), StateDetector.NEVER, options, 5)) {
      for (int i = 0; i < 300; i++) trainer.advance();
      assertThat(trainer.success()).isLessThan(0.65);
    }
  }

  @Test
  void aMemoryIsSavedAndRestored() throws Exception {
    try (ActorCriticTrainer whole = remembering(SMALL);
        ActorCriticTrainer first = remembering(SMALL);
        ActorCriticTrainer second = remembering(SMALL)) {
      for (int i = 0; i < 12; i++) whole.advance();
      for (int i = 0; i < 7; i++) first.advance();
      second.restore(first.checkpoint());
      for (int i = 0; i < 5; i++) second.advance();
      TensorFile expected = whole.checkpoint();
      TensorFile actual = second.checkpoint();
      assertThat(actual.names()).isEqualTo(expected.names()).contains("trainer.states");
      for (String name : expected.names()) {
        if (List.of("trainer.seconds", "trainer.log").contains(name)) continue;
        assertThat(actual.tensor(name)).usingRecursiveComparison().isEqualTo(expected.tensor(name));
      }
    }
  }
}
