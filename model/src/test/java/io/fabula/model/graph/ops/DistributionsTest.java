package io.fabula.model.graph.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.graph.Categorical;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.GammaFunctions;
import io.fabula.model.graph.GammaReference;
import io.fabula.model.graph.GradientCheck;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Reductions;
import org.junit.jupiter.api.Test;

class DistributionsTest {
  private interface Pair {
    double of(double a, double b);
  }

  private static double[] pairs(double[] a, double[] b, Pair pair) {
    double[] y = new double[a.length];
    for (int i = 0; i < y.length; i++) y[i] = pair.of(a[i], b[i]);
    return y;
  }

  private static double logBeta(double a, double b) {
    return GammaReference.logGamma(a) + GammaReference.logGamma(b) - GammaReference.logGamma(a + b);
  }

  @Test
  void gammaFunctionsAgreeWithOtherMeansOfComputingThem() {
    for (int batch : new int[] {1, 3}) {
      GradientCheck.of(
              in -> Elementwise.logGamma(in[0]),
              in -> pairs(in[0], in[0], (x, same) -> GammaReference.logGamma(x)))
          .between(0.2, 12, batch, 5)
          .run();
      GradientCheck.of(
              in -> Elementwise.digamma(in[0]),
              in -> pairs(in[0], in[0], (x, same) -> GammaReference.digamma(x)))
          .between(0.2, 12, batch, 5)
          .run();
    }
    assertThat(GammaFunctions.logGamma(11)).isCloseTo(Math.log(3_628_800), within(1e-13));
    assertThat(GammaFunctions.digamma(1)).isCloseTo(-0.57721566490153286, within(1e-12));
    assertThat(GammaFunctions.trigamma(1)).isCloseTo(Math.PI * Math.PI / 6, within(1e-12));
    assertThat(GammaFunctions.digamma(0)).isNaN();
  }

  @Test
  void betaDistributionsHaveTheirDensityEntropyAndMean() {
    for (int batch : new int[] {1, 3}) {
      GradientCheck.of(
              in -> BetaDistribution.logProbability(in[0], in[1], in[2]),
              in -> {
                double[] y = new double[in[0].length];
                for (int i = 0; i < y.length; i++) {
                  double a = in[0][i];
                  double b = in[1][i];
                  double u = in[2][i];
                  y[i] = (a - 1) * Math.log(u) + (b - 1) * Math.log(1 - u) - logBeta(a, b);
                }
                return y;
              })
          .between(1, 4, batch, 2)
          .between(1, 4, batch, 2)
          .between(0.1, 0.9, batch, 2)
          .run();
      GradientCheck.of(
              in -> BetaDistribution.entropy(in[0], in[1]),
              in -> pairs(in[0], in[1], DistributionsTest::betaEntropy))
          .between(1, 4, batch, 2)
          .between(1, 4, batch, 2)
          .run();
      GradientCheck.of(
              in -> BetaDistribution.mean(in[0], in[1]),
              in -> pairs(in[0], in[1], (a, b) -> a / (a + b)))
          .between(1, 4, batch, 2)
          .between(1, 4, batch, 2)
          .run();
    }
    assertThat(betaEntropy(1.693, 1.693)).isCloseTo(-0.0775, within(1e-4));
  }

  private static double betaEntropy(double a, double b) {
    return logBeta(a, b)
        - (a - 1) * GammaReference.digamma(a)
        - (b - 1) * GammaReference.digamma(b)
        + (a + b - 2) * GammaReference.digamma(a + b);
  }

  @Test
  void betaDrawsHaveTheirMeanAndVariance() {
    for (float[] shape : new float[][] {{1.7f, 1.7f}, {4, 1}, {0.5f, 0.8f}}) {
      RandomStream random = new RandomStream(4);
      int n = 40_000;
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < n; i++) {
        double u = BetaDistribution.draw(random, shape[0], shape[1]);
        assertThat(u).isGreaterThan(0).isLessThan(1);
        sum += u;
        squares += u * u;
      }
      double a = shape[0];
      double b = shape[1];
      double variance = a * b / ((a + b) * (a + b) * (a + b + 1));
      // 5 standard errors of the mean; the variance's is below the same bound
      double error = 5 * Math.sqrt(variance / n);
      assertThat(sum / n).isCloseTo(a / (a + b), within(error));
      assertThat(squares / n - sum / n * sum / n).isCloseTo(variance, within(error));
    }
    assertThatThrownBy(() -> BetaDistribution.draw(new RandomStream(1), 0, 1))
        .hasMessage("a and b must be above 0, got 0.0 and 1.0");
  }

  @Test
  void normalDistributionsHaveTheirDensityAndDivergences() {
    for (int batch : new int[] {1, 3}) {
      GradientCheck.of(
              in -> Gaussian.logProbability(in[0], in[1], in[2]),
              in -> {
                double[] y = new double[in[0].length];
                for (int i = 0; i < y.length; i++) {
                  double variance = Math.exp(in[2][i]);
                  y[i] =
                      -0.5 * Math.pow(in[0][i] - in[1][i], 2) / variance
                          - 0.5 * Math.log(2 * Math.PI * variance);
                }
                return y;
              })
          .input(batch, 3)
          .input(batch, 3)
          .input(batch, 3)
          .run();
      GradientCheck.of(
              in -> Gaussian.divergence(in[0], in[1]),
              in -> pairs(in[0], in[1], (m, v) -> -0.5 * (1 + v - m * m - Math.exp(v))))
          .input(batch, 3)
          .input(batch, 3)
          .run();
      GradientCheck.of(
              in -> Gaussian.divergence(in[0], in[1], in[2], in[3]),
              in -> {
                double[] y = new double[in[0].length];
                for (int i = 0; i < y.length; i++) {
                  double d = in[0][i] - in[2][i];
                  y[i] =
                      0.5
                          * (in[3][i]
                              - in[1][i]
                              + (Math.exp(in[1][i]) + d * d) / Math.exp(in[3][i])
                              - 1);
                }
                return y;
              })
          .input(batch, 3)
          .input(batch, 3)
          .input(batch, 3)
          .input(batch, 3)
          .run();
      GradientCheck.of(
              in -> Gaussian.sample(in[0], in[1], in[2]),
              in -> {
                double[] y = in[0].clone();
                for (int i = 0; i < y.length; i++) y[i] += Math.exp(in[1][i] / 2) * in[2][i];
                return y;
              })
          .input(batch, 3)
          .input(batch, 3)
          .input(batch, 3)
          .run();
    }
  }

  @Test
  void excludedLogitsHaveProbabilityZeroAndNoGradient() {
    Graph graph = new Graph();
    Node logits = graph.inputWithGradient("logits", 2, 3);
    Node mask = graph.input("mask", 2, 3);
    Node probabilities = Categorical.softmax(Categorical.masked(logits, mask, -9e15f));
    Node loss = Reductions.sum(Elementwise.square(probabilities));
    try (Plan plan = Plan.training(loss, probabilities)) {
      plan.set(logits, 1, 1, 5, 7, 8, 9);
      plan.set(mask, 1, 1, 0, 0, 0, 0);
      plan.forward();
      plan.backward();
      float third = 1 / 3f;
      assertThat(plan.get(probabilities)).containsExactly(0.5f, 0.5f, 0, third, third, third);
      for (float each : plan.gradient(logits)) assertThat(each == 0f).isTrue();
    }
  }
}
