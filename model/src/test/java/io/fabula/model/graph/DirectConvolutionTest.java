package io.fabula.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.graph.memory.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Convolutions by oneDNN beside their definition, on the layers of our networks. */
class DirectConvolutionTest {
  /** Batch, side, in, out, kernel, stride, padding. */
  private static final int[][] LAYERS = {
    {4, 64, 3, 16, 3, 1, 1},
    {4, 64, 3, 16, 3, 2, 1},
    {18, 32, 16, 16, 3, 1, 1},
    {8, 32, 16, 32, 3, 1, 1},
    {18, 16, 32, 32, 3, 1, 1},
    {20, 8, 32, 32, 3, 1, 1},
    {7, 4, 32, 32, 3, 1, 1},
    {5, 31, 8, 16, 4, 2, 0},
    {3, 14, 32, 64, 4, 2, 0},
  };

  @Test
  void givesWhatTheDefinitionGives() {
    for (int[] layer : LAYERS) {
      for (boolean rectified : new boolean[] {false, true}) {
        int batch = Math.min(layer[0], 7);
        List<float[]> expected = defined(layer, batch, rectified);
        List<float[]> actual = run(layer, batch, rectified, PlanOptions.DEFAULT);
        for (int i = 0; i < expected.size(); i++) {
          requireClose(layer, i, actual.get(i), expected.get(i));
        }
      }
    }
  }

  /** What {@link Layer#results} should be, by the definition in double precision. */
  private static List<float[]> defined(int[] layer, int batch, boolean rectified) {
    int side = layer[1];
    int in = layer[2];
    int out = layer[3];
    int kernel = layer[4];
    int to = (side + 2 * layer[6] - kernel) / layer[5] + 1;
    float[] w = uniform(1, out * in * kernel * kernel);
    float[] b = uniform(2, out);
    float[] weights = uniform(3, batch * to * to * out);
    float[] x = uniform(4, batch * side * side * in);
    double[] y = new double[weights.length];
    double[] ofX = new double[x.length];
    double[] ofW = new double[w.length];
    double[] ofB = new double[out];
    for (int n = 0; n < batch; n++) {
      for (int p = 0; p < to * to; p++) {
        for (int o = 0; o < out; o++) {
          int at = (n * to * to + p) * out + o;
          double sum = b[o];
          double g = weights[at];
          ofB[o] += g;
          for (int k = 0; k < kernel * kernel; k++) {
            int row = p / to * layer[5] - layer[6] + k / kernel;
            int column = p % to * layer[5] - layer[6] + k % kernel;
            if (row < 0 || column < 0 || row >= side || column >= side) continue;
            int pixel = ((n * side + row) * side + column) * in;
            for (int i = 0; i < in; i++) {
              int weight = (o * in + i) * kernel * kernel + k;
              boolean passes = !rectified || x[pixel + i] > 0;
              if (!passes) continue;
              sum += (double) x[pixel + i] * w[weight];
              ofX[pixel + i] += g * w[weight];
              ofW[weight] += g * x[pixel + i];
            }
          }
          y[at] = sum;
        }
      }
    }
    return List.of(floats(y), floats(ofX), floats(ofW), floats(ofB));
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) floats[i] = (float) values[i];
    return floats;
  }

  /** Single precision sums some thousand products, in another order: 1e-5 of the largest. */
  private static void requireClose(int[] layer, int result, float[] actual, float[] expected) {
    float largest = 0;
    float difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
    }
    assertThat(largest).isPositive();
    assertThat(difference)
        .as("largest difference of result %d of layer %s", result, Arrays.toString(layer))
        .isLessThanOrEqualTo(1e-5f * largest);
  }

  @Test
  void imagesDoNotDependOnTheirBatch() {
    for (int[] layer : LAYERS) {
      float[] many = run(layer, 12, true, PlanOptions.DEFAULT).get(0);
      float[] few = run(layer, 5, true, PlanOptions.DEFAULT).get(0);
      assertThat(Arrays.mismatch(Arrays.copyOf(many, few.length), few))
          .as("first difference of layer %s", Arrays.toString(layer))
          .isEqualTo(-1);
    }
  }

  @Test
  void aFusedBlockGivesWhatItsPiecesGive() {
    for (boolean frozen : new boolean[] {false, true}) {
      List<float[]> pieces = block(false, frozen);
      List<float[]> fused = block(true, frozen);
      for (int i = 0; i < pieces.size(); i++) {
        requireClose(new int[] {frozen ? 1 : 0}, i, fused.get(i), pieces.get(i));
      }
    }
  }

  /** A block of IMPALA over several slices; its input has another use, and so has its middle. */
  private static List<float[]> block(boolean fuse, boolean frozen) {
    try (Parameters all =
        Parameters.of(
            Map.of("v", Shape.of(16, 8, 3, 3), "w", Shape.of(16, 16, 3, 3), "b", Shape.of(16)))) {
      for (String name : all.names()) {
        float[] values = uniform(name.hashCode(), all.shape(name).size());
        for (int i = 0; i < values.length; i++) values[i] *= 0.2f;
        all.set(name, values);
      }
      Graph graph = new Graph();
      Parameters used = frozen ? all.frozen() : all;
      Node x = graph.inputWithGradient("x", 12, 32, 32, 8);
      Node b = graph.parameter(used, "b");
      Node w = graph.parameter(used, "w");
      Node first = Convolutions.conv2d(x, graph.parameter(used, "v"), b, 1, 1);
      Node y = Pooling.maxPool(first, 3, 2, 1);
      for (int i = 0; i < 2; i++) {
        Node inner = Convolutions.conv2d(Elementwise.relu(y), w, b, 1, 1);
        y = Arithmetic.add(y, Convolutions.conv2d(Elementwise.relu(inner), w, b, 1, 1));
      }
      Node loss =
          Arithmetic.add(
              Reductions.mean(Elementwise.square(y)),
              Reductions.mean(Elementwise.square(Elementwise.tanh(x))));
      try (Plan plan = Plan.training(fuse ? PlanOptions.DEFAULT : PlanOptions.PLAIN, loss, y)) {
        assertThat(plan.profile(1).stream().anyMatch(line -> line.contains("residual")))
            .isEqualTo(fuse);
        assertThat(plan.profile(1).stream().anyMatch(line -> line.contains("conv2d_max_pool")))
            .isEqualTo(fuse);
        all.gradients().zero();
        plan.set(x, uniform(9, x.shape().size()));
        plan.forward();
        plan.backward();
        return frozen
            ? List.of(plan.get(y), plan.gradient(x))
            : List.of(
                plan.get(y),
                plan.gradient(x),
                all.gradients().get("v"),
                all.gradients().get("w"),
                all.gradients().get("b"));
      }
    }
  }

  @Test
  void plansRunOnAnotherThreadThanTheyWereCompiledOn()
      throws ExecutionException, InterruptedException {
    int[] layer = {20, 32, 16, 16, 3, 1, 1};
    List<float[]> here = run(layer, layer[0], true, PlanOptions.DEFAULT);
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (Layer compiled = new Layer(layer, layer[0], true, PlanOptions.DEFAULT)) {
      List<float[]> there = other.submit(compiled::results).get();
      for (int i = 0; i < here.size(); i++) {
        assertThat(Arrays.mismatch(there.get(i), here.get(i))).isEqualTo(-1);
      }
    } finally {
      other.shutdown();
    }
  }

  private static List<float[]> run(int[] layer, int batch, boolean rectified, PlanOptions options) {
    try (Layer compiled = new Layer(layer, batch, rectified, options)) {
      compiled.results();
      return compiled.results(); // nothing may be left over from the first run
    }
  }

  /** A trained convolution with a loss that weighs all its outputs differently. */
  private static final class Layer implements AutoCloseable {
    private final Parameters parameters;
    private final Node x;
    private final Node y;
    private final Plan plan;

    Layer(int[] layer, int batch, boolean rectified, PlanOptions options) {
      int kernel = layer[4];
      Shape weights = Shape.of(layer[3], layer[2], kernel, kernel);
      parameters = Parameters.of(Map.of("w", weights, "b", Shape.of(layer[3])));
      parameters.set("w", uniform(1, weights.size()));
      parameters.set("b", uniform(2, layer[3]));
      Graph graph = new Graph();
      x = graph.inputWithGradient("x", batch, layer[1], layer[1], layer[2]);
      y =
          Convolutions.conv2d(
              rectified ? Elementwise.relu(x) : x,
              graph.parameter(parameters, "w"),
              graph.parameter(parameters, "b"),
              layer[5],
              layer[6]);
      Node weighted =
          Arithmetic.mul(y, graph.constant(uniform(3, y.shape().size()), y.shape().dims()));
      plan = Plan.training(options, Reductions.sum(weighted), y);
    }

    /** The value, and the gradients of input, weight and bias. */
    List<float[]> results() {
      plan.set(x, uniform(4, x.shape().size()));
      parameters.gradients().zero();
      plan.forward();
      plan.backward();
      return List.of(
          plan.get(y),
          plan.gradient(x),
          parameters.gradients().get("w"),
          parameters.gradients().get("b"));
    }

    @Override
    public void close() {
      plan.close();
      parameters.close();
    }
  }

  private static float[] uniform(long seed, int n) {
    RandomStream random = new RandomStream(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) values[i] = (float) (random.nextDouble() * 2 - 1);
    return values;
  }
}
