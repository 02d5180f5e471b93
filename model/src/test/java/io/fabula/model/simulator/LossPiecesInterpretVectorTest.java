package io.fabula.model.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Categorical;
import io.fabula.model.graph.Divergence;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.NormGru;
import io.fabula.model.graph.Normalisation;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.vectors.Closeness;
import io.fabula.model.vectors.InterpretVectors;
import io.fabula.model.vectors.VectorFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The small closed pieces of the simulator's losses and cells. */
final class LossPiecesInterpretVectorTest {
  private static final JsonNode FILE = InterpretVectors.file("losses_misc.json");
  private static final double TOLERANCE = 1e-5;

  /**
   * Of the norm. Normalising two or three values is ill-conditioned: the reference's own gradients
   * are off by 1.4e-5 there, measured against the formula in double precision.
   */
  private static final double CELL_GRADIENTS = 3e-5;

  private static final Pattern HASH = Pattern.compile("([\\d.]+)\\*hash_u\\(i,(\\d+),(\\d+)\\)");

  private static List<JsonNode> cases(String name) {
    return VectorFile.list(FILE.path(name), name);
  }

  @Test
  void normalisedCell() {
    List<String> order =
        List.of(
            "weight_ih.weight",
            "weight_hh.weight",
            "ln_reset.weight",
            "ln_reset.bias",
            "ln_update.weight",
            "ln_update.bias",
            "ln_newval.weight",
            "ln_newval.bias");
    for (JsonNode example : cases("norm_gru")) {
      int in = example.get("input").asInt();
      int hidden = example.get("hidden").asInt();
      int rows = example.get("x").size();
      Graph graph = new Graph();
      Node x = graph.inputWithGradient("x", rows, in);
      Node h = graph.inputWithGradient("h", rows, hidden);
      Map<String, Node> tensors = new HashMap<>();
      tensors.put(order.get(0), graph.inputWithGradient("w_ih", 3 * hidden, in));
      tensors.put(order.get(1), graph.inputWithGradient("w_hh", 3 * hidden, hidden));
      List<Node> norms = new ArrayList<>();
      for (String name : order.subList(2, 8)) {
        Node norm = graph.inputWithGradient(name, hidden);
        tensors.put(name, norm);
        norms.add(norm);
      }
      Node out =
          NormGru.step(
              Linear.dense(x, tensors.get(order.get(0))),
              Linear.dense(h, tensors.get(order.get(1))),
              h,
              new NormGru.Norms(norms),
              1e-3f);
      try (Plan plan = Plan.training(Reductions.sum(out), out)) {
        plan.set(x, VectorFile.floats(example.get("x")));
        plan.set(h, VectorFile.floats(example.get("h")));
        for (int k = 0; k < order.size(); k++) {
          Node tensor = tensors.get(order.get(k));
          plan.set(tensor, cellWeights(example.get("weights"), order.get(k), tensor.shape(), k));
        }
        plan.forward();
        plan.backward();
        String name = "norm_gru " + example.get("name");
        Closeness.elements(name, plan.get(out), example.get("out"), TOLERANCE);
        Closeness.elements(name, plan.gradient(x), example.get("grad_x_of_sum"), TOLERANCE);
        Closeness.elements(name, plan.gradient(h), example.get("grad_h_of_sum"), TOLERANCE);
        JsonNode gradients = example.get("grad_params_of_sum");
        for (String tensor : order) {
          float[] actual = plan.gradient(tensors.get(tensor));
          Closeness.summary(name + " " + tensor, actual, gradients.get(tensor), CELL_GRADIENTS);
        }
      }
    }
  }

  private static float[] cellWeights(JsonNode formula, String name, Shape shape, int k) {
    float[] values = new float[shape.size()];
    boolean spec = formula.isTextual();
    boolean norm = shape.rank() == 1;
    boolean scale = name.endsWith("weight");
    for (int i = 0; i < values.length; i++) {
      if (spec) {
        double shift = 0.05 * i - 0.02;
        values[i] = (float) (!norm ? 0.1 * Math.sin(1.3 * i + k) : scale ? 1 + 0.1 * i : shift);
        continue;
      }
      double u = InterpretVectors.hash(i, k, formula.get("seed").asLong());
      String text = formula.get(!norm ? "w" : scale ? "ln_scale" : "ln_shift").asText();
      Matcher factor = Pattern.compile("([\\d.]+)\\*hash_u").matcher(text);
      assertThat(factor.find()).as(text).isTrue();
      values[i] =
          (float) ((text.startsWith("1+") ? 1 : 0) + Double.parseDouble(factor.group(1)) * u);
    }
    return values;
  }

  @Test
  void balancedDivergence() {
    for (JsonNode example : cases("categorical_kl")) {
      int width = example.get("vars").asInt() * example.get("classes").asInt();
      int rows = example.get("kl").size();
      Graph graph = new Graph();
      Node post = graph.inputWithGradient("post", rows, width);
      Node prior = graph.inputWithGradient("prior", rows, width);
      Node kl = Divergence.balanced(post, prior, example.get("classes").asInt(), 0.8f);
      try (Plan plan = Plan.training(Reductions.sum(kl), kl)) {
        plan.set(post, logits(example.get("logits"), "post", rows * width));
        plan.set(prior, logits(example.get("logits"), "prior", rows * width));
        plan.forward();
        plan.backward();
        String name = "categorical_kl " + example.get("name");
        Closeness.elements(name, plan.get(kl), example.get("balanced"), TOLERANCE);
        Closeness.summary(name, plan.gradient(post), example.get("grad_post"), TOLERANCE);
        Closeness.summary(name, plan.gradient(prior), example.get("grad_prior"), TOLERANCE);
      }
    }
  }

  private static float[] logits(JsonNode formula, String side, int size) {
    float[] values = new float[size];
    if (formula.isTextual()) {
      Matcher wave =
          Pattern.compile(side + " (sin|cos)\\(([\\d.]+) i\\)").matcher(formula.asText());
      assertThat(wave.find()).as(formula.asText()).isTrue();
      double factor = Double.parseDouble(wave.group(2));
      boolean sine = wave.group(1).equals("sin");
      for (int i = 0; i < size; i++) {
        values[i] = (float) (sine ? Math.sin(factor * i) : Math.cos(factor * i));
      }
      return values;
    }
    Matcher hash = HASH.matcher(formula.get(side).asText());
    assertThat(hash.matches()).as(formula.get(side).asText()).isTrue();
    double factor = Double.parseDouble(hash.group(1));
    for (int i = 0; i < size; i++) {
      values[i] =
          (float)
              (factor
                  * InterpretVectors.hash(
                      i, Long.parseLong(hash.group(2)), Long.parseLong(hash.group(3))));
    }
    return values;
  }

  @Test
  void bottleneckSpread() {
    for (JsonNode example : cases("bottleneck_spread")) {
      float[] vectors = VectorFile.floats(example.get("vectors"));
      int batch = example.get("vectors").size();
      int width = vectors.length / batch;
      Graph graph = new Graph();
      Node x = graph.inputWithGradient("vectors", batch, width);
      Node unit = Normalisation.unit(x, 1e-8f);
      Node upstream = graph.input("upstream", batch, width);
      Node loss = Reductions.sum(Arithmetic.mul(unit, upstream));
      float[] gradient = new float[batch * width];
      try (Plan plan = Plan.training(loss, unit)) {
        plan.set(x, vectors);
        plan.forward();
        String name = "bottleneck_spread " + example.get("name");
        Closeness.elements(name, plan.get(unit), example.get("normalised"), TOLERANCE);
        double value =
            BottleneckSpread.lossAndGradient(plan.get(unit), batch, width, 100, gradient);
        Closeness.near(name, value, example.get("loss").asDouble(), TOLERANCE * value);
        plan.set(upstream, gradient);
        plan.backward();
        Closeness.elements(name, plan.gradient(x), example.get("grad_vectors"), TOLERANCE);
      }
    }
  }

  @Test
  void terminalMask() {
    for (JsonNode example : cases("terminal_mask")) {
      float[] terminals = VectorFile.floats(example.get("terminals"));
      int steps = example.get("terminals").size();
      float[] mask = new float[terminals.length];
      TerminalMask.fill(terminals, 0, steps, terminals.length / steps, mask);
      assertThat(mask).containsExactly(VectorFile.floats(example.get("fixed_mask")));
    }
  }

  @Test
  void scalarHeads() {
    for (JsonNode example : cases("scalar_head_losses")) {
      Graph graph = new Graph();
      Node prediction = graph.inputWithGradient("prediction", 1);
      Node target = graph.input("target", 1);
      check(
          SimulatorLoss.reward(prediction, target),
          prediction,
          target,
          example.get("prediction"),
          example.get("reward_target"),
          example.get("reward_loss"),
          example.get("reward_grad"));
      check(
          SimulatorLoss.terminal(prediction, target),
          prediction,
          target,
          example.get("terminal_logit"),
          example.get("terminal_target"),
          example.get("terminal_loss"),
          example.get("terminal_grad"));
    }
  }

  private static void check(
      Node loss, Node x, Node target, JsonNode at, JsonNode goal, JsonNode value, JsonNode slope) {
    try (Plan plan = Plan.training(Reductions.sum(loss), loss)) {
      plan.set(x, (float) at.asDouble());
      plan.set(target, (float) goal.asDouble());
      plan.forward();
      plan.backward();
      Closeness.elements("loss", plan.get(loss), value, TOLERANCE);
      Closeness.elements("gradient", plan.gradient(x), slope, TOLERANCE);
    }
  }

  @Test
  void straightThroughRules() {
    JsonNode clamp = FILE.get("straight_through_clamp");
    check(clamp, "x", "y", "grad", x -> Elementwise.straightThroughClamp(x, 0, 1));
    JsonNode oneHot = FILE.get("straight_through_onehot");
    check(
        oneHot,
        "logits",
        "sample",
        "grad_logits",
        x -> Categorical.mode(x, Categorical.softmax(x)));
    check(
        FILE.get("straight_through_action"),
        "logits",
        "action",
        "grad_logits",
        x -> Categorical.mode(Categorical.logSoftmax(x)));
  }

  private interface Rule {
    Node of(Node x);
  }

  private static void check(JsonNode example, String in, String out, String gradient, Rule rule) {
    float[] values = VectorFile.floats(example.get(in));
    Graph graph = new Graph();
    Node x = graph.inputWithGradient("x", 1, values.length);
    Node upstream = graph.input("upstream", 1, values.length);
    Node y = rule.of(x);
    try (Plan plan = Plan.training(Reductions.sum(Arithmetic.mul(y, upstream)), y)) {
      plan.set(x, values);
      plan.set(upstream, VectorFile.floats(example.get("upstream")));
      plan.forward();
      plan.backward();
      Closeness.elements(out, plan.get(y), example.get(out), TOLERANCE);
      Closeness.elements(gradient, plan.gradient(x), example.get(gradient), TOLERANCE);
    }
  }

  @Test
  void safeNormalisation() {
    JsonNode example = FILE.get("safe_normalise");
    Graph graph = new Graph();
    Node x = graph.input("x", example.get("x").size(), example.get("x").get(0).size());
    Node y = Normalisation.unit(x, 1e-8f);
    try (Plan plan = Plan.forward(y)) {
      plan.set(x, VectorFile.floats(example.get("x")));
      plan.forward();
      Closeness.elements("unit", plan.get(y), example.get("y"), TOLERANCE);
    }
  }
}
