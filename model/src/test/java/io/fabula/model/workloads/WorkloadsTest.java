package io.fabula.model.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.mpdqn.MultiPassLearning;
import io.fabula.model.mpdqn.TenTrainings;
import io.fabula.model.ppo.PpoStep;
import io.fabula.model.scinet.PolicyRound;
import io.fabula.model.scinet.SelectionRound;
import io.fabula.model.simulator.SimulatorStep;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class WorkloadsTest {
  /** An agent that costs little. */
  private static final ImpalaArchitecture TINY =
      new ImpalaArchitecture(64, 4, 1, List.of(4), 8, 8, true, 5);

  @Test
  void formulaIsThePublishedHash() {
    double[] expected = {
      0.4882465014234185, -0.478535165078938, -0.05615532165393233, 0.13346015941351652
    };
    for (int i = 0; i < expected.length; i++) {
      assertThat(HashTensors.hash(i, 5, 123)).isEqualTo(expected[i]);
    }
  }

  @Test
  void framesAreCountedByChannelButStoredByPixel() {
    byte[][] frames = HashTensors.frames("f", 2, 3);
    int secondFrameGreenAtRow1Column2 = (3 + 1) * 9 + 1 * 3 + 2;
    int stored = frames[1][(1 * 3 + 2) * 3 + 1] & 0xFF;
    assertThat(stored).isEqualTo(HashTensors.of("f").integer(secondFrameGreenAtRow1Column2, 256));
  }

  @Test
  void repeatsTheSameBitsWhereNothingIsTrained() {
    try (AttentionBlock block = new AttentionBlock()) {
      block.run();
      ReferenceOutputs first = block.evidence();
      block.run();
      assertThat(block.evidence()).isEqualTo(first);
      assertThat(first.tensors()).hasSize(8);
      assertThat(first.tensors().values()).allMatch(each -> each.norm() > 0);
    }
  }

  @Test
  void learningLowersTheErrorOfValues() {
    falls("q loss", MultiPassLearning::new, 60, 0.353369, 0.180186);
  }

  @Test
  void seedsTrainAlikeOnAnyNumberOfThreads() {
    try (TenTrainings one = new TenTrainings(1);
        TenTrainings two = new TenTrainings(2)) {
      one.run();
      two.run();
      assertThat(one.evidence()).isEqualTo(two.evidence());
      assertThat(new HashSet<>(one.evidence().tensors().values())).hasSizeGreaterThan(30);
    }
  }

  @Test
  void selectionAndPreferencesLearnTheirBatches() {
    learns("autoencoder loss 1", SelectionRound::new, 30);
    learns("loss", PolicyRound::new, 60);
  }

  @Test
  void policyOptimisationFollowsTheAdvantages() {
    falls("policy loss", () -> new PpoStep(TINY, 1, 1), 40, 0.072473, 0.061825);
  }

  @Test
  void simulatorLearnsItsBatch() {
    falls("image", SimulatorStep::mini, 10, 282.8326, 258.0878);
  }

  @Test
  void threadsDoNotChangeBits() {
    try (PpoStep one = new PpoStep(TINY, 4, 1);
        PpoStep three = new PpoStep(TINY, 4, 3)) {
      for (int i = 0; i < 3; i++) {
        one.run();
        three.run();
      }
      assertThat(three.evidence()).isEqualTo(one.evidence());
    }
  }

  @Test
  void oneNumberIsSeenByItsSizeAndInItsDirection() {
    try (AgentForward one = new AgentForward(ImpalaArchitecture.paper(), 1)) {
      one.run();
      Map<String, ReferenceOutputs.Trace> tensors = one.evidence().tensors();
      assertThat(tensors).containsOnlyKeys("logits", "value", "hidden");
      assertThat(tensors.get("value").norm())
          .isCloseTo(
              Math.abs(tensors.get("value").projection() / HashTensors.direction("value").at(0)),
              within(1e-9));
    }
  }

  /**
   * Weights and inputs come from formulas, so a value begins as it was measured with AVX-512, but
   * for rounding; and it falls at least half as far in the same number of runs, since rounding adds
   * up while something is learned.
   */
  private static void falls(
      String value, Supplier<Workload> workload, int runs, double first, double last) {
    try (Workload work = workload.get()) {
      work.run();
      assertThat(work.evidence().values().getOrDefault(value, Double.NaN))
          .isCloseTo(first, within(1e-4 * first));
      for (int i = 1; i < runs; i++) work.run();
      assertThat(work.evidence().values().getOrDefault(value, Double.NaN))
          .isLessThan((first + last) / 2);
    }
  }

  private static void learns(String loss, Supplier<Workload> made, int runs) {
    try (Workload workload = made.get()) {
      workload.run();
      double first = workload.evidence().values().getOrDefault(loss, Double.NaN);
      for (int i = 0; i < runs; i++) workload.run();
      assertThat(workload.evidence().values().getOrDefault(loss, Double.NaN)).isLessThan(first);
    }
  }
}
