package io.fabula.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Optimised plans of random graphs against the plain plan: equal bits. */
class RandomGraphsTest {
  private static final int BATCH = 3;
  private static final int WIDTH = 5;

  @Property(tries = 150)
  void optimisedPlansGiveThePlainPlansBits(@ForAll long seed) {
    try (Parameters parameters =
        Parameters.of(Map.of("w", Shape.of(WIDTH, WIDTH), "b", Shape.of(WIDTH)))) {
      RandomStream random = new RandomStream(seed);
      parameters.set("w", uniform(random, WIDTH * WIDTH));
      parameters.set("b", uniform(random, WIDTH));
      float[] data = uniform(random, BATCH * WIDTH);
      List<float[]> plain = run(PlanOptions.PLAIN, parameters, seed, data);
      List<float[]> optimised = run(PlanOptions.DEFAULT, parameters, seed, data);
      for (int i = 0; i < plain.size(); i++) {
        assertThat(optimised.get(i)).containsExactly(plain.get(i));
      }
    }
  }

  private static List<float[]> run(
      PlanOptions options, Parameters parameters, long seed, float[] data) {
    RandomStream random = new RandomStream(seed ^ 0x5DEECE66DL);
    Graph graph = new Graph();
    Node x = graph.inputWithGradient("x", BATCH, WIDTH);
    Node w = graph.parameter(parameters, "w");
    Node b = graph.parameter(parameters, "b");
    List<Node> nodes = new ArrayList<>(List.of(x));
    int count = 3 + random.nextInt(15);
    for (int i = 0; i < count; i++) {
      nodes.add(
          next(
              random,
              nodes.get(random.nextInt(nodes.size())),
              nodes.get(random.nextInt(nodes.size())),
              w,
              b));
    }
    Node last = nodes.get(nodes.size() - 1);
    Node kept = nodes.get(random.nextInt(nodes.size()));
    if (kept.differentiable()) kept.keepGradient();
    Node loss = Reductions.mean(Elementwise.square(last));
    parameters.gradients().zero();
    try (Plan plan = Plan.training(options, loss, kept)) {
      plan.set(x, data);
      plan.forward();
      if (loss.differentiable()) plan.backward();
      List<float[]> results = new ArrayList<>();
      results.add(plan.get(kept));
      results.add(plan.get(loss));
      if (loss.differentiable()) {
        results.add(plan.gradient(x));
        if (kept.differentiable()) results.add(plan.gradient(kept));
      }
      results.add(parameters.gradients().get("w"));
      results.add(parameters.gradients().get("b"));
      return results;
    }
  }

  /** One more node of shape [BATCH, WIDTH]. */
  private static Node next(RandomStream random, Node a, Node c, Node w, Node b) {
    return switch (random.nextInt(12)) {
      case 0 -> Elementwise.relu(a);
      case 1 -> Elementwise.tanh(a);
      case 2 -> Arithmetic.add(a, c);
      case 3 -> Arithmetic.mul(a, c);
      case 4 -> Arithmetic.max(a, c);
      case 5 -> Linear.dense(a, w, b);
      case 6 -> Categorical.softmax(a);
      case 7 ->
          Shaping.reshape(Shaping.permute(Shaping.reshape(a, WIDTH, BATCH), 1, 0), BATCH, WIDTH);
      case 8 -> Shaping.concat(1, Shaping.slice(a, 1, 2, WIDTH), Shaping.slice(c, 1, 0, 2));
      case 9 -> Shaping.concat(0, Shaping.slice(a, 0, 1, BATCH), Shaping.slice(c, 0, 0, 1));
      case 10 -> Shaping.stopGradient(a);
      default -> Arithmetic.sub(a, Reductions.meanKeeping(c, 0));
    };
  }

  private static float[] uniform(RandomStream random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) values[i] = random.nextFloat() * 2 - 1;
    return values;
  }
}
