package io.fabula.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.vectors.InterpretVectors;
import io.fabula.model.vectors.VectorFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The masked GRU against the outputs and gradients of the original module. {@code -Dfabula.vectors}
 * names another folder of vectors.
 */
class GruMaskedInterpretVectorTest {
  private static final List<String> NAMES = List.of("w_ih", "w_hh", "b_ih", "b_hh");
  private static final double TOLERANCE = 1e-5;

  @TestFactory
  Stream<DynamicTest> agreesWithTheOriginal() {
    return InterpretVectors.each("gru_masked.json", "cases", GruMaskedInterpretVectorTest::check);
  }

  private static void check(JsonNode one) {
    int in = one.path("input_size").asInt();
    int hidden = one.path("hidden_size").asInt();
    int time = one.path("T").asInt();
    int batch = one.path("N").asInt();
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("w_ih", Shape.of(3 * hidden, in));
    shapes.put("w_hh", Shape.of(3 * hidden, hidden));
    shapes.put("b_ih", Shape.of(3 * hidden));
    shapes.put("b_hh", Shape.of(3 * hidden));
    try (Parameters parameters = Parameters.of(shapes)) {
      for (int k = 0; k < NAMES.size(); k++) {
        float[] values = weights(one.path("weights"), k, shapes.get(NAMES.get(k)).size());
        parameters.set(NAMES.get(k), values);
      }
      Graph graph = new Graph();
      Node x = graph.inputWithGradient("x", time, batch, in);
      Node h0 = graph.inputWithGradient("h0", batch, hidden);
      Node mask = graph.input("mask", time, batch);
      var weights =
          new Recurrent.GruWeights(
              graph.parameter(parameters, "w_ih"),
              graph.parameter(parameters, "w_hh"),
              graph.parameter(parameters, "b_ih"),
              graph.parameter(parameters, "b_hh"));
      Node states = Recurrent.maskedGru(x, h0, mask, weights);
      Node last = Shaping.at(states, time - 1);
      Node coefficients = graph.input("coef", time, batch, hidden);
      Node loss = Reductions.sum(Arithmetic.mul(states, coefficients));
      try (Plan plan = Plan.training(loss, states, last)) {
        plan.set(x, VectorFile.floats(one.path("x")));
        plan.set(h0, VectorFile.floats(one.path("h0")));
        plan.set(mask, VectorFile.floats(one.path("mask")));
        plan.set(coefficients, VectorFile.floats(one.path("coef")));
        plan.forward();
        plan.backward();
        compare("outputs", plan.get(states), one.path("outputs"));
        compare("final", plan.get(last), one.path("final"));
        compare("grad_x", plan.gradient(x), one.path("grad_x"));
        compare("grad_h0", plan.gradient(h0), one.path("grad_h0"));
        for (int k = 0; k < NAMES.size(); k++) {
          compare(
              NAMES.get(k),
              parameters.gradients().get(NAMES.get(k)),
              one.path("grad_params").get(k));
        }
      }
    }
  }

  /** Tensor k by the file's formula: a factor times a sine or a hash of the element's index. */
  private static float[] weights(JsonNode description, int k, int size) {
    String formula = description.path("formula").asText();
    double factor = Double.parseDouble(formula.substring(0, formula.indexOf('*')));
    boolean hashed = formula.contains("hash_u(i,k,seed)");
    if (!hashed) assertThat(formula).contains("sin(0.9*i+k)");
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      double u =
          hashed
              ? InterpretVectors.hash(i, k, description.path("seed").asInt())
              : Math.sin(0.9 * i + k);
      values[i] = (float) (factor * u);
    }
    return values;
  }

  private static void compare(String what, float[] actual, JsonNode expectedNode) {
    float[] expected = VectorFile.floats(expectedNode);
    assertThat(actual).as(what).hasSize(expected.length);
    double scale = 1;
    for (float value : expected) scale = Math.max(scale, Math.abs(value));
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .as("%s[%d]", what, i)
          .isCloseTo(expected[i], org.assertj.core.data.Offset.offset(TOLERANCE * scale));
    }
  }
}
