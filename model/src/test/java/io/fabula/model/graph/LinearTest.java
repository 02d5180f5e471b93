package io.fabula.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.model.graph.memory.Shape;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinearTest {
  @Test
  void denseIsXTimesTransposedWeightPlusBias() {
    for (int batch : new int[] {1, 3, 6}) {
      int in = 5;
      int out = 4;
      GradientCheck.of(
              x -> Linear.dense(x[0], x[1], x[2]), x -> dense(x[0], x[1], x[2], batch, in, out))
          .input(batch, in)
          .input(out, in)
          .input(out)
          .run();
      GradientCheck.of(
              x -> Linear.dense(x[0], x[1]),
              x -> dense(x[0], x[1], new double[out], batch, in, out))
          .input(batch, 1, in)
          .input(out, in)
          .run();
    }
  }

  static double[] dense(double[] x, double[] w, double[] b, int rows, int in, int out) {
    double[] y = new double[rows * out];
    for (int r = 0; r < rows; r++) {
      for (int o = 0; o < out; o++) {
        double sum = b[o];
        for (int i = 0; i < in; i++) sum += x[r * in + i] * w[o * in + i];
        y[r * out + o] = sum;
      }
    }
    return y;
  }

  @Test
  void matmulMultipliesBatchesInAllTranspositions() {
    for (int batch : new int[] {1, 3}) {
      for (int form = 0; form < 4; form++) {
        boolean ta = (form & 1) != 0;
        boolean tb = (form & 2) != 0;
        int m = 2;
        int n = 5;
        int k = 4;
        GradientCheck.of(
                x -> Linear.matmul(x[0], x[1], ta, tb),
                x -> {
                  double[] y = new double[batch * m * n];
                  for (int s = 0; s < batch; s++) {
                    for (int i = 0; i < m; i++) {
                      for (int j = 0; j < n; j++) {
                        for (int p = 0; p < k; p++) {
                          double a = x[0][s * m * k + (ta ? p * m + i : i * k + p)];
                          double b = x[1][s * k * n + (tb ? j * k + p : p * n + j)];
                          y[(s * m + i) * n + j] += a * b;
                        }
                      }
                    }
                  }
                  return y;
                })
            .input(ta ? new int[] {batch, k, m} : new int[] {batch, m, k})
            .input(tb ? new int[] {batch, n, k} : new int[] {batch, k, n})
            .run();
      }
    }
  }

  @Test
  void parametersCollectGradientsUntilTheyAreCleared() {
    try (Parameters parameters = Parameters.of(Map.of("w", Shape.of(2, 3)))) {
      parameters.set("w", new float[] {1, 2, 3, 4, 5, 6});
      Graph graph = new Graph();
      Node x = graph.input("x", 1, 3);
      Node loss = Reductions.sum(Linear.dense(x, graph.parameter(parameters, "w")));
      try (Plan plan = Plan.training(loss)) {
        plan.set(x, 1, 0, 2);
        plan.forward();
        assertThat(plan.scalar(loss)).isEqualTo(7 + 16);
        plan.backward();
        plan.backward();
        assertThat(parameters.gradients().get("w")).containsExactly(2, 0, 4, 2, 0, 4);
        parameters.gradients().zero();
        assertThat(parameters.gradients().get("w")).containsOnly(0f);
      }
    }
  }

  @Test
  void frozenParametersLetGradientsPassButGetNone() {
    try (Parameters parameters = Parameters.of(Map.of("w", Shape.of(2, 3)))) {
      parameters.set("w", new float[] {1, 2, 3, 4, 5, 6});
      Graph graph = new Graph();
      Node x = graph.inputWithGradient("x", 1, 3);
      Node loss = Reductions.sum(Linear.dense(x, graph.parameter(parameters.frozen(), "w")));
      try (Plan plan = Plan.training(loss)) {
        plan.set(x, 1, 0, 2);
        plan.forward();
        plan.backward();
        assertThat(plan.gradient(x)).containsExactly(5, 7, 9);
        assertThat(parameters.gradients().get("w")).containsOnly(0f);
      }
    }
  }

  @Test
  void wrongShapesAreRefusedByName() {
    Graph graph = new Graph();
    Node x = graph.input("frames", 2, 3);
    Node w = graph.input("weight", 4, 5);
    assertThatThrownBy(() -> Linear.dense(x, w))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("frames[2, 3]");
    Node y = Elementwise.relu(x);
    try (Plan plan = Plan.forward(y)) {
      assertThatThrownBy(() -> plan.set(x, 1, 2, 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("frames[2, 3] needs 6 values, got 3");
    }
  }
}
