package io.fabula.model.graph.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.model.graph.GradientCheck;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import org.junit.jupiter.api.Test;

class BatchNormTest {
  private static final int WIDTH = 3;

  private static double[] normalised(double[] x, double[] scale, double[] shift) {
    int rows = x.length / WIDTH;
    double[] y = new double[x.length];
    for (int c = 0; c < WIDTH; c++) {
      double mean = 0;
      double variance = 0;
      for (int i = 0; i < rows; i++) mean += x[i * WIDTH + c] / rows;
      for (int i = 0; i < rows; i++) variance += Math.pow(x[i * WIDTH + c] - mean, 2) / rows;
      for (int i = 0; i < rows; i++) {
        y[i * WIDTH + c] =
            (x[i * WIDTH + c] - mean) / Math.sqrt(variance + 1e-5) * scale[c] + shift[c];
      }
    }
    return y;
  }

  @Test
  void trainingNormalisesByTheBatchsOwnMoments() {
    for (int batch : new int[] {1, 3}) {
      GradientCheck.of(
              in -> BatchNorm.train(in[0], in[1], in[2], BatchNorm.EPSILON).value(),
              in -> normalised(in[0], in[1], in[2]))
          .input(batch, 4, WIDTH)
          .input(WIDTH)
          .input(WIDTH)
          .run();
    }
  }

  @Test
  void useNormalisesByTheRunningMoments() {
    try (BatchNorm norm = new BatchNorm(WIDTH, 0.1)) {
      norm.statistics().set("running_mean", new float[] {0.5f, -1, 0});
      norm.statistics().set("running_var", new float[] {2, 1, 0.25f});
      for (int batch : new int[] {1, 3}) {
        GradientCheck.of(
                in -> norm.use(in[0], in[1], in[2], BatchNorm.EPSILON),
                in -> {
                  double[] mean = {0.5, -1, 0};
                  double[] variance = {2, 1, 0.25};
                  double[] y = new double[in[0].length];
                  for (int i = 0; i < y.length; i++) {
                    int c = i % WIDTH;
                    y[i] =
                        (in[0][i] - mean[c]) / Math.sqrt(variance[c] + 1e-5) * in[1][c] + in[2][c];
                  }
                  return y;
                })
            .input(batch, WIDTH)
            .input(WIDTH)
            .input(WIDTH)
            .run();
      }
    }
  }

  @Test
  void batchesEnterTheRunningMomentsWithTheirSampleVariance() {
    Graph graph = new Graph();
    Node x = graph.input("x", 4, 1);
    Node one = graph.constant(new float[] {1}, 1);
    Node zero = graph.constant(new float[] {0}, 1);
    BatchNorm.Normalised batch = BatchNorm.train(x, one, zero, BatchNorm.EPSILON);
    try (BatchNorm norm = new BatchNorm(1, 0.1);
        Plan plan = Plan.forward(batch.value(), batch.moments())) {
      plan.set(x, 1, 2, 3, 6);
      plan.forward();
      norm.update(plan.get(batch.moments()));
      // mean 3, population variance 3.5, sample variance 14 / 3
      assertThat(norm.statistics().get("running_mean")[0]).isCloseTo(0.3f, within(1e-6f));
      assertThat(norm.statistics().get("running_var")[0])
          .isCloseTo((float) (0.9 + 0.1 * 14 / 3), within(1e-6f));
    }
  }

  @Test
  void aSingleRowIsRefused() {
    Graph graph = new Graph();
    Node x = graph.input("x", 1, WIDTH);
    Node scale = graph.input("scale", WIDTH);
    assertThatThrownBy(() -> BatchNorm.train(x, scale, scale, 1e-5f))
        .hasMessage("batchNorm needs at least 2 rows in training, got x[1, 3]");
    assertThatThrownBy(() -> new BatchNorm(3, 0)).hasMessage("momentum must be in (0, 1], got 0.0");
  }
}
