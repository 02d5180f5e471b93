package io.fabula.model.graph.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.Shaping;
import io.fabula.model.graph.memory.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Layers multiplied with each other beside layers one after the other, in whole numbers. */
class LinearFormTest {
  private static final Map<String, Shape> SHAPES = new LinkedHashMap<>();

  static {
    SHAPES.put("first.weight", Shape.of(4, 3));
    SHAPES.put("first.bias", Shape.of(4));
    SHAPES.put("own.weight", Shape.of(4, 2));
    SHAPES.put("own.bias", Shape.of(4));
    SHAPES.put("last.weight", Shape.of(5, 8));
    SHAPES.put("last.bias", Shape.of(5));
  }

  private record Layers(Linear.Layer first, Linear.Layer own, Linear.Layer last) {}

  private interface Build {
    /** Of x [2, 3, 3], members of two sets, and s [2, 2], the sets: [2, 3, 5]. */
    Node of(Node x, Node s, Layers layers);
  }

  private record Computed(float[] value, List<float[]> gradients, List<String> steps) {}

  private static float[] whole(int size, int seed) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) values[i] = (i * 7 + seed * 5) % 9 - 4;
    return values;
  }

  /** Whole numbers below 2^24 add up without rounding, so that both ways give the same bits. */
  private static Computed compute(Build build) {
    try (Parameters parameters = Parameters.of(SHAPES)) {
      int seed = 0;
      for (String name : parameters.names()) {
        parameters.set(name, whole(SHAPES.get(name).size(), ++seed));
      }
      Graph graph = new Graph();
      Node x = graph.inputWithGradient("x", 2, 3, 3);
      Node s = graph.inputWithGradient("s", 2, 2);
      Layers layers =
          new Layers(
              layer(graph, parameters, "first"),
              layer(graph, parameters, "own"),
              layer(graph, parameters, "last"));
      Node y = build.of(x, s, layers);
      Node loss = Reductions.sum(Arithmetic.mul(y, graph.constant(whole(30, 3), 2, 3, 5)));
      try (Plan plan = Plan.training(loss, y)) {
        plan.set(x, whole(18, 8));
        if (plan.has(s)) plan.set(s, whole(4, 6));
        parameters.gradients().zero();
        plan.forward();
        plan.backward();
        List<float[]> gradients = new ArrayList<>(List.of(plan.gradient(x), plan.gradient(s)));
        for (String name : parameters.names()) gradients.add(parameters.gradients().get(name));
        return new Computed(plan.get(y), gradients, plan.listing());
      }
    }
  }

  private static Linear.Layer layer(Graph graph, Parameters parameters, String name) {
    return new Linear.Layer(
        graph.parameter(parameters, name + ".weight"), graph.parameter(parameters, name + ".bias"));
  }

  private static Node dense(Node x, Linear.Layer layer) {
    return Linear.dense(x, layer.weight(), layer.bias());
  }

  private static void requireSame(Build oneAfterTheOther, Build form) {
    Computed expected = compute(oneAfterTheOther);
    Computed actual = compute(form);
    assertThat(actual.value).containsExactly(expected.value);
    for (int i = 0; i < expected.gradients.size(); i++) {
      assertThat(actual.gradients.get(i)).as("%d", i).containsExactly(expected.gradients.get(i));
    }
  }

  @Test
  void whatAllMembersShareAndTheMembersTwiceIsWhatSingleLayersGive() {
    requireSame(
        (x, s, layers) -> {
          Node members = dense(x, layers.first);
          Node twice = Arithmetic.add(members, members);
          Node shared = Shaping.reshape(dense(s, layers.own), 2, 1, 4);
          return dense(Shaping.concat(2, Shaping.broadcast(shared, 2, 3, 4), twice), layers.last);
        },
        (x, s, layers) -> {
          LinearForm members = LinearForm.of(x).then(layers.first);
          LinearForm shared =
              LinearForm.of(s).then(layers.own).mapped(each -> Shaping.reshape(each, 2, 1, 2));
          return LinearForm.sideBySide(layers.last, shared, members.plus(members)).value();
        });
  }

  @Test
  void sumsOverMembersMayBeTakenBeforeTheLayers() {
    requireSame(
        (x, s, layers) -> {
          // weights of 3, -1 and -1 for each set, which sum to 1
          Node weights = x.graph().constant(new float[] {3, -1, -1, 3, -1, -1}, 2, 1, 3);
          Node mean = Linear.matmul(weights, dense(x, layers.first));
          Node both = Shaping.concat(2, mean, mean);
          return Shaping.broadcast(dense(both, layers.last), 2, 3, 5);
        },
        (x, s, layers) -> {
          Node weights = x.graph().constant(new float[] {3, -1, -1, 3, -1, -1}, 2, 1, 3);
          LinearForm mean =
              LinearForm.of(x).then(layers.first).mapped(each -> Linear.matmul(weights, each));
          Node value = LinearForm.sideBySide(layers.last, mean, mean).value();
          return Shaping.broadcast(value, 2, 3, 5);
        });
  }

  @Test
  void factorsAndWhatIsAddedAsItIs() {
    requireSame(
        (x, s, layers) -> {
          Node members = dense(x, layers.first);
          Node plain = Shaping.concat(2, x, Shaping.slice(x, 2, 0, 1));
          Node sum =
              Arithmetic.add(
                  Arithmetic.add(members, members),
                  Arithmetic.add(plain, Arithmetic.add(plain, plain)));
          return dense(Shaping.concat(2, sum, plain), layers.last);
        },
        (x, s, layers) -> {
          LinearForm members = LinearForm.of(x).then(layers.first).times(2);
          LinearForm plain = LinearForm.of(Shaping.concat(2, x, Shaping.slice(x, 2, 0, 1)));
          LinearForm sum = members.plus(plain.times(3));
          return LinearForm.sideBySide(layers.last, sum, plain).value();
        });
  }

  @Test
  void membersAreMultipliedOnceWhereTwoLayersFollowEachOther() {
    Computed form =
        compute(
            (x, s, layers) -> {
              LinearForm members = LinearForm.of(x).then(layers.first);
              return LinearForm.sideBySide(layers.last, members, members).value();
            });
    List<String> products =
        form.steps.stream()
            .filter(line -> line.startsWith("forward") && line.contains(" dense "))
            .filter(line -> line.contains("x[2, 3, 3]"))
            .toList();
    assertThat(products).hasSize(1);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Graph graph = new Graph();
    LinearForm three = LinearForm.of(graph.input("x", 2, 3));
    LinearForm two = LinearForm.of(graph.input("y", 2, 2));
    Node weight = graph.input("w", 4, 2);
    assertThatThrownBy(() -> three.then(weight)).hasMessageContaining("a form of width 3");
    assertThatThrownBy(() -> three.plus(two)).hasMessage("forms of width 3 and 2 cannot be added");
    Linear.Layer layer = new Linear.Layer(graph.input("v", 4, 6), graph.input("b", 4));
    assertThatThrownBy(() -> LinearForm.sideBySide(layer, three, two))
        .hasMessageContaining("does not fit forms of width 5");
  }
}
