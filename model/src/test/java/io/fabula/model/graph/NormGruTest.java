package io.fabula.model.graph;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NormGruTest {
  private static final int WIDTH = 5;
  private static final float EPSILON = 1e-3f;

  @Test
  void stepIsTheNormalisedCell() {
    for (int batch : new int[] {1, 3}) {
      GradientCheck check =
          GradientCheck.of(
                  x ->
                      NormGru.step(
                          x[0],
                          x[1],
                          x[2],
                          new NormGru.Norms(List.of(x[3], x[4], x[5], x[6], x[7], x[8])),
                          EPSILON),
                  x -> cell(x, batch))
              .input(batch, 3 * WIDTH)
              .input(batch, 3 * WIDTH)
              .input(batch, WIDTH);
      for (int i = 0; i < 6; i++) check.input(WIDTH);
      check.run();
    }
  }

  @Test
  void refusesGatesOfAnotherWidth() {
    Graph graph = new Graph();
    Node gates = graph.input("gates", 2, 6);
    Node state = graph.input("state", 2, 3);
    Node norm = graph.input("norm", 3);
    NormGru.Norms norms = new NormGru.Norms(List.of(norm, norm, norm, norm, norm, norm));
    assertThatThrownBy(() -> NormGru.step(gates, gates, state, norms, EPSILON))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[2, 9]");
  }

  private static double[] cell(double[][] x, int batch) {
    double[] y = new double[batch * WIDTH];
    for (int row = 0; row < batch; row++) {
      double[] reset = gate(x, row, 0, null);
      double[] update = gate(x, row, 1, null);
      double[] fresh = gate(x, row, 2, reset);
      for (int i = 0; i < WIDTH; i++) {
        int at = row * WIDTH + i;
        y[at] = update[i] * fresh[i] + (1 - update[i]) * x[2][at];
      }
    }
    return y;
  }

  private static double[] gate(double[][] x, int row, int gate, double[] reset) {
    double[] sum = new double[WIDTH];
    double mean = 0;
    for (int i = 0; i < WIDTH; i++) {
      int at = row * 3 * WIDTH + gate * WIDTH + i;
      sum[i] = x[0][at] + (reset == null ? 1 : reset[i]) * x[1][at];
      mean += sum[i] / WIDTH;
    }
    double variance = 0;
    for (double value : sum) variance += (value - mean) * (value - mean) / WIDTH;
    for (int i = 0; i < WIDTH; i++) {
      double normal = (sum[i] - mean) / Math.sqrt(variance + EPSILON);
      double scaled = normal * x[3 + 2 * gate][i] + x[4 + 2 * gate][i];
      sum[i] = gate == 2 ? Math.tanh(scaled) : 1 / (1 + Math.exp(-scaled));
    }
    return sum;
  }
}
