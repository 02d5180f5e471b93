package io.fabula.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.model.graph.memory.ScratchBuffers;
import org.junit.jupiter.api.Test;

class DistancesTest {
  @Test
  void measureRows() {
    for (int batch : new int[] {1, 3}) {
      GradientCheck.of(x -> Distances.halfSquared(x[0], x[1]), x -> squares(x, batch, 0.5, false))
          .input(batch, 2, 4)
          .input(batch, 2, 4)
          .run();
      GradientCheck.of(x -> Distances.euclidean(x[0], x[1]), x -> squares(x, batch, 1, true))
          .input(batch, 2, 4)
          .input(batch, 2, 4)
          .run();
    }
  }

  @Test
  void seeRowsLongerThanATile() {
    int width = ScratchBuffers.SIZE + 3;
    Graph graph = new Graph();
    Node a = graph.inputWithGradient("a", 2, width);
    Node b = graph.input("b", 2, width);
    Node distance = Distances.halfSquared(a, b);
    float[] ones = new float[2 * width];
    java.util.Arrays.fill(ones, 1);
    try (Plan plan = Plan.training(Reductions.sum(distance), distance)) {
      plan.set(a, ones);
      plan.forward();
      plan.backward();
      assertThat(plan.get(distance)).containsExactly(width / 2f, width / 2f);
      assertThat(plan.gradient(a)).containsExactly(ones);
    }
  }

  @Test
  void equalRowsGiveNoGradient() {
    Graph graph = new Graph();
    Node a = graph.inputWithGradient("a", 1, 3);
    Node b = graph.input("b", 1, 3);
    Node loss = Reductions.sum(Distances.euclidean(a, b));
    try (Plan plan = Plan.training(loss)) {
      plan.forward();
      plan.backward();
      assertThat(plan.gradient(a)).containsExactly(0, 0, 0);
    }
  }

  private static double[] squares(double[][] x, int batch, double factor, boolean root) {
    double[] sums = new double[batch];
    for (int i = 0; i < x[0].length; i++) {
      sums[i / 8] += factor * (x[0][i] - x[1][i]) * (x[0][i] - x[1][i]);
    }
    for (int i = 0; root && i < batch; i++) sums[i] = Math.sqrt(sums[i]);
    return sums;
  }
}
