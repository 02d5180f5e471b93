package io.fabula.model.graph;

import io.fabula.model.graph.memory.Shape;
import org.junit.jupiter.api.Test;

class ShapingTest {
  @Test
  void viewsShareTheGradientOfTheirSource() {
    for (int batch : new int[] {1, 3}) {
      GradientCheck.of(
              in -> {
                Node[] rows = Shaping.unstack(Shaping.reshape(in[0], 4, batch, -1));
                return Arithmetic.add(Arithmetic.mul(rows[0], rows[2]), rows[2]);
              },
              in -> {
                int n = batch * 3;
                double[] y = new double[n];
                for (int i = 0; i < n; i++) y[i] = in[0][i] * in[0][2 * n + i] + in[0][2 * n + i];
                return y;
              })
          .input(2, 2, batch * 3)
          .run();
    }
  }

  @Test
  void slicesAndConcatenationsOfAnyAxis() {
    for (int batch : new int[] {1, 3}) {
      GradientCheck.of(
              in ->
                  Shaping.concat(
                      1, Shaping.slice(in[0], 1, 1, 3), in[1], Shaping.slice(in[0], 1, 0, 2)),
              in -> {
                double[] y = new double[batch * 5 * 3];
                for (int b = 0; b < batch; b++) {
                  for (int i = 0; i < 3; i++) {
                    y[b * 15 + i] = in[0][b * 12 + 3 + i];
                    y[b * 15 + 3 + i] = in[0][b * 12 + 6 + i];
                    y[b * 15 + 6 + i] = in[1][b * 3 + i];
                    y[b * 15 + 9 + i] = in[0][b * 12 + i];
                    y[b * 15 + 12 + i] = in[0][b * 12 + 3 + i];
                  }
                }
                return y;
              })
          .input(batch, 4, 3)
          .input(batch, 1, 3)
          .run();
    }
  }

  @Test
  void stackAddsAFirstAxis() {
    GradientCheck.of(
            in -> Shaping.stack(in[0], in[1], in[0]),
            in -> {
              double[] y = new double[18];
              System.arraycopy(in[0], 0, y, 0, 6);
              System.arraycopy(in[1], 0, y, 6, 6);
              System.arraycopy(in[0], 0, y, 12, 6);
              return y;
            })
        .input(2, 3)
        .input(2, 3)
        .run();
  }

  @Test
  void permuteExchangesAxes() {
    for (int batch : new int[] {1, 3}) {
      GradientCheck.of(
              in -> Shaping.flattenImage(in[0]),
              in -> {
                double[] y = new double[in[0].length];
                for (int b = 0; b < batch; b++)
                  for (int h = 0; h < 2; h++)
                    for (int w = 0; w < 4; w++)
                      for (int c = 0; c < 3; c++)
                        y[((b * 3 + c) * 2 + h) * 4 + w] = in[0][((b * 2 + h) * 4 + w) * 3 + c];
                return y;
              })
          .input(batch, 2, 4, 3)
          .run();
      GradientCheck.of(
              in -> Shaping.permute(in[0], 1, 0),
              in -> {
                double[] y = new double[in[0].length];
                for (int b = 0; b < batch; b++)
                  for (int i = 0; i < 4; i++) y[i * batch + b] = in[0][b * 4 + i];
                return y;
              })
          .input(batch, 4)
          .run();
    }
  }

  @Test
  void broadcastRepeats() {
    GradientCheck.of(
            in -> Shaping.broadcast(in[0], 2, 3, 4),
            in -> {
              double[] y = new double[24];
              for (int i = 0; i < 24; i++) y[i] = in[0][i / 4 % 3];
              return y;
            })
        .input(3, 1)
        .run();
  }

  @Test
  void reductionsSumAndAverageOverAxes() {
    for (int batch : new int[] {1, 3}) {
      GradientCheck.of(
              in -> Reductions.sum(in[0], 1),
              in -> {
                double[] y = new double[batch * 3];
                for (int i = 0; i < in[0].length; i++) y[i / 12 * 3 + i % 3] += in[0][i];
                return y;
              })
          .input(batch, 4, 3)
          .run();
      GradientCheck.of(
              in -> Reductions.meanKeeping(in[0], -1, 0),
              in -> {
                double[] y = new double[4];
                for (int i = 0; i < in[0].length; i++) y[i / 3 % 4] += in[0][i] / (3 * batch);
                return y;
              })
          .input(batch, 4, 3)
          .run();
      GradientCheck.of(
              in -> Reductions.mean(in[0]),
              in -> new double[] {java.util.Arrays.stream(in[0]).average().orElseThrow()})
          .input(batch, 4, 700)
          .run();
    }
  }

  @Test
  void noGradientPassesAStop() {
    GradientCheck.of(
            in -> Arithmetic.mul(in[0], Shaping.stopGradient(in[1])),
            in -> {
              double[] y = new double[3];
              for (int i = 0; i < 3; i++) y[i] = in[0][i] * in[1][i];
              return y;
            })
        .input(3)
        .fixed(Shape.of(3), 1, 2, 3)
        .run();
    Graph graph = new Graph();
    Node x = graph.inputWithGradient("x", 2);
    Node loss = Reductions.sum(Arithmetic.mul(Shaping.stopGradient(x), x));
    try (Plan plan = Plan.training(loss)) {
      plan.set(x, 3, 4);
      plan.forward();
      plan.backward();
      org.assertj.core.api.Assertions.assertThat(plan.gradient(x)).containsExactly(3, 4);
    }
  }

  @Test
  void reverseTurnsTheFirstAxis() {
    for (int batch : new int[] {1, 3}) {
      GradientCheck.of(
              in -> Shaping.reverse(in[0]),
              in -> {
                double[] y = new double[in[0].length];
                for (int t = 0; t < 4; t++) {
                  System.arraycopy(in[0], t * batch * 2, y, (3 - t) * batch * 2, batch * 2);
                }
                return y;
              })
          .input(4, batch, 2)
          .run();
    }
  }
}
