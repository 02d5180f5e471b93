package io.fabula.model.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.ops.LinearForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Layers over sets: the specification's numbers, and padding that changes nothing. */
class SetLayersTest {
  private static final int WIDTH = 3;

  /** Single precision over a few sums of numbers below 10. */
  private static final double ROUNDING = 1e-5;

  /** A layer of any kind: from members to what is compared. */
  private interface Layer {
    Node of(Node x, Members members, TensorNodes tensors);
  }

  private record Made(List<NetworkTensor> tensors, Layer layer) {}

  private enum Part {
    ATTENTION {
      @Override
      Made make() {
        return block(Relation.ATTENTION, 1);
      }
    },
    TWO_HEADS {
      @Override
      Made make() {
        return block(Relation.ATTENTION, 2);
      }
    },
    DYNAMIC_ATTENTION {
      @Override
      Made make() {
        return block(Relation.DYNAMIC_ATTENTION, 1);
      }
    },
    CONVOLUTION {
      @Override
      Made make() {
        return block(Relation.CONVOLUTION, 1);
      }
    },
    DEEP_SET {
      @Override
      Made make() {
        return summary(SetSummary.deepSet("s", WIDTH, 4, 2));
      }
    },
    LSTM {
      @Override
      Made make() {
        return summary(SetSummary.lstm("s", WIDTH, 4, 2, 2));
      }
    };

    abstract Made make();

    private static Made block(Relation relation, int heads) {
      RelationBlock block = new RelationBlock("b", relation, WIDTH, 4, WIDTH, heads, 0.5);
      // a mean over members hangs on each of them, and not on padding
      return new Made(
          block.tensors(), (x, m, t) -> m.mean(block.of(LinearForm.of(x), m, t).members()).value());
    }

    private static Made summary(SetSummary summary) {
      return new Made(summary.tensors(), (x, m, t) -> summary.of(LinearForm.of(x), m, t).value());
    }
  }

  /** A layer's results and the gradients of their weighted sum. */
  private record Computed(float[] result, List<float[]> gradients) {}

  private static Computed compute(
      Made made, Parameters parameters, float[] x, float[] taken, int rows, int places) {
    Graph graph = new Graph();
    Node nodes = graph.input("x", rows, places, WIDTH);
    Members members =
        taken.length == 0
            ? Members.all(graph, rows, places)
            : Members.of(graph.constant(taken, rows, places));
    Node y = made.layer.of(nodes, members, new TensorNodes(graph, parameters));
    float[] weights = new float[y.shape().size()];
    for (int i = 0; i < weights.length; i++) weights[i] = 1 + 0.5f * (i % y.shape().last());
    Node loss = Reductions.sum(Arithmetic.mul(y, graph.constant(weights, y.shape().dims())));
    try (Plan plan = Plan.training(loss, y)) {
      plan.set(nodes, x);
      parameters.gradients().zero();
      plan.forward();
      plan.backward();
      List<float[]> gradients = new ArrayList<>();
      for (String name : parameters.names()) gradients.add(parameters.gradients().get(name));
      return new Computed(plan.get(y), gradients);
    }
  }

  private static float[] random(int size, long seed) {
    RandomStream random = new RandomStream(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) values[i] = (float) random.nextGaussian();
    return values;
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void setsInABatchAreWhatTheyAreAlone(Part part) {
    Made made = part.make();
    int[] sizes = {4, 1, 3};
    int places = 4;
    float[] x = random(sizes.length * places * WIDTH, 1);
    float[] taken = new float[sizes.length * places];
    for (int i = 0; i < sizes.length; i++) {
      Arrays.fill(taken, i * places, i * places + sizes[i], 1);
    }
    try (Parameters parameters = NetworkTensor.allocate(made.tensors)) {
      NetworkTensor.begin(made.tensors, parameters, 7);
      Computed together = compute(made, parameters, x, taken, sizes.length, places);
      float[] results = new float[0];
      List<float[]> sums = new ArrayList<>();
      for (int i = 0; i < sizes.length; i++) {
        int from = i * places * WIDTH;
        Computed alone =
            compute(
                made,
                parameters,
                Arrays.copyOfRange(x, from, from + sizes[i] * WIDTH),
                new float[0],
                1,
                sizes[i]);
        results = joined(results, alone.result);
        for (int k = 0; k < alone.gradients.size(); k++) {
          if (i == 0) sums.add(new float[alone.gradients.get(k).length]);
          for (int e = 0; e < sums.get(k).length; e++) sums.get(k)[e] += alone.gradients.get(k)[e];
        }
      }
      assertThat(together.result).containsExactly(results, within((float) ROUNDING));
      for (int k = 0; k < sums.size(); k++) {
        assertThat(together.gradients.get(k))
            .as(parameters.names().get(k))
            .containsExactly(sums.get(k), within((float) (10 * ROUNDING)));
      }
    }
  }

  private static float[] joined(float[] a, float[] b) {
    float[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  /** Central differences of the layer itself, in single precision: a step of 1e-2. */
  @ParameterizedTest
  @EnumSource(Part.class)
  void gradientsAreThoseOfFiniteDifferences(Part part) {
    Made made = part.make();
    float[] x = random(2 * 3 * WIDTH, 3);
    float[] taken = {1, 1, 1, 1, 1, 0};
    try (Parameters parameters = NetworkTensor.allocate(made.tensors)) {
      NetworkTensor.begin(made.tensors, parameters, 5);
      Computed here = compute(made, parameters, x, taken, 2, 3);
      double largest = 0;
      for (float[] each : here.gradients) for (float g : each) largest = Math.max(largest, g);
      for (int k = 0; k < made.tensors.size(); k++) {
        String name = made.tensors.get(k).name();
        float[] values = parameters.get(name);
        for (int i = 0; i < values.length; i += 3) {
          double slope = slope(made, parameters, x, taken, name, i);
          // the error of a difference: curvature times the step's square, kinks of relu
          assertThat((double) here.gradients.get(k)[i])
              .as("%s %d", name, i)
              .isCloseTo(slope, within(0.02 * largest));
        }
      }
    }
  }

  private static double slope(
      Made made, Parameters parameters, float[] x, float[] taken, String name, int i) {
    float step = 1e-2f;
    float[] values = parameters.get(name);
    float was = values[i];
    double[] sums = new double[2];
    for (int side = 0; side < 2; side++) {
      values[i] = was + (side == 0 ? step : -step);
      parameters.set(name, values);
      float[] result = compute(made, parameters, x, taken, 2, 3).result;
      int width = result.length / 2;
      for (int e = 0; e < result.length; e++) sums[side] += result[e] * (1 + 0.5 * (e % width));
    }
    values[i] = was;
    parameters.set(name, values);
    return (sums[0] - sums[1]) / (2 * step);
  }

  /** Runs a block on one set. */
  private static List<float[]> related(
      RelationBlock block, Parameters parameters, float[] x, int places) {
    Graph graph = new Graph();
    Node nodes = graph.input("x", 1, places, block.in());
    RelationBlock.Related y =
        block.of(
            LinearForm.of(nodes),
            Members.all(graph, 1, places),
            new TensorNodes(graph, parameters));
    List<Node> wanted = new ArrayList<>(List.of(y.members().value()));
    wanted.addAll(y.attention());
    try (Plan plan = Plan.forward(wanted.toArray(new Node[0]))) {
      plan.set(nodes, x);
      plan.forward();
      return wanted.stream().map(plan::get).toList();
    }
  }

  @ParameterizedTest
  @EnumSource(Relation.class)
  void aBlocksMeanIsThatOfItsMembers(Relation relation) {
    RelationBlock block = new RelationBlock("b", relation, WIDTH, 4, WIDTH, 1, 0.5);
    float[] x = random(2 * 3 * WIDTH, 11);
    float[] taken = {1, 1, 1, 1, 1, 0};
    Made apart =
        new Made(
            block.tensors(),
            (n, m, t) -> m.mean(block.of(LinearForm.of(n), m, t).members().value()));
    Made asOne =
        new Made(block.tensors(), (n, m, t) -> block.of(LinearForm.of(n), m, t).mean().value());
    try (Parameters parameters = NetworkTensor.allocate(block.tensors())) {
      NetworkTensor.begin(block.tensors(), parameters, 8);
      Computed a = compute(apart, parameters, x, taken, 2, 3);
      Computed b = compute(asOne, parameters, x, taken, 2, 3);
      assertThat(b.result).containsExactly(a.result, within((float) ROUNDING));
      for (int k = 0; k < a.gradients.size(); k++) {
        assertThat(b.gradients.get(k))
            .as(parameters.names().get(k))
            .containsExactly(a.gradients.get(k), within((float) (10 * ROUNDING)));
      }
    }
  }

  @Test
  void theBlocksGiveTheSpecificationsNumbers() {
    float[] nodes = {1, 0, 0, 1, -1, 2};
    RelationBlock attention = RelationBlock.of("g", Relation.ATTENTION, 2);
    try (Parameters parameters = NetworkTensor.allocate(attention.tensors())) {
      for (String layer : List.of("g.attention_0", "g.out_att")) {
        parameters.set(layer + ".weight", new float[] {1, 0.5f, -0.5f, 1});
        parameters.set(layer + ".bias", new float[] {0.1f, -0.1f});
        parameters.set(layer + ".a", new float[] {0.3f, -0.2f, 0.5f, 0.4f});
      }
      List<float[]> y = related(attention, parameters, nodes, 3);
      near(y.get(0), 2.204554, 0.881876, 1.204554, 1.881876, 0.204554, 2.881876);
      near(
          y.get(1), 0.225590, 0.320127, 0.454282, 0.225590, 0.320127, 0.454283, 0.245755, 0.311792,
          0.442453);
    }
    RelationBlock convolution = RelationBlock.of("g", Relation.CONVOLUTION, 2);
    try (Parameters parameters = NetworkTensor.allocate(convolution.tensors())) {
      for (String layer : List.of("g.conv", "g.out_conv")) {
        parameters.set(layer + ".weight", new float[] {1, -0.5f, 0.5f, 1});
        parameters.set(layer + ".bias", new float[] {0.1f, -0.1f});
      }
      near(
          related(convolution, parameters, nodes, 3).get(0),
          2.0875,
          0.0625,
          1.15,
          1.5,
          0.2125,
          2.9375);
    }
  }

  private static void near(float[] actual, double... expected) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(2e-6)); // 6 digits are given
    }
  }

  @Test
  void aSetOfOneIsConvolvedToTheBias() {
    RelationBlock block = new RelationBlock("g", Relation.CONVOLUTION, 2, 2, 2, 1, 0);
    try (Parameters parameters = NetworkTensor.allocate(block.tensors())) {
      NetworkTensor.begin(block.tensors(), parameters, 1);
      parameters.set("g.out_conv.bias", new float[] {3, 4});
      assertThat(related(block, parameters, new float[] {5, 6}, 1).get(0)).containsExactly(3, 4);
    }
  }

  @Test
  void publishedAttentionRanksTheMembersAlikeInEveryRowAndDynamicAttentionNeedNot() {
    assertThat(rankings(Relation.ATTENTION)).isEqualTo(1);
    assertThat(rankings(Relation.DYNAMIC_ATTENTION)).isGreaterThan(1);
  }

  /** The largest number of different rankings among the rows of one matrix of 24. */
  private static int rankings(Relation relation) {
    int places = 6;
    int most = 0;
    RelationBlock block = RelationBlock.of("g", relation, 4);
    for (int draw = 0; draw < 12; draw++) {
      try (Parameters parameters = NetworkTensor.allocate(block.tensors())) {
        NetworkTensor.begin(block.tensors(), parameters, draw);
        List<float[]> y = related(block, parameters, random(places * 4, 100 + draw), places);
        for (float[] weights : y.subList(1, y.size())) {
          List<List<Integer>> seen = new ArrayList<>();
          for (int i = 0; i < places; i++) {
            int from = i * places;
            double sum = 0;
            List<Integer> order = new ArrayList<>();
            for (int j = 0; j < places; j++) {
              sum += weights[from + j];
              order.add(j);
            }
            assertThat(sum).isCloseTo(1, within(1e-6));
            order.sort((a, b) -> Float.compare(weights[from + a], weights[from + b]));
            if (!seen.contains(order)) seen.add(order);
          }
          most = Math.max(most, seen.size());
        }
      }
    }
    return most;
  }

  @ParameterizedTest
  @EnumSource(
      value = Relation.class,
      names = {"ATTENTION", "DYNAMIC_ATTENTION"})
  void equalMembersGetEqualWeights(Relation relation) {
    RelationBlock block = RelationBlock.of("g", relation, 2);
    try (Parameters parameters = NetworkTensor.allocate(block.tensors())) {
      NetworkTensor.begin(block.tensors(), parameters, 2);
      List<float[]> y = related(block, parameters, new float[] {1, 2, 1, 2, 1, 2, 1, 2}, 4);
      for (float[] weights : y.subList(1, 3)) {
        for (float each : weights) assertThat(each).isCloseTo(0.25f, within(1e-7f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void onlyTheLstmFeelsTheOrderOfTheMembers(Part part) {
    Made made = part.make();
    float[] x = random(4 * WIDTH, 9);
    float[] turned = new float[x.length];
    for (int i = 0; i < 4; i++) {
      System.arraycopy(x, i * WIDTH, turned, (i + 1) % 4 * WIDTH, WIDTH);
    }
    try (Parameters parameters = NetworkTensor.allocate(made.tensors)) {
      NetworkTensor.begin(made.tensors, parameters, 4);
      float[] a = compute(made, parameters, x, new float[0], 1, 4).result;
      float[] b = compute(made, parameters, turned, new float[0], 1, 4).result;
      if (part == Part.LSTM) {
        assertThat(Math.abs(a[0] - b[0])).isGreaterThan(1e-5f);
      } else {
        assertThat(a).containsExactly(b, within(1e-6f));
      }
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> new RelationBlock("g", Relation.ATTENTION, 2, 2, 3, 1, 1))
        .hasMessage("an input of 2 numbers cannot be added to 3");
    assertThatThrownBy(() -> new RelationBlock("g", Relation.CONVOLUTION, 2, 2, 2, 2, 1))
        .hasMessage("convolutions have 1 head, got 2");
    assertThatThrownBy(() -> new SetSummary("s", SetSummary.Kind.DEEP_SET, 2, 2, 2, 2))
        .hasMessage("layers are those of an LSTM, got 2");
    assertThatThrownBy(() -> new Perceptron("p", List.of(3)))
        .hasMessage("widths must be two or more from 1, got [3]");
  }
}
