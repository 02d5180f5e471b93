package io.fabula.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.model.graph.memory.Shape;
import org.junit.jupiter.api.Test;

class SelectionTest {
  @Test
  void pickTakesOneElementOfEachRow() {
    for (int batch : new int[] {1, 3}) {
      float[] index = new float[2 * batch];
      for (int i = 0; i < index.length; i++) index[i] = i * 3 % 4;
      GradientCheck.of(
              in -> Selection.pick(in[0], in[1]),
              in -> {
                double[] y = new double[2 * batch];
                for (int i = 0; i < y.length; i++) y[i] = in[0][i * 4 + (int) in[1][i]];
                return y;
              })
          .input(batch, 2, 4)
          .fixed(Shape.of(batch, 2), index)
          .run();
    }
  }

  @Test
  void largestTakesTheFirstMaximum() {
    for (int batch : new int[] {1, 3}) {
      GradientCheck.of(
              in -> Selection.largest(in[0]),
              in -> {
                double[] y = new double[batch * 2];
                java.util.Arrays.fill(y, Double.NEGATIVE_INFINITY);
                for (int i = 0; i < in[0].length; i++) y[i / 4] = Math.max(y[i / 4], in[0][i]);
                return y;
              })
          .input(batch, 2, 4)
          .run();
    }
    Graph graph = new Graph();
    Node x = graph.inputWithGradient("x", 1, 3);
    try (Plan plan = Plan.training(Reductions.sum(Selection.largest(x)))) {
      plan.set(x, 1, 2, 2);
      plan.forward();
      plan.backward();
      assertThat(plan.gradient(x)).containsExactly(0, 1, 0);
    }
  }

  @Test
  void rowsOfATableMayRepeat() {
    for (int batch : new int[] {1, 3}) {
      float[] index = new float[2 * batch];
      for (int i = 0; i < index.length; i++) index[i] = i * i % 3;
      GradientCheck.of(
              in -> Selection.rows(in[0], in[1]),
              in -> {
                double[] y = new double[index.length * 5];
                for (int i = 0; i < y.length; i++) y[i] = in[0][(int) in[1][i / 5] * 5 + i % 5];
                return y;
              })
          .input(3, 5)
          .fixed(Shape.of(batch, 2), index)
          .run();
    }
  }

  @Test
  void oneHotRowsHaveASingleOne() {
    Graph graph = new Graph();
    Node index = graph.input("action", 3);
    Node y = Selection.oneHot(index, 4);
    try (Plan plan = Plan.forward(y)) {
      plan.set(index, 0, 3, 1);
      plan.forward();
      plan.forward();
      assertThat(plan.get(y)).containsExactly(1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0);
      plan.set(index, 0, 4, 1);
      assertThatThrownBy(plan::forward)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("from 0 to 3, got 4.0");
    }
  }
}
