package io.fabula.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.model.graph.memory.Shape;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class ArithmeticTest {
  private static void check(BinaryOperator<Node> op, DoubleBinaryOperator f) {
    for (int batch : new int[] {1, 3}) {
      int[] full = {batch, 4, 5};
      int[][] others = {{batch, 4, 5}, {5}, {4, 1}, {batch, 1, 1}, {batch, 1, 5}, {1}, {}};
      for (int[] other : others) {
        check(op, f, full, other);
        check(op, f, other, full);
      }
      check(op, f, new int[] {batch, 1, 4, 1}, new int[] {2, 1, 3});
    }
    check(op, f, new int[] {2, 1100}, new int[] {1100});
    check(op, f, new int[] {2, 1100}, new int[] {2, 1});
  }

  private static void check(BinaryOperator<Node> op, DoubleBinaryOperator f, int[] a, int[] b) {
    int rank = Math.max(a.length, b.length);
    int[] dims = new int[rank];
    for (int i = 1; i <= rank; i++) dims[rank - i] = Math.max(size(a, i), size(b, i));
    GradientCheck.of(
            in -> op.apply(in[0], in[1]),
            in -> {
              double[] y = new double[Shape.of(dims).size()];
              for (int i = 0; i < y.length; i++) {
                y[i] = f.applyAsDouble(in[0][index(i, dims, a)], in[1][index(i, dims, b)]);
              }
              return y;
            })
        .between(0.3, 2, a)
        .between(0.3, 2, b)
        .run();
  }

  private static int size(int[] dims, int fromEnd) {
    return fromEnd <= dims.length ? dims[dims.length - fromEnd] : 1;
  }

  private static int index(int flat, int[] dims, int[] own) {
    int index = 0;
    int stride = 1;
    int rest = flat;
    for (int i = 1; i <= dims.length; i++) {
      int at = rest % size(dims, i);
      rest /= size(dims, i);
      if (size(own, i) > 1) index += at * stride;
      stride *= size(own, i);
    }
    return index;
  }

  @Test
  void sumsAndDifferencesBroadcast() {
    check(Arithmetic::add, Double::sum);
    check(Arithmetic::sub, (a, b) -> a - b);
  }

  @Test
  void productsAndQuotientsBroadcast() {
    check(Arithmetic::mul, (a, b) -> a * b);
    check(Arithmetic::div, (a, b) -> a / b);
  }

  @Test
  void extremaBroadcast() {
    check(Arithmetic::min, Math::min);
    check(Arithmetic::max, Math::max);
  }

  @Test
  void tiesShareTheGradientEqually() {
    Graph graph = new Graph();
    Node a = graph.inputWithGradient("a", 3);
    Node b = graph.inputWithGradient("b", 3);
    try (Plan plan = Plan.training(Reductions.sum(Arithmetic.min(a, b)))) {
      plan.set(a, 1, 2, 3);
      plan.set(b, 2, 2, 2);
      plan.forward();
      plan.backward();
      assertThat(plan.gradient(a)).containsExactly(1, 0.5f, 0);
      assertThat(plan.gradient(b)).containsExactly(0, 0.5f, 1);
    }
  }

  @Test
  void aNodeMayMeetItself() {
    GradientCheck.of(
            in -> Arithmetic.mul(in[0], in[0]),
            in -> {
              double[] y = new double[in[0].length];
              for (int i = 0; i < y.length; i++) y[i] = in[0][i] * in[0][i];
              return y;
            })
        .input(3, 4)
        .run();
  }

  @Test
  void shapesThatDoNotFitAreRefusedByName() {
    Graph graph = new Graph();
    Node a = graph.input("left", 2, 3);
    Node b = graph.input("right", 2, 4);
    assertThatThrownBy(() -> Arithmetic.add(a, b))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("left[2, 3]")
        .hasMessageContaining("right[2, 4]");
  }
}
