package io.fabula.model.clicklog;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.envs.random.Ziggurat;
import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.ops.BatchNorm;
import io.fabula.model.graph.ops.Gaussian;
import io.fabula.model.graph.ops.Initialisation;
import io.fabula.model.graph.ops.Losses;
import io.fabula.model.graph.optimisers.Adam;
import io.fabula.model.training.FiniteCheck;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A variational autoencoder of items' attributes (Jain et al. 2022): five layers with batch
 * normalisation to 16 latents, five back, tanh at the end. The loss is the mean squared error plus
 * 0.005 times the divergence of the latents from the standard normal distribution.
 *
 * @implNote the published program never makes a step, so that its embeddings come from untrained
 *     networks, and normalises by the batch when it exports them; both are corrected here.
 */
public final class AttributeVae implements AutoCloseable {
  /** Numbers of an embedding. */
  public static final int LATENTS = 16;

  private static final int[] WIDTHS = {32, 64, 128, 256, 512};
  private static final float SLOPE = 0.01f;
  private static final float DIVERGENCE = 0.005f;
  private static final double MOMENTUM = 0.1;
  private static final double RATE = 1e-3;
  private static final FiniteCheck FINITE = new FiniteCheck(List.of("batch"));

  private final int inputs;
  private final int batch;
  private final Parameters parameters;
  private final Map<String, BatchNorm> norms = new LinkedHashMap<>();
  private final Adam adam;
  private final Plan plan;
  private final Node x;
  private final Node noise;
  private final Node loss;
  private final Node error;
  private final List<BatchNorm.Normalised> normalised = new ArrayList<>();
  private final float[] noiseValues;
  private RandomStream random;

  /**
   * @param inputs numbers of an item
   * @param batch items of a step, at least 2
   */
  public AttributeVae(int inputs, int batch, long seed) {
    if (batch < 2) throw new IllegalArgumentException("batch must be at least 2, got " + batch);
    this.inputs = inputs;
    this.batch = batch;
    Map<String, Shape> shapes = new LinkedHashMap<>();
    int width = inputs;
    for (int i = 0; i < WIDTHS.length; i++) {
      block(shapes, "encoder." + i, width, WIDTHS[i]);
      width = WIDTHS[i];
    }
    linear(shapes, "mean", width, LATENTS);
    linear(shapes, "log_variance", width, LATENTS);
    linear(shapes, "decoder_input", LATENTS, width);
    for (int i = WIDTHS.length - 2; i >= 0; i--) {
      block(shapes, "decoder." + (WIDTHS.length - 2 - i), width, WIDTHS[i]);
      width = WIDTHS[i];
    }
    block(shapes, "final", width, width);
    linear(shapes, "output", width, inputs);
    parameters = Parameters.of(shapes);
    initialise(shapes, seed);
    adam = new Adam(parameters, Adam.Options.DEFAULT);
    random = new RandomStream(Seeds.of(seed, "noise"));

    Graph graph = new Graph();
    x = graph.input("items", batch, inputs);
    noise = graph.input("noise", batch, LATENTS);
    Node hidden = encode(graph, x, true);
    Node mean = linear(graph, "mean", hidden);
    Node logVariance = linear(graph, "log_variance", hidden);
    Node back = decode(graph, Gaussian.sample(mean, logVariance, noise), true);
    error = Losses.meanSquaredError(back, x);
    Node divergence =
        Elementwise.scale(
            Reductions.sum(Gaussian.divergence(mean, logVariance)), DIVERGENCE / batch);
    loss = Arithmetic.add(error, divergence);
    Node[] outputs = new Node[normalised.size() + 1];
    for (int i = 0; i < normalised.size(); i++) outputs[i] = normalised.get(i).moments();
    outputs[normalised.size()] = error;
    plan = Plan.training(loss, outputs);
    noiseValues = new float[batch * LATENTS];
  }

  private void block(Map<String, Shape> shapes, String name, int in, int out) {
    linear(shapes, name, in, out);
    shapes.put(name + ".norm.weight", Shape.of(out));
    shapes.put(name + ".norm.bias", Shape.of(out));
    norms.put(name, new BatchNorm(out, MOMENTUM));
  }

  private static void linear(Map<String, Shape> shapes, String name, int in, int out) {
    shapes.put(name + ".weight", Shape.of(out, in));
    shapes.put(name + ".bias", Shape.of(out));
  }

  private void initialise(Map<String, Shape> shapes, long seed) {
    shapes.forEach(
        (name, shape) -> {
          if (name.endsWith(".norm.weight")) {
            float[] ones = new float[shape.size()];
            Arrays.fill(ones, 1f);
            parameters.set(name, ones);
          } else if (name.endsWith(".weight")) {
            RandomStream stream = new RandomStream(Seeds.of(seed, "initialise/" + name));
            parameters.set(name, Initialisation.xavierNormal(shape, Math.sqrt(2), stream));
          }
        });
  }

  private Node linear(Graph graph, String name, Node input) {
    return Linear.dense(
        input,
        graph.parameter(parameters, name + ".weight"),
        graph.parameter(parameters, name + ".bias"));
  }

  private Node block(Graph graph, String name, Node input, boolean training) {
    Node y = linear(graph, name, input);
    Node scale = graph.parameter(parameters, name + ".norm.weight");
    Node shift = graph.parameter(parameters, name + ".norm.bias");
    Node even;
    if (training) {
      BatchNorm.Normalised each = BatchNorm.train(y, scale, shift, BatchNorm.EPSILON);
      normalised.add(each);
      even = each.value();
    } else {
      BatchNorm norm = norms.get(name);
      if (norm == null) throw new IllegalStateException("no block is called " + name);
      even = norm.use(y, scale, shift, BatchNorm.EPSILON);
    }
    return Elementwise.leakyRelu(even, SLOPE);
  }

  private Node encode(Graph graph, Node input, boolean training) {
    Node y = input;
    for (int i = 0; i < WIDTHS.length; i++) y = block(graph, "encoder." + i, y, training);
    return y;
  }

  private Node decode(Graph graph, Node latents, boolean training) {
    Node y = linear(graph, "decoder_input", latents);
    for (int i = 0; i < WIDTHS.length - 1; i++) y = block(graph, "decoder." + i, y, training);
    return Elementwise.tanh(linear(graph, "output", block(graph, "final", y, training)));
  }

  /**
   * Learns from some items once; the mean squared error before the step.
   *
   * @param items {@code [batch, inputs]}
   */
  public double learn(float[] items) {
    for (int i = 0; i < noiseValues.length; i++) {
      noiseValues[i] = (float) Ziggurat.nextGaussian(random);
    }
    plan.set(x, items, 0);
    plan.set(noise, noiseValues, 0);
    parameters.gradients().zero();
    plan.forward();
    plan.backward();
    FINITE.number("step " + adam.steps(), "loss", plan.scalar(loss));
    adam.step(RATE);
    int i = 0;
    for (BatchNorm norm : norms.values()) norm.update(plan.get(normalised.get(i++).moments()));
    return plan.scalar(error);
  }

  /** Items in a step. */
  public int batch() {
    return batch;
  }

  /**
   * What the network makes of items when it is used.
   *
   * @param means latents {@code [items, LATENTS]}
   * @param back attributes {@code [items, inputs]} made from them
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Coded(float[] means, float[] back) {}

  /** Encodes items and decodes them again, by running statistics and without noise. */
  public Coded code(float[] items) {
    int n = items.length / inputs;
    Graph graph = new Graph();
    Node input = graph.input("items", n, inputs);
    Node mean = linear(graph, "mean", encode(graph, input, false));
    Node back = decode(graph, mean, false);
    try (Plan use = Plan.forward(mean, back)) {
      use.set(input, items, 0);
      use.forward();
      return new Coded(use.get(mean), use.get(back));
    }
  }

  /** Adds weights and statistics to a file. */
  public void save(TensorFile file, String prefix) {
    for (String name : parameters.names()) put(file, prefix + name, parameters, name);
    norms.forEach(
        (block, norm) -> {
          for (String name : norm.statistics().names()) {
            put(file, prefix + block + ".norm." + name, norm.statistics(), name);
          }
        });
  }

  private static void put(TensorFile file, String as, Parameters from, String name) {
    List<Integer> dims = from.shape(name).toList();
    file.put(as, new Tensor.Floats(dims, from.get(name)));
  }

  @Override
  public void close() {
    plan.close();
    adam.close();
    norms.values().forEach(BatchNorm::close);
    parameters.close();
  }
}
