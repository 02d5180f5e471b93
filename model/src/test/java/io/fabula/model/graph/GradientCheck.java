package io.fabula.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.graph.memory.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks an operation against its definition, written once more in plain double arithmetic: values
 * directly, gradients against central differences of the definition, whose own error is about 1e-9.
 * The remaining tolerance is for single precision alone: 2e-5 of the largest entry.
 *
 * <p>Each check runs the optimised and the plain plan, which must agree in every bit where they
 * call the same kernels, and once more with other uses of the inputs before and after the
 * operation, so that setting and adding of gradients are both seen.
 */
public final class GradientCheck {
  /** The operation's definition: inputs (flat, row-major) to the output. */
  public interface Definition {
    public double[] of(double[]... inputs);
  }

  /** The operation itself. */
  public interface Build {
    public Node of(Node... inputs);
  }

  private static final double STEP = 1e-5;

  /** With these, plain plans sum the same in the same order as optimised ones. */
  private static final Optimisation[] SAME_KERNELS = {
    Optimisation.DIRECT_PRODUCTS,
    Optimisation.SMALL_PRODUCTS,
    Optimisation.FUSE_RELU,
    Optimisation.FUSE_RESIDUAL,
    Optimisation.FUSE_POOLING,
    Optimisation.FUSE_CHAINS,
    Optimisation.SHARE_WEIGHT_PRODUCTS
  };

  private final Definition definition;
  private final Build build;
  private final List<Shape> shapes = new ArrayList<>();
  private final List<float[]> values = new ArrayList<>();
  private final List<Boolean> differentiable = new ArrayList<>();
  private double tolerance = 2e-5;
  private long seed = 7;

  private GradientCheck(Definition definition, Build build) {
    this.definition = definition;
    this.build = build;
  }

  public static GradientCheck of(Build build, Definition definition) {
    return new GradientCheck(definition, build);
  }

  /** A differentiable input, uniform in [low, high). */
  public GradientCheck between(double low, double high, int... dims) {
    Shape shape = Shape.of(dims);
    RandomStream random = new RandomStream(seed++);
    float[] data = new float[shape.size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) (low + (high - low) * random.nextDouble());
    }
    return input(shape, true, data);
  }

  /** A differentiable input, uniform in [-1, 1). */
  public GradientCheck input(int... dims) {
    return between(-1, 1, dims);
  }

  /** A differentiable input with these values. */
  GradientCheck values(Shape shape, float... data) {
    return input(shape, true, data);
  }

  /** An input without gradient. */
  public GradientCheck fixed(Shape shape, float... data) {
    return input(shape, false, data);
  }

  private GradientCheck input(Shape shape, boolean gradient, float[] data) {
    shapes.add(shape);
    values.add(data);
    differentiable.add(gradient);
    return this;
  }

  /** Another tolerance; the caller says why. */
  GradientCheck tolerance(double value) {
    tolerance = value;
    return this;
  }

  public void run() {
    double[] expected = definition.of(doubles());
    double[] weights = new double[expected.length];
    RandomStream random = new RandomStream(99);
    for (int i = 0; i < weights.length; i++) weights[i] = (float) (random.nextDouble() * 2 - 1);
    List<double[]> gradients = differences(weights);
    List<float[]> plain = evaluate(PlanOptions.PLAIN, weights, false);
    List<float[]> sameKernels = evaluate(PlanOptions.PLAIN.with(SAME_KERNELS), weights, false);
    List<float[]> optimised = evaluate(PlanOptions.DEFAULT, weights, false);
    for (int i = 0; i < plain.size(); i++) {
      assertThat(optimised.get(i))
          .as("optimised against plain, result %d", i)
          .containsExactly(sameKernels.get(i));
    }
    List<float[]> byLibrary =
        evaluate(PlanOptions.DEFAULT.without(Optimisation.SMALL_PRODUCTS), weights, false);
    for (List<float[]> results : List.of(plain, optimised, byLibrary)) {
      compare("value", results.get(0), expected);
      for (int i = 0; i < shapes.size(); i++) {
        if (differentiable.get(i)) {
          compare("gradient of input " + i, results.get(i + 1), gradients.get(i));
        }
      }
    }
    List<float[]> shared = evaluate(PlanOptions.DEFAULT, weights, true);
    for (int i = 0; i < shapes.size(); i++) {
      if (!differentiable.get(i)) continue;
      double[] more = gradients.get(i).clone();
      for (int k = 0; k < more.length; k++) more[k] += 3.0;
      compare("gradient of shared input " + i, shared.get(i + 1), more);
    }
  }

  private double[][] doubles() {
    double[][] copies = new double[values.size()][];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = new double[values.get(i).length];
      for (int k = 0; k < copies[i].length; k++) copies[i][k] = values.get(i)[k];
    }
    return copies;
  }

  private List<double[]> differences(double[] weights) {
    double[][] inputs = doubles();
    List<double[]> all = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      double[] gradient = new double[inputs[i].length];
      for (int k = 0; differentiable.get(i) && k < gradient.length; k++) {
        double at = inputs[i][k];
        inputs[i][k] = at + STEP;
        double up = dot(definition.of(inputs), weights);
        inputs[i][k] = at - STEP;
        double down = dot(definition.of(inputs), weights);
        inputs[i][k] = at;
        gradient[k] = (up - down) / (2 * STEP);
      }
      all.add(gradient);
    }
    return all;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
    return sum;
  }

  private List<float[]> evaluate(PlanOptions options, double[] weights, boolean sharedInputs) {
    Graph graph = new Graph();
    Node[] inputs = new Node[shapes.size()];
    for (int i = 0; i < inputs.length; i++) {
      int[] dims = shapes.get(i).dims();
      inputs[i] =
          differentiable.get(i)
              ? graph.inputWithGradient("x" + i, dims)
              : graph.input("x" + i, dims);
    }
    Node loss = graph.constant(new float[] {0f});
    if (sharedInputs) loss = addSums(loss, inputs, 1f);
    Node y = build.of(inputs);
    float[] coefficients = new float[weights.length];
    for (int i = 0; i < weights.length; i++) coefficients[i] = (float) weights[i];
    assertThat(y.shape().size()).as("size of %s", y).isEqualTo(weights.length);
    Node weighted = Arithmetic.mul(y, graph.constant(coefficients, y.shape().dims()));
    loss = Arithmetic.add(loss, Reductions.sum(weighted));
    if (sharedInputs) loss = addSums(loss, inputs, 2f);
    List<float[]> results = new ArrayList<>();
    try (Plan plan = Plan.training(options, loss, y)) {
      for (int round = 0; round < 2; round++) { // nothing may be left over from the first run
        for (int i = 0; i < inputs.length; i++) plan.set(inputs[i], values.get(i));
        plan.forward();
        plan.backward();
      }
      results.add(plan.get(y));
      for (int i = 0; i < inputs.length; i++) {
        results.add(differentiable.get(i) ? plan.gradient(inputs[i]) : new float[0]);
      }
    }
    return results;
  }

  private Node addSums(Node loss, Node[] inputs, float factor) {
    Node sum = loss;
    for (int i = 0; i < inputs.length; i++) {
      if (differentiable.get(i)) {
        sum = Arithmetic.add(sum, Elementwise.scale(Reductions.sum(inputs[i]), factor));
      }
    }
    return sum;
  }

  private void compare(String what, float[] actual, double[] expected) {
    assertThat(actual).as(what).hasSize(expected.length);
    double largest = 1e-3;
    for (double value : expected) largest = Math.max(largest, Math.abs(value));
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(actual[i] - expected[i]) <= tolerance * largest)) {
        throw new AssertionError(
            "%s, element %d of %d: expected %.9g, got %.9g"
                .formatted(what, i, expected.length, expected[i], actual[i]));
      }
    }
  }
}
