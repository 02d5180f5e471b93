package io.fabula.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.graph.memory.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** All optimisations on random graphs, each alone and each as the only one that is missing. */
class RandomGraphsTest {
  private static final int BATCH = 2;
  private static final int WIDTH = 8;
  private static final int SIDE = 6;

  /** Values are multiplied with each other up to 15 times, which enlarges what rounding does. */
  private static final double TOLERANCE = 1e-4;

  @Property(tries = 40)
  void rowsAgreeWithThePlainPlan(@ForAll long seed) {
    try (Parameters parameters =
        Parameters.of(Map.of("w", Shape.of(WIDTH, WIDTH), "b", Shape.of(WIDTH)))) {
      RandomStream random = new RandomStream(seed);
      parameters.set("w", uniform(random, WIDTH * WIDTH));
      parameters.set("b", uniform(random, WIDTH));
      float[] data = uniform(random, BATCH * WIDTH);
      Switches.check(options -> rows(options, parameters, seed, data), TOLERANCE);
    }
  }

  private static List<Switches.Result> rows(
      PlanOptions options, Parameters parameters, long seed, float[] data) {
    RandomStream random = new RandomStream(seed ^ 0x5DEECE66DL);
    Graph graph = new Graph();
    Node x = graph.inputWithGradient("x", BATCH, WIDTH);
    Node fixed = graph.input("fixed", BATCH, WIDTH);
    Node w = graph.parameter(parameters, "w");
    Node b = graph.parameter(parameters, "b");
    List<Node> nodes = new ArrayList<>(List.of(x, fixed));
    int count = 3 + random.nextInt(15);
    for (int i = 0; i < count; i++)
      nodes.add(nextRows(random, any(random, nodes), any(random, nodes), w, b));
    return results(options, parameters, random, nodes, data);
  }

  private static Node any(RandomStream random, List<Node> nodes) {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private static List<Switches.Result> results(
      PlanOptions options,
      Parameters parameters,
      RandomStream random,
      List<Node> nodes,
      float[] data) {
    Node last = nodes.get(nodes.size() - 1);
    Node kept = any(random, nodes);
    if (kept.differentiable()) kept.keepGradient();
    Node loss = Reductions.mean(Elementwise.square(last));
    Terms terms =
        options.equals(PlanOptions.PLAIN) ? terms(parameters, loss, nodes, data) : new Terms(0, 0);
    List<Switches.Result> results = new ArrayList<>();
    try (Plan plan = Plan.training(options, loss, kept)) {
      run(plan, parameters, loss, nodes, data);
      results.add(new Switches.Result(plan.get(kept), terms.value()));
      results.add(new Switches.Result(plan.get(loss), terms.value()));
      if (loss.differentiable()) {
        results.add(new Switches.Result(plan.gradient(nodes.get(0)), terms.gradient()));
        if (kept.differentiable())
          results.add(new Switches.Result(plan.gradient(kept), terms.gradient()));
      }
    }
    for (String name : parameters.names())
      results.add(new Switches.Result(parameters.gradients().get(name), terms.gradient()));
    return results;
  }

  private static void run(
      Plan plan, Parameters parameters, Node loss, List<Node> nodes, float[] data) {
    parameters.gradients().zero();
    for (Node input : nodes.subList(0, 2)) if (plan.has(input)) plan.set(input, data);
    plan.forward();
    if (loss.differentiable()) plan.backward();
  }

  /**
   * The largest numbers that any sum of a graph adds. Graphs that subtract a mean, or the softmax
   * of which takes no notice of what is added to all, have sums that are zero but for rounding.
   *
   * @param value the largest value of any node
   * @param gradient the largest gradient of any node, times the largest value that it can meet
   */
  private record Terms(double value, double gradient) {}

  private static Terms terms(Parameters parameters, Node loss, List<Node> nodes, float[] data) {
    Node[] watched = nodes.toArray(Node[]::new);
    for (Node node : watched) if (node.differentiable()) node.keepGradient();
    try (Plan plan = Plan.training(PlanOptions.PLAIN, loss, watched)) {
      run(plan, parameters, loss, nodes, data);
      double value = 1;
      double gradient = 0;
      for (Node node : watched) {
        value = Math.max(value, largest(plan.get(node)));
        if (node.differentiable() && loss.differentiable())
          gradient = Math.max(gradient, largest(plan.gradient(node)));
      }
      int elements = data.length;
      return new Terms(value, Math.max(gradient, 2 * value / elements) * value);
    }
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) largest = Math.max(largest, Math.abs(value));
    return largest;
  }

  /** One more node of shape [BATCH, WIDTH]. */
  private static Node nextRows(RandomStream random, Node a, Node c, Node w, Node b) {
    return switch (random.nextInt(16)) {
      case 0 -> Elementwise.leakyRelu(a, 0.2f);
      case 1 -> Elementwise.tanh(a);
      case 2 -> Arithmetic.add(a, c);
      case 3 -> Arithmetic.mul(a, c);
      case 4 -> Elementwise.elu(Elementwise.elu(a));
      case 5, 6, 7 -> Linear.dense(a, w, b);
      case 8 -> Categorical.softmax(a);
      case 9 ->
          Shaping.reshape(Shaping.permute(Shaping.reshape(a, WIDTH, BATCH), 1, 0), BATCH, WIDTH);
      case 10 -> Shaping.concat(1, Shaping.slice(a, 1, 2, WIDTH), Shaping.slice(c, 1, 0, 2));
      case 11 -> Shaping.concat(0, Shaping.slice(a, 0, 1, BATCH), Shaping.slice(c, 0, 0, 1));
      case 12 -> Shaping.stopGradient(a);
      case 13 -> Arithmetic.mul(Elementwise.sigmoid(a), Reductions.meanKeeping(c, 1));
      case 14 -> Linear.matmul(Linear.matmul(a, c, false, true), a);
      default -> Arithmetic.sub(a, Reductions.meanKeeping(c, 0));
    };
  }

  /** Inputs and parameters change in any order, one or several at a time or none. */
  @Property(tries = 40)
  void plansThatComputeOnlyChangesGiveTheSameBits(@ForAll long seed) {
    try (Parameters parameters =
        Parameters.of(Map.of("w", Shape.of(WIDTH, WIDTH), "b", Shape.of(WIDTH)))) {
      RandomStream random = new RandomStream(seed);
      Graph graph = new Graph();
      List<Node> inputs = new ArrayList<>();
      for (int i = 0; i < 3; i++) inputs.add(graph.input("x" + i, BATCH, WIDTH));
      Node w = graph.parameter(parameters, "w");
      Node b = graph.parameter(parameters, "b");
      List<Node> nodes = new ArrayList<>(inputs);
      for (int i = 0; i < 15; i++)
        nodes.add(nextRows(random, any(random, nodes), any(random, nodes), w, b));
      Node inside = any(random, nodes);
      Node last = nodes.get(nodes.size() - 1);
      try (Plan whole = Plan.forward(last, inside);
          Plan changes = Plan.incremental(last, inside)) {
        for (int run = 0; run < 8; run++) {
          if (random.nextInt(3) == 0) parameters.set("w", uniform(random, WIDTH * WIDTH));
          for (Node input : inputs) {
            if (!whole.has(input) || (run > 0 && random.nextInt(3) > 0)) continue;
            float[] data = uniform(random, BATCH * WIDTH);
            whole.set(input, data);
            changes.set(input, data);
          }
          whole.forward();
          changes.forward();
          assertThat(changes.get(last)).isEqualTo(whole.get(last));
          assertThat(changes.get(inside)).isEqualTo(whole.get(inside));
        }
      }
    }
  }

  @Property(tries = 25)
  void picturesAgreeWithThePlainPlan(@ForAll long seed) {
    try (Parameters parameters =
        Parameters.of(Map.of("w", Shape.of(WIDTH, WIDTH, 3, 3), "b", Shape.of(WIDTH)))) {
      RandomStream random = new RandomStream(seed);
      float[] weights = uniform(random, WIDTH * WIDTH * 9);
      for (int i = 0; i < weights.length; i++) weights[i] *= 0.2f;
      parameters.set("w", weights);
      parameters.set("b", uniform(random, WIDTH));
      float[] data = uniform(random, BATCH * SIDE * SIDE * WIDTH);
      Switches.check(options -> pictures(options, parameters, seed, data), TOLERANCE);
    }
  }

  private static List<Switches.Result> pictures(
      PlanOptions options, Parameters parameters, long seed, float[] data) {
    RandomStream random = new RandomStream(seed ^ 0x5DEECE66DL);
    Graph graph = new Graph();
    Node x = graph.inputWithGradient("x", BATCH, SIDE, SIDE, WIDTH);
    Node fixed = graph.input("fixed", BATCH, SIDE, SIDE, WIDTH);
    Node w = graph.parameter(parameters, "w");
    Node b = graph.parameter(parameters, "b");
    List<Node> nodes = new ArrayList<>(List.of(x, fixed));
    int count = 2 + random.nextInt(7);
    for (int i = 0; i < count; i++) {
      Node a = any(random, nodes);
      Node c = any(random, nodes);
      Node inner = Convolutions.conv2d(Elementwise.relu(a), w, b, 1, 1);
      nodes.add(
          switch (random.nextInt(6)) {
            case 0 -> inner;
            case 1 -> Arithmetic.add(a, Convolutions.conv2d(Elementwise.relu(inner), w, b, 1, 1));
            case 2 -> Pooling.maxPool(Convolutions.conv2d(a, w, b, 1, 1), 3, 1, 1);
            case 3 -> Arithmetic.add(a, c);
            case 4 -> Elementwise.tanh(Elementwise.elu(a));
            default -> Convolutions.conv2d(a, w, b, 1, 1);
          });
    }
    return results(options, parameters, random, nodes, data);
  }

  private static float[] uniform(RandomStream random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) values[i] = random.nextFloat() * 2 - 1;
    return values;
  }
}
