package io.fabula.model.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.vectors.Closeness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PerturbedGradientsTest {
  private static final int STEPS = 4;
  private static final int TARGET = 2;
  private static final int COPIES = 9;

  private static ImpalaNetwork network;
  private static Simulator simulator;
  private static PerturbedGradients gradients;
  private static float[] beginning;

  @BeforeAll
  static void compile() {
    network = Playground.agent(16, 3);
    simulator = Simulator.create(SimulatorSize.mini(16, 32, 15), 4);
    gradients = of(new PerturbedGradients.Options(COPIES, 0.000125, false));
    beginning = new float[16];
    beginning[2] = 0.6f;
    beginning[7] = -0.8f;
  }

  @AfterAll
  static void close() {
    gradients.close();
    simulator.close();
    network.close();
  }

  private static PerturbedGradients of(PerturbedGradients.Options options) {
    return new PerturbedGradients(simulator, new FrozenAgent(network), STEPS, options);
  }

  private static SaliencyTarget unit(int j) {
    List<Float> direction = new ArrayList<>();
    for (int i = 0; i < 32; i++) direction.add(i == j ? 1f : 0f);
    return new SaliencyTarget.Direction(TARGET, direction);
  }

  @Test
  void aDirectionAtItsOwnStepIsItselfAndANinthOfItInTheLegacyScale() {
    gradients.begin(beginning, 1);
    float[] corrected = step(gradients.gradients(unit(5), true).agentStates(), TARGET);
    for (int i = 0; i < 32; i++) Closeness.near("unit", corrected[i], i == 5 ? 1 : 0, 1e-6);
    try (PerturbedGradients legacy = of(new PerturbedGradients.Options(COPIES, 0.000125, true))) {
      legacy.begin(beginning, 1);
      CourseGradients actual = legacy.gradients(unit(5), true);
      for (int i = 0; i < 32; i++) {
        float each = step(actual.agentStates(), TARGET)[i];
        Closeness.near("ninth", each, i == 5 ? 1 / 9.0 : 0, 1e-7);
      }
      for (int t = TARGET + 1; t < STEPS; t++) {
        assertThat(step(actual.agentStates(), t)).containsOnly(0f);
      }
    }
  }

  @Test
  void copiesWithoutNoiseSayWhatTheBeginningSays() {
    SaliencyTarget target = new SaliencyTarget.Value(TARGET);
    try (PerturbedGradients alone = of(new PerturbedGradients.Options(1, 0, false));
        PerturbedGradients several = of(new PerturbedGradients.Options(4, 0, false))) {
      alone.begin(beginning, 1);
      several.begin(beginning, 1);
      float[] expected = alone.gradients(target, true).images();
      float[] actual = several.gradients(target, true).images();
      double largest = 0;
      for (float each : expected) largest = Math.max(largest, Math.abs(each));
      assertThat(largest).isPositive();
      for (int i = 0; i < expected.length; i++) {
        Closeness.near(
            "pixel", actual[i], expected[i], 1e-4 * largest); // rows of a batch round apart
      }
    }
  }

  @Test
  void aBeginningDoesNotDependOnWhatWasAskedBefore() {
    gradients.begin(beginning, 7);
    float[] first = gradients.gradients(new SaliencyTarget.ChosenAction(TARGET), true).images();
    gradients.gradients(unit(3), false);
    float[] other = new float[16];
    other[0] = 1;
    gradients.begin(other, 8);
    gradients.begin(beginning, 7);
    assertThat(gradients.gradients(new SaliencyTarget.ChosenAction(TARGET), true).images())
        .containsExactly(first);
    gradients.begin(beginning, 9);
    assertThat(gradients.gradients(new SaliencyTarget.ChosenAction(TARGET), true).images())
        .as("other noise")
        .isNotEqualTo(first);
  }

  @Test
  void refusesNoCopies() {
    assertThatThrownBy(() -> new PerturbedGradients.Options(0, 0, false))
        .hasMessage("copies must be at least 1, got 0");
    assertThatThrownBy(() -> new PerturbedGradients.Options(1, Double.NaN, false))
        .hasMessage("noise must be at least 0, got NaN");
  }

  private static float[] step(float[] all, int t) {
    int width = all.length / STEPS;
    return Arrays.copyOfRange(all, t * width, (t + 1) * width);
  }
}
