package io.fabula.model.agile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.ActionSet;
import io.fabula.envs.create.Create;
import io.fabula.envs.create.CreateOptions;
import io.fabula.envs.diglava.DigLava;
import io.fabula.envs.random.RandomStream;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.Choices;
import io.fabula.model.agents.InputBuffer;
import io.fabula.model.agents.LearningPlan;
import io.fabula.model.graph.Gradients;
import io.fabula.model.graph.Parameters;
import io.fabula.model.vectors.GradientRule;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The agents by what the specification says of their size and of what they see. */
class SetAgentTest {
  private static final int HIDDEN = 64;

  /** Of probabilities and values, single precision. */
  private static final float ROUNDING = 1e-6f;

  /** Along which the gradient of each tensor is tried. */
  private static final int DIRECTIONS = 4;

  private static final float[] STEPS = {1 / 64f, 1 / 256f, 1 / 1024f, 1 / 4096f};

  /** Of differences over a step of 1, measured where nothing has a kink: 3e-7. */
  private static final double NOISE = 1e-6;

  /**
   * What kinks that even the smallest step crosses leave, in units of the whole gradient's norm;
   * measured up to 5e-4.
   */
  private static final double KINKS = 1e-3;

  private static final double[] STENCIL = {1 / 12.0, -8 / 12.0, 0, 8 / 12.0, -1 / 12.0};

  private static final Set<SetAgent> FEELS_ORDER = EnumSet.of(SetAgent.SUMMARY_LSTM);

  /** What an agent makes of a state with a set. */
  private record Decision(float[] logits, float[] probabilities, float value, List<float[]> seen) {}

  private static SetNetwork agent(SetAgent agent) {
    SetNetwork network = SetNetwork.create(architecture(agent, HIDDEN), 3);
    for (String name : network.parameters().names()) {
      if (!name.startsWith("summary.")) continue;
      float[] values = network.parameters().get(name);
      for (int i = 0; i < values.length; i++) values[i] *= 3; // begun, it hardly feels anything
      network.parameters().set(name, values);
    }
    return network;
  }

  private static SetArchitecture architecture(SetAgent agent, int hidden) {
    return SetArchitecture.of(
        new DigLava().spec(),
        agent,
        SetAgentOptions.published(hidden, SetAgentOptions.Activation.TANH));
  }

  private static DigLava world(int... skills) {
    DigLava world = new DigLava();
    world.reset(skills, 2, 5, 0);
    return world;
  }

  private static Decision decide(SetNetwork network, DigLava world) {
    return decide(network, world, world.availableActions());
  }

  private static Decision decide(SetNetwork network, DigLava world, ActionSet set) {
    float[] observation = new float[world.spec().observations().size()];
    world.observe(observation, 0);
    for (int i = 0; i < observation.length; i++) observation[i] *= 0.3f;
    InputBuffer inputs = network.inputs(1);
    inputs.put(0, observation, 0, set);
    try (ActingPlan plan = network.acting(1)) {
      inputs.expand(0, plan.inputs(), 0);
      inputs.expand(0, plan.inputs(), inputs.width()); // the second row of two
      plan.run();
      float[] logits = Arrays.copyOf(plan.outputs(), network.head().outputs());
      float[] distribution = logits.clone();
      network.head().normalise(distribution, 0);
      for (int i = 0; i < distribution.length; i++) {
        distribution[i] = (float) StrictMath.exp(distribution[i]);
      }
      List<float[]> seen =
          java.util.stream.IntStream.range(0, network.extras().size())
              .mapToObj(i -> plan.extra(i).clone())
              .toList();
      return new Decision(logits, distribution, plan.values()[0], seen);
    }
  }

  @Test
  void agentsHaveThePublishedNumberOfParameters() {
    // the original's masked agents hold 768 weights of an action embedding that nothing uses
    assertThat(count(SetAgent.AGILE)).isEqualTo(95_682);
    assertThat(count(SetAgent.SUMMARY_GAT)).isEqualTo(74_690);
    assertThat(count(SetAgent.UTILITY)).isEqualTo(45_506);
    assertThat(count(SetAgent.MASK_OUTPUT)).isEqualTo(38_030 - 768);
    assertThat(count(SetAgent.MASK_INPUT_OUTPUT)).isEqualTo(39_694 - 768);
    // a deep set in place of the block: two perceptrons of two layers of 64
    assertThat(count(SetAgent.SUMMARY_DEEP_SET)).isEqualTo(74_690 - 8_576 + 4 * 4_160);
    // without the attention vectors of two blocks
    assertThat(count(SetAgent.AGILE_GCN)).isEqualTo(95_682 - 4 * 128);
    // without the perceptrons on state and action
    assertThat(count(SetAgent.AGILE_ONLY_ACTION)).isEqualTo(95_682 - 2 * 12_416);
  }

  private static long count(SetAgent agent) {
    return architecture(agent, HIDDEN).tensors().stream().mapToLong(t -> t.shape().size()).sum();
  }

  @ParameterizedTest
  @EnumSource(SetAgent.class)
  void theOrderOfTheSetPermutesProbabilitiesAndLeavesTheValue(SetAgent kind) {
    try (SetNetwork network = agent(kind)) {
      Decision a = decide(network, world(0, 1, 2, 3, 8, 11, 9));
      Decision b = decide(network, world(9, 11, 8, 3, 2, 1, 0));
      float[] turned = new float[7];
      for (int i = 0; i < 7; i++) turned[i] = b.probabilities[6 - i];
      if (FEELS_ORDER.contains(kind)) {
        assertThat(Math.abs(a.value - b.value)).isGreaterThan(1e-5f);
      } else {
        assertThat(turned).containsExactly(a.probabilities, within(ROUNDING));
        assertThat(b.value).isCloseTo(a.value, within(ROUNDING));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(SetAgent.class)
  void anotherPartnerChangesOthersOnlyForAgentsThatSeeTheSet(SetAgent kind) {
    try (SetNetwork network = agent(kind)) {
      Decision orange = decide(network, world(0, 1, 2, 3, 8, 11, 9));
      Decision pink = decide(network, world(0, 1, 2, 3, 8, 12, 9));
      float largest = 0;
      for (int i = 0; i < 5; i++) {
        largest = Math.max(largest, Math.abs(orange.logits[i] - pink.logits[i]));
      }
      if (kind.seesSet()) {
        assertThat(largest).isGreaterThan(1e-5f);
        assertThat(orange.value).isNotEqualTo(pink.value);
      } else {
        assertThat(largest).isZero();
        assertThat(orange.value).isEqualTo(pink.value);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(SetAgent.class)
  void aSetWithRoomLeftIsJudgedAsOneWithout(SetAgent kind) {
    try (SetNetwork network = agent(kind)) {
      Decision exact = decide(network, world(0, 1, 2, 3, 8, 12, 9));
      Decision roomy = decide(network.withPlaces(10), world(0, 1, 2, 3, 8, 12, 9));
      assertThat(Arrays.copyOf(roomy.probabilities, 7))
          .containsExactly(exact.probabilities, within(ROUNDING));
      for (int i = 7; i < 10; i++) assertThat(roomy.probabilities[i]).isZero();
      assertThat(roomy.value).isCloseTo(exact.value, within(ROUNDING));
    }
  }

  @ParameterizedTest
  @EnumSource(SetAgent.class)
  void setsOfOneActionAndOfAllFitIntoOneBatch(SetAgent kind) {
    SetArchitecture architecture = architecture(kind, 8).withPlaces(13);
    try (SetNetwork network = SetNetwork.create(architecture, 3);
        Gradients gradients = network.parameters().newGradients();
        LearningPlan plan = network.learning(1, 2, gradients)) {
      InputBuffer inputs = network.inputs(2);
      float[] observation = new float[242];
      inputs.put(0, observation, 0, world(11).availableActions());
      inputs.put(
          1, observation, 0, world(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12).availableActions());
      for (int i = 0; i < 2; i++) inputs.expand(i, plan.inputs(), i * inputs.width());
      plan.forward();
      float[] outputs = plan.outputs();
      float one = outputs[0];
      network.head().normalise(outputs, 0);
      assertThat(one).isNotZero();
      assertThat(outputs[0]).isZero(); // the logarithm of 1
      float[] derivatives = new float[26];
      derivatives[0] = 1;
      derivatives[25] = 1;
      plan.backward(derivatives, new float[2]);
      for (String name : network.parameters().names()) {
        for (float each : gradients.get(name)) assertThat(each).as(name).isFinite();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(SetAgent.class)
  void gradientsOfTheWholeAgentAreThoseOfFiniteDifferences(SetAgent kind) {
    SetArchitecture architecture = architecture(kind, 8);
    try (SetNetwork network = SetNetwork.create(architecture, 3);
        Gradients gradients = network.parameters().newGradients();
        LearningPlan plan = network.learning(1, 3, gradients)) {
      InputBuffer inputs = network.inputs(3);
      int[][] sets = {{0, 1, 2, 3, 8, 11, 9}, {12, 0, 1, 2, 3, 8, 9}, {0, 1, 11, 2, 12, 3, 8}};
      RandomStream random = new RandomStream(1);
      for (int i = 0; i < 3; i++) {
        float[] observation = new float[242];
        for (int j = 0; j < 242; j++) observation[j] = (float) random.nextGaussian();
        inputs.put(i, observation, 0, world(sets[i]).availableActions());
        inputs.expand(i, plan.inputs(), i * inputs.width());
      }
      float[] byOutputs = new float[21];
      for (int i = 0; i < 21; i++) byOutputs[i] = (float) random.nextGaussian();
      float[] byValues = {1, -2, 0.5f};
      plan.forward();
      plan.backward(byOutputs, byValues);
      DoubleSupplier sum =
          () -> {
            plan.forward();
            double total = 0;
            for (int i = 0; i < 21; i++) total += plan.outputs()[i] * byOutputs[i];
            for (int i = 0; i < 3; i++) total += plan.values()[i] * byValues[i];
            return total;
          };
      List<String> what = new ArrayList<>();
      List<Double> slopes = new ArrayList<>();
      List<Double> differences = new ArrayList<>();
      for (String name : network.parameters().names()) {
        float[] gradient = gradients.get(name);
        for (int k = 0; k < DIRECTIONS; k++) {
          float[] direction = new float[gradient.length];
          double slope = 0;
          for (int i = 0; i < direction.length; i++) {
            direction[i] = (float) (random.nextGaussian() / Math.sqrt(direction.length));
            slope += direction[i] * gradient[i];
          }
          what.add(name);
          slopes.add(slope);
          differences.add(difference(network.parameters(), name, direction, sum));
        }
      }
      double norm = norm(differences);
      assertThat(norm(slopes)).isCloseTo(norm, within(GradientRule.NORM * norm));
      for (int i = 0; i < what.size(); i++) {
        assertThat(slopes.get(i))
            .as(what.get(i))
            .isCloseTo(differences.get(i), within(KINKS * norm));
      }
    }
  }

  private static double norm(List<Double> values) {
    double squares = 0;
    for (double each : values) squares += each * each;
    return Math.sqrt(squares);
  }

  /**
   * Along a direction in one tensor. Where a step crosses a kink of relu, the slope of a smaller
   * one is another, and that one counts.
   */
  private static double difference(
      Parameters parameters, String name, float[] direction, DoubleSupplier sum) {
    double slope = difference(parameters, name, direction, sum, STEPS[0]);
    for (int k = 1; k < STEPS.length; k++) {
      double closer = difference(parameters, name, direction, sum, STEPS[k]);
      if (Math.abs(closer - slope) < NOISE / STEPS[k]) break;
      slope = closer;
    }
    return slope;
  }

  /** By a difference of fourth order. */
  private static double difference(
      Parameters parameters, String name, float[] direction, DoubleSupplier sum, float step) {
    float[] values = parameters.get(name);
    double slope = 0;
    for (int k = 0; k < STENCIL.length; k++) {
      if (STENCIL[k] == 0) continue;
      float[] moved = values.clone();
      for (int i = 0; i < moved.length; i++) moved[i] += (k - 2) * step * direction[i];
      parameters.set(name, moved);
      slope += STENCIL[k] * sum.getAsDouble() / step;
    }
    parameters.set(name, values);
    return slope;
  }

  @ParameterizedTest
  @EnumSource(SetAgent.class)
  void theWeightsOfAttentionAreThereWhereTheAgentAttends(SetAgent kind) {
    try (SetNetwork network = agent(kind)) {
      Decision decision = decide(network, world(0, 1, 2, 3, 8, 12, 9));
      assertThat(decision.seen).hasSize(kind.attends() ? 2 : 0);
      for (float[] weights : decision.seen) {
        for (int i = 0; i < 7; i++) {
          float sum = 0;
          for (int j = 0; j < 7; j++) sum += weights[i * 7 + j];
          assertThat(sum).isCloseTo(1, within(ROUNDING));
        }
      }
    }
  }

  @Test
  void aNewMaskedPolicyIsCloseToUniformWithItsEntropy() {
    try (SetNetwork network = agent(SetAgent.MASK_OUTPUT)) {
      Decision decision = decide(network, world(0, 1, 2, 3, 8, 12, 9));
      double entropy = 0;
      for (float p : decision.probabilities) entropy -= p * StrictMath.log(p);
      assertThat(entropy).isCloseTo(1.9459, within(1e-3)); // its outputs begin 0.01 large
    }
  }

  @Test
  void agentsOfCreateJoinToolAndPlace() {
    Create world = new Create(CreateOptions.PUBLISHED);
    SetAgentOptions options = SetAgentOptions.published(HIDDEN, SetAgentOptions.Activation.RELU);
    SetArchitecture architecture =
        SetArchitecture.of(world.spec(), SetAgent.AGILE, options).withParametersEntropy(0.1);
    try (SetNetwork network = SetNetwork.create(architecture, 1)) {
      network.requireFits(world.spec());
      world.reset(5);
      byte[] picture = new byte[world.spec().observations().size()];
      world.observe(picture, 0);
      InputBuffer inputs = network.inputs(1);
      inputs.put(0, picture, 0, world.availableActions());
      try (ActingPlan plan = network.acting(2)) {
        for (int i = 0; i < 2; i++) inputs.expand(0, plan.inputs(), i * inputs.width());
        plan.run();
        float[] distribution = plan.outputs();
        network.head().normalise(distribution, 0);
        Choices choices = new Choices(network.head(), 1);
        network.head().sample(distribution, 0, new RandomStream(2), choices, 0);
        world.step(network.head().action(choices, 0, world.availableActions()));
        double entropy = network.head().entropy(distribution, 0, choices, 0);
        // ln 25 for the tool, a tenth of two flat Beta distributions
        assertThat(entropy).isCloseTo(3.20, within(0.02));
      }
    }
  }

  @Test
  void aFileOfAnotherAgentIsRefusedByName() {
    try (SetNetwork network = agent(SetAgent.AGILE)) {
      TensorFile file = network.save();
      assertThatThrownBy(
              () -> SetNetwork.load(file, architecture(SetAgent.SUMMARY_GAT, HIDDEN)).close())
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("expected \"summary_gat\", got \"agile\": it is another agent");
      assertThatThrownBy(() -> SetNetwork.load(file, architecture(SetAgent.AGILE, 32)).close())
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("hidden=32");
    }
  }

  @Test
  void aSetLargerThanThereIsRoomForIsRefused() {
    try (SetNetwork network = agent(SetAgent.AGILE)) {
      assertThatThrownBy(() -> decide(network, world(0, 1, 2, 3, 8, 9, 10, 11)))
          .hasMessage("the agent has room for sets of 1 to 7 actions, got 8");
    }
  }
}
