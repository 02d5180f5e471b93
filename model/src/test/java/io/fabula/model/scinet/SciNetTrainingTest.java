package io.fabula.model.scinet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.model.training.Budget;
import io.fabula.model.training.TrainingClock;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Both trainings in a world of two rings: what is learned, and that resuming changes no bit. */
class SciNetTrainingTest {
  private static final int CELLS = 5;

  private static PolicyOptions policyOptions(long episodes) {
    return new PolicyOptions(
        new Budget.Steps(episodes),
        8,
        List.of(32, 16),
        50,
        2e-3,
        1e-5,
        0.5,
        GlowTargets.PUBLISHED,
        100);
  }

  private static PolicyTraining policy(long episodes) {
    return new PolicyTraining(() -> new RingWorld(CELLS, 0), policyOptions(episodes), 5);
  }

  private static SelectionArchitecture architecture(StateSpace space, int latents) {
    return new SelectionArchitecture(
        space.observationSize(),
        space.actions(),
        latents,
        List.of(32, 16),
        List.of(16, 32),
        List.of(32, 32));
  }

  private static List<SelectionData> data() {
    List<SelectionData> data = new ArrayList<>();
    for (int ring = 0; ring < 2; ring++) {
      RingWorld world = new RingWorld(CELLS, ring);
      PreferenceTable agent = PreferenceTable.oracle(world);
      data.add(
          new FirstDecisions(world, agent, 0.5, GlowTargets.PUBLISHED, 10).make(4_000, 7 + ring));
    }
    return data;
  }

  private static SelectionTraining selection(
      long rounds, double start, double noiseRate, SelectionOptions.Variants variants) {
    return selection(rounds, start, noiseRate, SelectionOptions.Weights.PUBLISHED, variants);
  }

  private static SelectionTraining selection(
      long rounds,
      double start,
      double noiseRate,
      SelectionOptions.Weights weights,
      SelectionOptions.Variants variants) {
    StateSpace space = StateSpace.of(new RingWorld(CELLS, 0));
    SelectionOptions options =
        new SelectionOptions(
            new Budget.Steps(rounds), 64, 2e-3, noiseRate, 1e-5, start, weights, variants, 50);
    return new SelectionTraining(architecture(space, 4), space, data(), options, 11);
  }

  private static TensorFile withoutSeconds(TensorFile file) {
    return file.put(TrainingClock.SECONDS, Tensor.of(new double[1]));
  }

  @Test
  void policyLearnsTheWayAndResumesToTheBit() throws Exception {
    try (PolicyTraining whole = policy(6_000);
        PolicyTraining first = policy(6_000);
        PolicyTraining second = policy(6_000)) {
      for (int i = 0; i < 150; i++) whole.advance();
      for (int i = 0; i < 75; i++) first.advance();
      second.restore(first.checkpoint());
      for (int i = 0; i < 75; i++) second.advance();
      assertThat(withoutSeconds(second.checkpoint()).digest())
          .isEqualTo(withoutSeconds(whole.checkpoint()).digest());
      while (whole.progress() < 1) whole.advance();
      assertThat(whole.episodes().count()).isBetween(6_000, 6_007);
      double length = 0;
      for (int i = 5_500; i < 6_000; i++) length += whole.episodes().length(i) / 500.0;
      // optimum 1.5, a random walk takes about 10
      assertThat(length).isLessThan(3.0);
      assertThat(whole.log().rows()).hasSize(60);
      assertThat(whole.log().rows().get(59).get("success")).isGreaterThan(0.98);
      PreferenceTable table = whole.table();
      StateSpace space = whole.space();
      // it may settle on one direction, but turns only the ring that matters
      for (int state = 0; state < space.count(); state++) {
        if (space.coordinates(state)[0] != 0) assertThat(table.best(state)).isLessThan(2);
      }
    }
  }

  @Test
  void everySampleIsUsedOnceInBatchesOfFreshOnes() {
    try (PolicyTraining training = policy(400)) {
      while (training.progress() < 1) training.advance();
      long kept = 0;
      for (int i = 0; i < training.episodes().count(); i++) {
        if (training.episodes().score(i) > 0) kept += training.episodes().length(i);
      }
      assertThat(training.updates()).isEqualTo(kept / 50);
    }
  }

  @Test
  void noiseRisesByTheLearningRateAtFirst() {
    int rounds = 100;
    try (SelectionTraining training =
        selection(rounds, -10, 1e-4, SelectionOptions.Variants.ORIGINAL)) {
      for (int i = 0; i < rounds; i++) training.advance();
      for (float s : training.network().decoderLogNoise(0)) {
        assertThat((double) s).isCloseTo(-10 + 1e-4 * rounds, within(3e-4));
      }
      for (float s : training.network().encoderLogNoise()) {
        assertThat((double) s).isCloseTo(-10 + 2e-4 * rounds, within(1e-3));
      }
    }
  }

  @Test
  void weightsOfZeroDoNotStopTheNoise() {
    int rounds = 100;
    SelectionOptions.Weights none = new SelectionOptions.Weights(0, 0, 10);
    try (SelectionTraining training =
        selection(rounds, -10, 1e-4, none, SelectionOptions.Variants.ORIGINAL)) {
      for (int i = 0; i < rounds; i++) training.advance();
      // weight decay is the whole gradient then, and Adam gives it the same size
      double mean = 0;
      for (float s : training.network().decoderLogNoise(1)) mean += s / 4.0;
      assertThat(mean).isBetween(-10 + 0.5e-4 * rounds, -10 + 1.5e-4 * rounds);
    }
  }

  @Test
  void selectionResumesToTheBitInEveryVariant() throws Exception {
    for (boolean independent : new boolean[] {false, true}) {
      for (boolean common : new boolean[] {false, true}) {
        SelectionOptions.Variants variants = new SelectionOptions.Variants(independent, common);
        try (SelectionTraining whole = selection(60, -5, 1e-3, variants);
            SelectionTraining first = selection(60, -5, 1e-3, variants);
            SelectionTraining second = selection(60, -5, 1e-3, variants)) {
          for (int i = 0; i < 60; i++) whole.advance();
          for (int i = 0; i < 25; i++) first.advance();
          second.restore(first.checkpoint());
          for (int i = 0; i < 35; i++) second.advance();
          assertThat(withoutSeconds(second.checkpoint()).digest())
              .isEqualTo(withoutSeconds(whole.checkpoint()).digest());
        }
      }
    }
  }

  @Test
  void eachAgentOfTwoRingsKeepsItsOwn() {
    int rounds = 4_000;
    try (SelectionTraining training =
        selection(rounds, -4, 4e-3, SelectionOptions.Variants.ORIGINAL)) {
      while (training.progress() < 1) training.advance();
      SelectionNetwork network = training.network();
      Integer[] own = {null, null};
      for (int e = 0; e < 2; e++) {
        for (int k = 0; k < 4; k++) {
          boolean kept = network.encoderLogNoise()[k] < 0 && network.decoderLogNoise(e)[k] < 0;
          if (kept) {
            assertThat(own[e]).as("the only latent of agent %d, beside %d", e, k).isNull();
            own[e] = k;
          }
        }
        assertThat(own[e]).as("a latent of agent %d", e).isNotNull();
      }
      assertThat(own[0]).isNotEqualTo(own[1]);
      for (int e = 0; e < 2; e++) changesInTheWorld(network, e, own[e], own[1 - e]);
    }
  }

  /** An agent fails when its own latent speaks of another state, not when the other's does. */
  private static void changesInTheWorld(SelectionNetwork network, int agent, int own, int other) {
    StateSpace space = StateSpace.of(new RingWorld(CELLS, agent));
    LatentTable table = LatentTable.of(network, space);
    int[] starts =
        IntStream.range(0, space.count())
            .filter(state -> space.coordinates(state)[agent] != 0)
            .toArray();
    LatentPlay play =
        new LatentPlay(() -> new RingWorld(CELLS, agent), network, agent, table, starts, 2);
    LatentPlay.Outcome unchanged = play.play(LatentChange.NONE, 1);
    assertThat(unchanged.success()).isEqualTo(1);
    assertThat(unchanged.nearerShare()).isEqualTo(1);
    for (LatentChange.Kind kind : List.of(LatentChange.Kind.OTHER_STATE, LatentChange.Kind.NOISE)) {
      LatentPlay.Outcome changed = play.play(new LatentChange(own, kind, agent), 1);
      assertThat(changed.success()).isLessThan(0.9);
      assertThat(changed.changedActions(unchanged)).isGreaterThan(0.1);
      assertThat(play.play(new LatentChange(other, kind, 1 - agent), 1).success())
          .isGreaterThan(0.95);
    }
    LatentChange placebo = new LatentChange(own, LatentChange.Kind.SAME_COORDINATE, agent);
    assertThat(play.play(placebo, 1).success()).isGreaterThan(0.95);
    assertThat(play.play(placebo, 1).steps()).isEqualTo(play.play(placebo, 1).steps());
    Ablation ablation = Ablation.of(network, agent, table, data().get(agent), 2_000);
    assertThat(ablation.needs(own)).isTrue();
    assertThat(ablation.needs(other)).isFalse();
  }
}
