package io.fabula.model.gru;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.doorkey.DoorKey;
import io.fabula.envs.doorkey.DoorKeyView;
import io.fabula.envs.random.RandomStream;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.LearningPlan;
import io.fabula.model.mlp.MlpArchitecture;
import io.fabula.model.mlp.MlpNetwork;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GruNetworkTest {
  private static final int STEPS = 4;
  private static final int WORLDS = 3;
  private static final int MEMORY = 6;
  private static final int ACTIONS = 7;

  private static GruNetwork network() {
    return GruNetwork.create(
        GruArchitecture.of(new DoorKey(5, DoorKeyView.PARTIAL_PLANES).spec(), 8, MEMORY), 3);
  }

  private static float[] numbers(int count, long seed) {
    RandomStream random = new RandomStream(seed);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) numbers[i] = (float) random.nextGaussian();
    return numbers;
  }

  /** A world's second step begins an episode, so that its memory is empty there. */
  private static void fill(LearningPlan plan) {
    float[] shown = numbers(plan.inputs().length, 1);
    System.arraycopy(shown, 0, plan.inputs(), 0, shown.length);
    Arrays.fill(plan.masks(), 1);
    plan.masks()[WORLDS + 1] = 0;
    float[] state = numbers(plan.initialState().length, 2);
    System.arraycopy(state, 0, plan.initialState(), 0, state.length);
  }

  @Test
  void aBlockIsItsStepsOneByOne() {
    try (GruNetwork network = network();
        LearningPlan block = network.learning(STEPS, WORLDS, network.parameters().gradients());
        ActingPlan step = network.acting(WORLDS)) {
      fill(block);
      block.forward();
      int width = block.inputs().length / (STEPS * WORLDS);
      float[] state = block.initialState().clone();
      for (int t = 0; t < STEPS; t++) {
        System.arraycopy(block.inputs(), t * WORLDS * width, step.inputs(), 0, WORLDS * width);
        System.arraycopy(block.masks(), t * WORLDS, step.masks(), 0, WORLDS);
        System.arraycopy(state, 0, step.stateIn(), 0, state.length);
        step.run();
        state = step.stateOut().clone();
        for (int i = 0; i < WORLDS * ACTIONS; i++) {
          assertThat(step.outputs()[i])
              .isCloseTo(block.outputs()[t * WORLDS * ACTIONS + i], within(1e-5f));
        }
        for (int i = 0; i < WORLDS; i++) {
          assertThat(step.values()[i]).isCloseTo(block.values()[t * WORLDS + i], within(1e-5f));
        }
      }
    }
  }

  /** Slopes of a sum of all outputs, weighted at random, against differences. */
  @Test
  void gradientsAreThoseOfDifferences() {
    float[] byOutputs = numbers(STEPS * WORLDS * ACTIONS, 4);
    float[] byValues = numbers(STEPS * WORLDS, 5);
    try (GruNetwork network = network();
        LearningPlan plan = network.learning(STEPS, WORLDS, network.parameters().gradients())) {
      fill(plan);
      plan.forward();
      network.parameters().gradients().zero();
      plan.backward(byOutputs, byValues);
      for (String name : network.parameters().names()) {
        float[] slopes = network.parameters().gradients().get(name);
        float[] values = network.parameters().get(name);
        int at = largest(slopes);
        double before = values[at];
        double up = sum(network, plan, name, at, before + 0.01, byOutputs, byValues);
        double down = sum(network, plan, name, at, before - 0.01, byOutputs, byValues);
        sum(network, plan, name, at, before, byOutputs, byValues);
        // single precision: the sum is of order 10, so differences are good to a thousandth
        assertThat((up - down) / 0.02)
            .as(name)
            .isCloseTo(slopes[at], within(0.01 * Math.abs(slopes[at]) + 2e-3));
      }
    }
  }

  private static int largest(float[] slopes) {
    int largest = 0;
    for (int i = 1; i < slopes.length; i++) {
      if (Math.abs(slopes[i]) > Math.abs(slopes[largest])) largest = i;
    }
    assertThat(slopes[largest]).isNotZero();
    return largest;
  }

  private static double sum(
      GruNetwork network,
      LearningPlan plan,
      String name,
      int at,
      double value,
      float[] byOutputs,
      float[] byValues) {
    float[] changed = network.parameters().get(name).clone();
    changed[at] = (float) value;
    network.parameters().set(name, changed);
    plan.forward();
    double sum = 0;
    for (int i = 0; i < byOutputs.length; i++) sum += (double) plan.outputs()[i] * byOutputs[i];
    for (int i = 0; i < byValues.length; i++) sum += (double) plan.values()[i] * byValues[i];
    return sum;
  }

  @Test
  void itsFileIsReadAgainAndOthersAreRefused() throws Exception {
    DoorKey world = new DoorKey(5, DoorKeyView.PARTIAL_PLANES);
    try (GruNetwork network = network()) {
      TensorFile file = network.save();
      assertThat(GruNetwork.isIn(file)).isTrue();
      try (GruNetwork read = GruNetwork.load(file, world.spec())) {
        assertThat(read.save().digest()).isEqualTo(file.digest());
      }
      assertThatThrownBy(() -> GruNetwork.load(file, new DoorKey(5, DoorKeyView.PLANES).spec()))
          .isInstanceOf(DamagedFileException.class);
    }
    try (MlpNetwork other = MlpNetwork.create(MlpArchitecture.of(world.spec(), 4), 0)) {
      assertThat(GruNetwork.isIn(other.save())).isFalse();
      assertThatThrownBy(() -> GruNetwork.load(other.save(), world.spec()))
          .isInstanceOf(DamagedFileException.class);
    }
  }
}
