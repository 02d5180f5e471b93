package io.fabula.model.mlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.Environment;
import io.fabula.envs.ObservationBatch;
import io.fabula.envs.RandomPlayer;
import io.fabula.envs.catalogue.Worlds;
import io.fabula.envs.platform.Platform;
import io.fabula.envs.random.RandomStream;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.InputBuffer;
import io.fabula.model.agents.LearningPlan;
import io.fabula.model.graph.Gradients;
import io.fabula.model.weights.DamagedFileException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlpNetworkTest {
  private static final int SAMPLES = 6;

  @ParameterizedTest
  @ValueSource(strings = {"twostage-walk", "platform", "diglava-mini", "recsim"})
  void passesGradientsToEveryParameter(String name) throws Exception {
    Environment world = Worlds.named(name).orElseThrow().make();
    try (MlpNetwork network = MlpNetwork.create(MlpArchitecture.of(world.spec(), 5, 4), 1);
        Gradients gradients = network.parameters().newGradients();
        LearningPlan plan = network.learning(SAMPLES, 1, gradients)) {
      enlivenPolicy(network);
      fill(network, world, plan.inputs());
      RandomStream random = new RandomStream(2);
      float[] byOutputs = random(plan.outputs().length, random);
      float[] byValues = random(SAMPLES, random);
      plan.forward();
      plan.backward(byOutputs, byValues);
      for (String parameter : network.parameters().names()) {
        float[] values = network.parameters().get(parameter);
        float[] gradient = gradients.get(parameter);
        int i = random.nextInt(values.length);
        float step = 1e-2f;
        double up = loss(network, plan, parameter, i, step, byOutputs, byValues);
        double down = loss(network, plan, parameter, i, -step, byOutputs, byValues);
        network.parameters().set(parameter, values);
        double expected = (up - down) / (2 * step);
        // rounding of floats over the step, and the curvature of two tanh layers
        assertThat((double) gradient[i])
            .as("%s[%d]", parameter, i)
            .isCloseTo(expected, within(2e-3 * (1 + Math.abs(expected))));
        assertThat(sumOfSizes(gradient)).as(parameter).isPositive();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"platform", "recsim"})
  void decidesAsItLearns(String name) {
    Environment world = Worlds.named(name).orElseThrow().make();
    try (MlpNetwork network = MlpNetwork.create(MlpArchitecture.of(world.spec(), 8), 1);
        LearningPlan learning = network.learning(SAMPLES, 1, network.parameters().gradients());
        ActingPlan acting = network.acting(SAMPLES)) {
      enlivenPolicy(network);
      fill(network, world, learning.inputs());
      System.arraycopy(learning.inputs(), 0, acting.inputs(), 0, learning.inputs().length);
      learning.forward();
      acting.run();
      for (int i = 0; i < learning.outputs().length; i++) {
        // matrices of the same shape in two plans; sums of at most a few dozen terms of size 1
        assertThat(acting.outputs()[i]).isCloseTo(learning.outputs()[i], within(1e-4f));
      }
      for (int i = 0; i < SAMPLES; i++) {
        assertThat(acting.values()[i]).isCloseTo(learning.values()[i], within(1e-4f));
      }
    }
  }

  @Test
  void scoresActionsAlikeInAnyOrder() {
    Environment world = Worlds.named("diglava-mini").orElseThrow().make();
    try (MlpNetwork network = MlpNetwork.create(MlpArchitecture.of(world.spec(), 8), 1);
        ActingPlan plan = network.acting(2)) {
      enlivenPolicy(network);
      world.reset(3);
      MlpArchitecture agent = network.architecture();
      int size = world.spec().observations().size();
      int width = agent.representation();
      InputBuffer input = network.inputs(1);
      ObservationBatch seen = new ObservationBatch(world.spec().observations(), 1);
      seen.put(0, world);
      input.put(0, seen, 0, world.availableActions());
      float[] rows = plan.inputs();
      input.expand(0, rows, 0);
      System.arraycopy(rows, 0, rows, input.width(), input.width());
      int second = input.width() + size;
      float[] first = Arrays.copyOfRange(rows, second, second + width);
      System.arraycopy(rows, second + width, rows, second, width); // swaps two actions
      System.arraycopy(first, 0, rows, second + width, width);
      plan.run();
      int outputs = agent.head().outputs();
      assertThat(plan.outputs()[0]).isNotEqualTo(plan.outputs()[1]);
      assertThat(plan.outputs()[outputs]).isCloseTo(plan.outputs()[1], within(1e-5f));
      assertThat(plan.outputs()[outputs + 1]).isCloseTo(plan.outputs()[0], within(1e-5f));
    }
  }

  @Test
  void keepsAnAgentInAFile() throws Exception {
    Environment world = new Platform();
    try (MlpNetwork network = MlpNetwork.create(MlpArchitecture.of(world.spec(), 8, 8), 7)) {
      try (MlpNetwork loaded = MlpNetwork.load(network.save(), world.spec())) {
        assertThat(loaded.architecture()).isEqualTo(network.architecture());
        for (String name : network.parameters().names()) {
          assertThat(loaded.parameters().get(name)).isEqualTo(network.parameters().get(name));
        }
      }
      Environment other = Worlds.named("twostage-walk").orElseThrow().make();
      assertThatThrownBy(() -> MlpNetwork.load(network.save(), other.spec()))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("actor.0.weight");
      assertThatThrownBy(() -> network.requireFits(other.spec()))
          .hasMessageContaining("vector 9")
          .hasMessageContaining("twostage-walk");
    }
  }

  /** The policy starts nearly flat; larger weights make its outputs differ. */
  private static void enlivenPolicy(MlpNetwork network) {
    for (String name : network.parameters().names()) {
      float[] values = network.parameters().get(name);
      for (int i = 0; i < values.length; i++) values[i] += (float) (0.3 * Math.sin(i + 1.0));
      network.parameters().set(name, values);
    }
  }

  private static void fill(MlpNetwork network, Environment world, float[] inputs) {
    InputBuffer buffer = network.inputs(SAMPLES);
    ObservationBatch seen = new ObservationBatch(world.spec().observations(), 1);
    RandomPlayer player = new RandomPlayer(5);
    world.reset(4);
    for (int i = 0; i < SAMPLES; i++) {
      seen.put(0, world);
      buffer.put(i, seen, 0, world.availableActions());
      buffer.expand(i, inputs, i * buffer.width());
      world.step(player.act(world));
      if (world.done()) world.reset(5 + i);
    }
  }

  private static double loss(
      MlpNetwork network,
      LearningPlan plan,
      String parameter,
      int i,
      float shift,
      float[] byOutputs,
      float[] byValues) {
    float[] values = network.parameters().get(parameter);
    float[] moved = values.clone();
    moved[i] += shift;
    network.parameters().set(parameter, moved);
    plan.forward();
    network.parameters().set(parameter, values);
    double sum = 0;
    for (int k = 0; k < byOutputs.length; k++) sum += byOutputs[k] * plan.outputs()[k];
    for (int k = 0; k < SAMPLES; k++) sum += byValues[k] * plan.values()[k];
    return sum;
  }

  private static float[] random(int size, RandomStream random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) values[i] = (float) (2 * random.nextDouble() - 1);
    return values;
  }

  private static double sumOfSizes(float[] values) {
    double sum = 0;
    for (float each : values) sum += Math.abs(each);
    return sum;
  }
}
