package io.fabula.model.graph.ops;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.Shaping;
import io.fabula.model.graph.memory.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Batch normalisation over all axes but the last (Ioffe and Szegedy 2015) in PyTorch's form: in
 * training by the batch's mean and its population variance, in use by running statistics, into
 * which each batch's mean and its <em>sample</em> variance enter with a momentum.
 */
public final class BatchNorm implements AutoCloseable {
  /** PyTorch's default. */
  public static final float EPSILON = 1e-5f;

  private static final String MEAN = "running_mean";
  private static final String VARIANCE = "running_var";

  private final Parameters statistics;
  private final int width;
  private final double momentum;

  /**
   * Running statistics of mean 0 and variance 1.
   *
   * @param width of the last axis
   * @param momentum of a new batch, in (0, 1]; PyTorch's default is 0.1
   */
  public BatchNorm(int width, double momentum) {
    if (width < 1) throw new IllegalArgumentException("width must be at least 1, got " + width);
    if (!(momentum > 0 && momentum <= 1)) {
      throw new IllegalArgumentException("momentum must be in (0, 1], got " + momentum);
    }
    this.width = width;
    this.momentum = momentum;
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put(MEAN, Shape.of(width));
    shapes.put(VARIANCE, Shape.of(width));
    statistics = Parameters.of(shapes);
    float[] ones = new float[width];
    java.util.Arrays.fill(ones, 1f);
    statistics.set(VARIANCE, ones);
  }

  /**
   * The normalised batch, and what {@link #update} wants; ask the plan for {@code moments}.
   *
   * @param value of the batch's shape
   * @param moments [2, width]: means, then sample variances; without gradient
   */
  public record Normalised(Node value, Node moments) {}

  /** The running mean ({@code running_mean}) and variance ({@code running_var}), to be saved. */
  public Parameters statistics() {
    return statistics;
  }

  /**
   * Normalises by the batch's own moments.
   *
   * @param x [..., width] with at least 2 rows
   * @param scale [width]
   * @param shift [width]
   */
  public static Normalised train(Node x, Node scale, Node shift, float epsilon) {
    requireFit(x, scale, shift, epsilon);
    int rows = x.shape().rows();
    if (rows < 2) {
      throw new IllegalArgumentException("batchNorm needs at least 2 rows in training, got " + x);
    }
    Node flat = Shaping.reshape(x, rows, x.shape().last());
    Node mean = Reductions.meanKeeping(flat, 0);
    Node centred = Arithmetic.sub(flat, mean);
    Node variance = Reductions.meanKeeping(Elementwise.square(centred), 0);
    Node value = scaled(centred, variance, scale, shift, epsilon);
    Node sample = Elementwise.scale(variance, (float) rows / (rows - 1));
    Node moments = Shaping.stopGradient(Shaping.concat(0, mean, sample));
    return new Normalised(Shaping.reshape(value, x.shape().dims()), moments);
  }

  /** Normalises by the running statistics. */
  public Node use(Node x, Node scale, Node shift, float epsilon) {
    requireFit(x, scale, shift, epsilon);
    Graph graph = x.graph();
    if (x.shape().last() != width) {
      throw new IllegalArgumentException("batchNorm of width " + width + " does not fit " + x);
    }
    Parameters fixed = statistics.frozen();
    Node centred = Arithmetic.sub(x, graph.parameter(fixed, MEAN));
    return scaled(centred, graph.parameter(fixed, VARIANCE), scale, shift, epsilon);
  }

  private static Node scaled(Node centred, Node variance, Node scale, Node shift, float epsilon) {
    Node root = Elementwise.sqrt(Elementwise.offset(variance, epsilon));
    return Arithmetic.add(Arithmetic.mul(Arithmetic.div(centred, root), scale), shift);
  }

  private static void requireFit(Node x, Node scale, Node shift, float epsilon) {
    int last = x.shape().rank() < 1 ? 0 : x.shape().last();
    if (scale.shape().size() != last || shift.shape().size() != last) {
      throw new IllegalArgumentException(
          "batchNorm: scale %s and shift %s do not fit %s".formatted(scale, shift, x));
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("batchNorm: epsilon must be above 0, got " + epsilon);
    }
  }

  /**
   * Lets a batch enter the running statistics.
   *
   * @param moments as read from the plan: {@code plan.get(normalised.moments())}
   */
  public void update(float[] moments) {
    if (moments.length != 2 * width) {
      throw new IllegalArgumentException(
          "moments must be " + 2 * width + " numbers, got " + moments.length);
    }
    blend(MEAN, moments, 0);
    blend(VARIANCE, moments, width);
  }

  private void blend(String name, float[] moments, int from) {
    float[] values = statistics.get(name);
    for (int i = 0; i < width; i++) {
      values[i] = (float) ((1 - momentum) * values[i] + momentum * moments[from + i]);
    }
    statistics.set(name, values);
  }

  /** Returns the native memory. */
  @Override
  public void close() {
    statistics.close();
  }
}
