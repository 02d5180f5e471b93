package io.fabula.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.model.graph.memory.FloatMath;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ElementwiseTest {
  private static void check(
      UnaryOperator<Node> op, DoubleUnaryOperator f, double low, double high) {
    for (int batch : new int[] {1, 3}) {
      GradientCheck.of(
              in -> op.apply(in[0]),
              in -> {
                double[] y = new double[in[0].length];
                for (int i = 0; i < y.length; i++) y[i] = f.applyAsDouble(in[0][i]);
                return y;
              })
          .between(low, high, batch, 7, 5)
          .run();
    }
  }

  @Test
  void activationsAgreeWithTheirDefinitions() {
    check(Elementwise::relu, x -> Math.max(x, 0), -2, 2);
    check(x -> Elementwise.leakyRelu(x, 0.01f), x -> x > 0 ? x : 0.01f * x, -2, 2);
    check(Elementwise::elu, x -> x > 0 ? x : Math.expm1(x), -4, 2);
    check(Elementwise::tanh, Math::tanh, -4, 4);
    check(Elementwise::sigmoid, x -> 1 / (1 + Math.exp(-x)), -6, 6);
    check(Elementwise::softplus, x -> Math.log1p(Math.exp(x)), -6, 6);
  }

  @Test
  void powersAgreeWithTheirDefinitions() {
    check(Elementwise::exp, Math::exp, -3, 3);
    check(Elementwise::log, Math::log, 0.2, 4);
    check(Elementwise::square, x -> x * x, -2, 2);
    check(Elementwise::sqrt, Math::sqrt, 0.2, 4);
    check(Elementwise::reciprocal, x -> 1 / x, 0.3, 3);
    check(Elementwise::abs, Math::abs, -2, 2);
  }

  @Test
  void affineMapsAndLimitsAgreeWithTheirDefinitions() {
    check(Elementwise::neg, x -> -x, -2, 2);
    check(x -> Elementwise.scale(x, 2.5f), x -> 2.5 * x, -2, 2);
    check(x -> Elementwise.offset(x, 0.5f), x -> 0.5 + x, -2, 2);
    check(x -> Elementwise.affine(x, -3f, 0.25f), x -> 0.25 - 3 * x, -2, 2);
    check(x -> Elementwise.clamp(x, -0.5f, 1f), x -> Math.max(-0.5, Math.min(1, x)), -2, 2);
  }

  @Test
  void gradientsAtKinksAreThoseOfPyTorch() {
    assertThat(slopes(Elementwise::relu, -1, 0, 1)).containsExactly(0, 0, 1);
    assertThat(slopes(x -> Elementwise.leakyRelu(x, 0.5f), -1, 0, 1))
        .containsExactly(0.5f, 0.5f, 1);
    assertThat(slopes(Elementwise::abs, -1, 0, 1)).containsExactly(-1, 0, 1);
    assertThat(slopes(x -> Elementwise.clamp(x, -1, 1), -2, -1, 0, 1, 2))
        .containsExactly(0, 1, 1, 1, 0);
    assertThat(slopes(x -> Elementwise.straightThroughClamp(x, -1, 1), -2, -1, 0, 1, 2))
        .containsExactly(1, 1, 1, 1, 1);
  }

  @Test
  void saturatedFunctionsStayFinite() {
    assertThat(FloatMath.exp(89f)).isInfinite();
    assertThat(FloatMath.exp(-200f)).isZero();
    assertThat(FloatMath.exp(88.7f)).isCloseTo((float) Math.exp(88.7f), within(1e-6f));
    assertThat(FloatMath.exp(-100f)).isCloseTo((float) Math.exp(-100), within(2e-3f));
    assertThat(FloatMath.tanh(1000f)).isBetween(0.9999998f, 1f);
    assertThat(FloatMath.sigmoid(-1000f)).isBetween(0f, 1e-7f);
    assertThat(FloatMath.softplus(200f)).isEqualTo(200f);
    assertThat(FloatMath.exp(Float.NaN)).isNaN();
    assertThat(FloatMath.tanh(Float.NaN)).isNaN();
  }

  private static org.assertj.core.data.Percentage within(float share) {
    return org.assertj.core.data.Percentage.withPercentage(share * 100);
  }

  private static float[] slopes(UnaryOperator<Node> op, float... at) {
    Graph graph = new Graph();
    Node x = graph.inputWithGradient("x", at.length);
    try (Plan plan = Plan.training(Reductions.sum(op.apply(x)))) {
      plan.set(x, at);
      plan.forward();
      plan.backward();
      return plan.gradient(x);
    }
  }
}
