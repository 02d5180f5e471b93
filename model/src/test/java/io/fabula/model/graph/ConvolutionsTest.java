package io.fabula.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.model.graph.memory.Shape;
import org.junit.jupiter.api.Test;

class ConvolutionsTest {
  @Test
  void conv2dIsTheSumOverWindows() {
    int[][] cases = {
      {5, 6, 2, 4, 3, 1, 1},
      {7, 6, 3, 5, 4, 2, 0},
      {6, 8, 2, 3, 4, 2, 1},
      {4, 3, 3, 2, 1, 1, 0},
      {5, 5, 1, 2, 5, 2, 0},
      {6, 6, 2, 2, 6, 2, 0},
      {4, 4, 8, 16, 3, 1, 1}
    };
    for (int batch : new int[] {1, 3}) {
      for (int[] c : cases) {
        GradientCheck.of(
                in -> Convolutions.conv2d(in[0], in[1], in[2], c[5], c[6]),
                in -> conv(in[0], in[1], in[2], batch, c))
            .input(batch, c[0], c[1], c[2])
            .input(c[3], c[2], c[4], c[4])
            .input(c[3])
            .run();
      }
    }
  }

  /** c: height, width, in, out, kernel, stride, padding. */
  private static double[] conv(double[] x, double[] w, double[] b, int batch, int[] c) {
    int height = (c[0] + 2 * c[6] - c[4]) / c[5] + 1;
    int width = (c[1] + 2 * c[6] - c[4]) / c[5] + 1;
    double[] y = new double[batch * height * width * c[3]];
    for (int n = 0; n < batch; n++)
      for (int oy = 0; oy < height; oy++)
        for (int ox = 0; ox < width; ox++)
          for (int o = 0; o < c[3]; o++) {
            double sum = b[o];
            for (int ky = 0; ky < c[4]; ky++)
              for (int kx = 0; kx < c[4]; kx++) {
                int iy = oy * c[5] - c[6] + ky;
                int ix = ox * c[5] - c[6] + kx;
                if (iy < 0 || ix < 0 || iy >= c[0] || ix >= c[1]) continue;
                for (int i = 0; i < c[2]; i++)
                  sum +=
                      x[((n * c[0] + iy) * c[1] + ix) * c[2] + i]
                          * w[((o * c[2] + i) * c[4] + ky) * c[4] + kx];
              }
            y[((n * height + oy) * width + ox) * c[3] + o] = sum;
          }
    return y;
  }

  @Test
  void aFirstLayerGetsTheSameWeightGradients() {
    for (int batch : new int[] {1, 3}) {
      int[] c = {7, 6, 3, 4, 3, 1, 1};
      float[] image = new float[batch * 7 * 6 * 3];
      for (int i = 0; i < image.length; i++) image[i] = (float) Math.sin(0.7 * i);
      GradientCheck.of(
              in -> Convolutions.conv2d(in[2], in[0], in[1], c[5], c[6]),
              in -> conv(in[2], in[0], in[1], batch, c))
          .input(c[3], c[2], c[4], c[4])
          .input(c[3])
          .fixed(Shape.of(batch, 7, 6, 3), image)
          .run();
    }
  }

  @Test
  void frozenWeightsGiveTheSameInputGradients() {
    int[][] cases = {{5, 6, 2, 4, 3, 1, 1}, {5, 6, 3, 2, 3, 1, 0}, {6, 6, 2, 3, 4, 2, 1}};
    for (int batch : new int[] {1, 3}) {
      for (int[] c : cases) {
        float[] weights = new float[c[3] * c[2] * c[4] * c[4]];
        for (int i = 0; i < weights.length; i++) weights[i] = (float) Math.sin(1.3 * i);
        GradientCheck.of(
                in -> Convolutions.conv2d(in[0], in[1], in[2], c[5], c[6]),
                in -> conv(in[0], in[1], in[2], batch, c))
            .input(batch, c[0], c[1], c[2])
            .fixed(Shape.of(c[3], c[2], c[4], c[4]), weights)
            .fixed(Shape.of(c[3]), new float[c[3]])
            .run();
      }
    }
  }

  @Test
  void aFusedReluGivesTheSameResults() {
    for (boolean frozen : new boolean[] {false, true}) {
      java.util.List<float[]> plain = residual(false, frozen);
      java.util.List<float[]> fused = residual(true, frozen);
      for (int i = 0; i < plain.size(); i++) {
        float[] expected = plain.get(i);
        for (int k = 0; k < expected.length; k++) {
          // the batch is cut into other slices, so sums may round differently
          assertThat(fused.get(i)[k])
              .isCloseTo(
                  expected[k],
                  org.assertj.core.data.Offset.offset(2e-5f + 2e-5f * Math.abs(expected[k])));
        }
      }
    }
  }

  /** A residual block whose relus have other uses too, over several slices. */
  private static java.util.List<float[]> residual(boolean fuse, boolean frozen) {
    try (Parameters all =
        Parameters.of(java.util.Map.of("w", Shape.of(8, 8, 3, 3), "b", Shape.of(8)))) {
      float[] weights = new float[8 * 8 * 9];
      for (int i = 0; i < weights.length; i++) weights[i] = (float) Math.sin(1.3 * i) * 0.1f;
      all.set("w", weights);
      Parameters used = frozen ? all.frozen() : all;
      Graph graph = new Graph();
      Node x = graph.inputWithGradient("x", 20, 32, 32, 8);
      Node w = graph.parameter(used, "w");
      Node b = graph.parameter(used, "b");
      Node h = Convolutions.conv2d(Elementwise.relu(x), w, b, 1, 1);
      Node y = Arithmetic.add(x, Convolutions.conv2d(Elementwise.relu(h), w, b, 1, 1));
      PlanOptions options =
          fuse
              ? PlanOptions.DEFAULT
              : PlanOptions.DEFAULT.without(
                  Optimisation.FUSE_RELU, Optimisation.FUSE_RESIDUAL, Optimisation.FUSE_POOLING);
      try (Plan plan = Plan.training(options, Reductions.mean(Elementwise.square(y)), y)) {
        float[] values = new float[20 * 32 * 32 * 8];
        for (int i = 0; i < values.length; i++) values[i] = (float) Math.sin(0.37 * i);
        plan.set(x, values);
        plan.forward();
        plan.backward();
        return java.util.List.of(
            plan.get(y), plan.gradient(x), all.gradients().get("w"), all.gradients().get("b"));
      }
    }
  }

  @Test
  void slicesOfALargeBatchAreSummed() {
    int[] c = {4, 4, 64, 2, 1, 1, 0};
    c[4] = 2;
    int batch = 140;
    float[] image = new float[batch * 16 * 64];
    for (int i = 0; i < image.length; i++) image[i] = (float) Math.sin(0.7 * i);
    double[] x = new double[image.length];
    for (int i = 0; i < x.length; i++) x[i] = image[i];
    Graph graph = new Graph();
    Node frames = graph.inputWithGradient("x", batch, 4, 4, 64);
    Node weight = graph.inputWithGradient("w", 2, 64, 2, 2);
    Node bias = graph.inputWithGradient("b", 2);
    Node y = Convolutions.conv2d(frames, weight, bias, 1, 0);
    try (Plan plan = Plan.training(Reductions.sum(y), y)) {
      plan.set(frames, image);
      plan.forward();
      plan.backward();
      // the gradient of a weight is the sum of all it sees
      double expected = 0;
      for (int n = 0; n < batch; n++)
        for (int oy = 0; oy < 3; oy++)
          for (int ox = 0; ox < 3; ox++) expected += x[((n * 4 + oy + 1) * 4 + ox) * 64 + 5];
      assertThat((double) plan.gradient(weight)[(5 * 2 + 1) * 2])
          .isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-2));
      assertThat(plan.gradient(bias)).containsExactly(batch * 9, batch * 9);
    }
  }

  @Test
  void weightGradientsOfManyBandsAreSummed() {
    int[] c = {40, 70, 3, 2, 3, 1, 1};
    float[] image = new float[3 * 40 * 70 * 3];
    for (int i = 0; i < image.length; i++) image[i] = (float) Math.sin(0.7 * i);
    GradientCheck.of(
            in -> Convolutions.conv2d(in[2], in[0], in[1], c[5], c[6]),
            in -> conv(in[2], in[0], in[1], 3, c))
        .input(c[3], c[2], c[4], c[4])
        .input(c[3])
        .fixed(Shape.of(3, 40, 70, 3), image)
        .run();
  }

  @Test
  void convTranspose2dScattersWindows() {
    int[][] cases = {
      {1, 1, 4, 3, 5, 2, 0},
      {3, 2, 3, 2, 6, 2, 0},
      {3, 4, 2, 3, 4, 2, 1},
      {4, 3, 2, 2, 3, 1, 1},
      {3, 2, 4, 16, 4, 2, 1},
      {2, 2, 3, 9, 3, 2, 0}
    };
    for (int batch : new int[] {1, 3}) {
      for (int[] c : cases) {
        GradientCheck.of(
                in -> Convolutions.convTranspose2d(in[0], in[1], in[2], c[5], c[6]),
                in -> transposed(in[0], in[1], in[2], batch, c))
            .input(batch, c[0], c[1], c[2])
            .input(c[2], c[3], c[4], c[4])
            .input(c[3])
            .run();
      }
    }
  }

  private static double[] transposed(double[] x, double[] w, double[] b, int batch, int[] c) {
    int height = (c[0] - 1) * c[5] - 2 * c[6] + c[4];
    int width = (c[1] - 1) * c[5] - 2 * c[6] + c[4];
    double[] y = new double[batch * height * width * c[3]];
    for (int i = 0; i < y.length; i++) y[i] = b[i % c[3]];
    for (int n = 0; n < batch; n++)
      for (int iy = 0; iy < c[0]; iy++)
        for (int ix = 0; ix < c[1]; ix++)
          for (int ky = 0; ky < c[4]; ky++)
            for (int kx = 0; kx < c[4]; kx++) {
              int oy = iy * c[5] - c[6] + ky;
              int ox = ix * c[5] - c[6] + kx;
              if (oy < 0 || ox < 0 || oy >= height || ox >= width) continue;
              for (int i = 0; i < c[2]; i++)
                for (int o = 0; o < c[3]; o++)
                  y[((n * height + oy) * width + ox) * c[3] + o] +=
                      x[((n * c[0] + iy) * c[1] + ix) * c[2] + i]
                          * w[((i * c[3] + o) * c[4] + ky) * c[4] + kx];
            }
    return y;
  }

  @Test
  void maxPoolTakesTheLargestOfEachWindow() {
    int[][] cases = {{3, 2, 1, 6, 8}, {2, 2, 0, 6, 4}, {3, 2, 1, 7, 5}, {2, 2, 0, 5, 5}};
    for (int batch : new int[] {1, 3}) {
      for (int[] c : cases) {
        GradientCheck.of(
                in -> Pooling.maxPool(in[0], c[0], c[1], c[2]), in -> maxPool(in[0], batch, c))
            .input(batch, c[3], c[4], 3)
            .run();
      }
    }
  }

  private static double[] maxPool(double[] x, int batch, int[] c) {
    int height = (c[3] + 2 * c[2] - c[0]) / c[1] + 1;
    int width = (c[4] + 2 * c[2] - c[0]) / c[1] + 1;
    double[] y = new double[batch * height * width * 3];
    java.util.Arrays.fill(y, Double.NEGATIVE_INFINITY);
    for (int n = 0; n < batch; n++)
      for (int oy = 0; oy < height; oy++)
        for (int ox = 0; ox < width; ox++)
          for (int ky = 0; ky < c[0]; ky++)
            for (int kx = 0; kx < c[0]; kx++) {
              int iy = oy * c[1] - c[2] + ky;
              int ix = ox * c[1] - c[2] + kx;
              if (iy < 0 || ix < 0 || iy >= c[3] || ix >= c[4]) continue;
              for (int k = 0; k < 3; k++) {
                int at = ((n * height + oy) * width + ox) * 3 + k;
                y[at] = Math.max(y[at], x[((n * c[3] + iy) * c[4] + ix) * 3 + k]);
              }
            }
    return y;
  }

  @Test
  void theFirstOfEqualMaximaGetsTheGradient() {
    for (int channels : new int[] {1, 3, 8, 16}) {
      Graph graph = new Graph();
      Node x = graph.inputWithGradient("x", 1, 4, 4, channels);
      try (Plan plan = Plan.training(Reductions.sum(Pooling.maxPool(x, 3, 2, 1)))) {
        plan.set(x, new float[16 * channels]);
        plan.forward();
        plan.backward();
        float[] gradient = plan.gradient(x);
        float[] expected = {1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        for (int i = 0; i < gradient.length; i++) {
          assertThat(gradient[i])
              .as("element %d of %d channels", i, channels)
              .isEqualTo(expected[i / channels]);
        }
      }
    }
  }

  @Test
  void averagePoolIsTheMeanOfSquares() {
    for (int batch : new int[] {1, 3}) {
      for (int[] c : new int[][] {{2, 6, 4}, {4, 8, 8}, {2, 5, 7}}) {
        int height = c[1] / c[0];
        int width = c[2] / c[0];
        GradientCheck.of(
                in -> Pooling.averagePool(in[0], c[0]),
                in -> {
                  double[] y = new double[batch * height * width * 3];
                  for (int n = 0; n < batch; n++)
                    for (int iy = 0; iy < height * c[0]; iy++)
                      for (int ix = 0; ix < width * c[0]; ix++)
                        for (int k = 0; k < 3; k++)
                          y[((n * height + iy / c[0]) * width + ix / c[0]) * 3 + k] +=
                              in[0][((n * c[1] + iy) * c[2] + ix) * 3 + k] / (c[0] * c[0]);
                  return y;
                })
            .input(batch, c[1], c[2], 3)
            .run();
      }
    }
  }

  @Test
  void kernelsThatDoNotFitAreRefusedByName() {
    Graph graph = new Graph();
    Node x = graph.input("frames", 1, 2, 2, 3);
    Node w = graph.input("w", 4, 3, 5, 5);
    Node b = graph.input("b", 4);
    assertThatThrownBy(() -> Convolutions.conv2d(x, w, b, 1, 0))
        .hasMessageContaining("frames[1, 2, 2, 3]");
  }
}
