package io.fabula.model.graph.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.GradientCheck;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.memory.Shape;
import org.junit.jupiter.api.Test;

class LossesTest {
  @Test
  void regressionLossesAgreeWithTheirDefinitions() {
    for (int batch : new int[] {1, 3}) {
      GradientCheck.of(
              in -> Losses.meanSquaredError(in[0], in[1]),
              in -> {
                double sum = 0;
                for (int i = 0; i < in[0].length; i++) sum += Math.pow(in[0][i] - in[1][i], 2);
                return new double[] {sum / in[0].length};
              })
          .input(batch, 4)
          .input(batch, 4)
          .run();
      GradientCheck.of(
              in -> Losses.smoothL1(in[0], in[1]),
              in -> {
                double[] y = new double[in[0].length];
                for (int i = 0; i < y.length; i++) {
                  double d = Math.abs(in[0][i] - in[1][i]);
                  y[i] = d < 1 ? 0.5 * d * d : d - 0.5;
                }
                return y;
              })
          .between(-2, 2, batch, 6)
          .between(-2, 2, batch, 6)
          .run();
    }
  }

  @Test
  void classificationLossesAgreeWithTheirDefinitions() {
    for (int batch : new int[] {1, 3}) {
      GradientCheck.of(
              in -> Losses.binaryCrossEntropy(in[0], in[1]),
              in -> {
                double[] y = new double[in[0].length];
                for (int i = 0; i < y.length; i++) {
                  double p = 1 / (1 + Math.exp(-in[0][i]));
                  y[i] = -in[1][i] * Math.log(p) - (1 - in[1][i]) * Math.log(1 - p);
                }
                return y;
              })
          .between(-3, 3, batch, 4)
          .between(0, 1, batch, 4)
          .run();
      float[] index = new float[batch];
      for (int i = 0; i < batch; i++) index[i] = (i + 1) % 3;
      GradientCheck.of(
              in -> Losses.crossEntropy(in[0], in[1]),
              in -> {
                double[] y = new double[batch];
                for (int i = 0; i < batch; i++) {
                  double sum = 0;
                  for (int k = 0; k < 3; k++) sum += Math.exp(in[0][3 * i + k]);
                  y[i] = Math.log(sum) - in[0][3 * i + (int) in[1][i]];
                }
                return y;
              })
          .input(batch, 3)
          .fixed(Shape.of(batch), index)
          .run();
    }
  }

  @Test
  void ppoLossesAreThoseOfTheWorkedExample() {
    Graph graph = new Graph();
    Node logP = graph.inputWithGradient("logp", 4);
    Node old = graph.input("old", 4);
    Node advantage = graph.input("advantage", 4);
    Node value = graph.inputWithGradient("value", 4);
    Node oldValue = graph.input("old value", 4);
    Node returns = graph.input("returns", 4);
    Node policy = Losses.ppoPolicy(logP, old, advantage, 0.2f);
    Node error = Losses.ppoValue(value, oldValue, returns, 0.2f);
    try (Plan plan = Plan.training(Arithmetic.add(policy, error), policy, error)) {
      plan.set(logP, -1, -0.5f, -2, -0.1f);
      plan.set(old, -1.2f, -0.5f, -1.5f, -0.6f);
      plan.set(advantage, 1, -1, 0.5f, -2);
      plan.set(value, 1, 0.5f, 0, 2);
      plan.set(oldValue, 0.7f, 0.6f, 0.5f, 1);
      plan.set(returns, 1.2f, 0.1f, 0.4f, 1.1f);
      plan.forward();
      assertThat(plan.scalar(policy)).isCloseTo(0.698544f, offset());
      assertThat(plan.scalar(error)).isCloseTo(0.1525f, offset());
      plan.backward();
      // an unclipped ratio of exactly 1: both sides of the minimum are equal and share the gradient
      assertThat(plan.gradient(logP)[1]).isCloseTo(0.25f, offset());
    }
  }

  private static org.assertj.core.data.Offset<Float> offset() {
    return org.assertj.core.data.Offset.offset(1e-6f);
  }

  @Test
  void lossesOfProbabilitiesAndHubersAgreeWithTheirDefinitions() {
    for (int batch : new int[] {1, 3}) {
      GradientCheck.of(
              in -> Losses.binaryCrossEntropyOfProbabilities(in[0], in[1]),
              in -> {
                double[] y = new double[in[0].length];
                for (int i = 0; i < y.length; i++) {
                  y[i] = -in[1][i] * Math.log(in[0][i]) - (1 - in[1][i]) * Math.log(1 - in[0][i]);
                }
                return y;
              })
          .between(0.05, 0.95, batch, 4)
          .between(0, 1, batch, 4)
          .run();
      GradientCheck.of(
              in -> Losses.huber(in[0], in[1], 0.5f),
              in -> {
                double[] y = new double[in[0].length];
                for (int i = 0; i < y.length; i++) {
                  double d = Math.abs(in[0][i] - in[1][i]);
                  y[i] = d < 0.5 ? 0.5 * d * d : 0.5 * (d - 0.25);
                }
                return y;
              })
          .between(-2, 2, batch, 6)
          .between(-2, 2, batch, 6)
          .run();
    }
  }

  @Test
  void certainProbabilitiesCostAtMostOneHundred() {
    Graph graph = new Graph();
    Node p = graph.inputWithGradient("p", 3);
    Node targets = graph.input("targets", 3);
    Node each = Losses.binaryCrossEntropyOfProbabilities(p, targets);
    try (Plan plan = Plan.training(Reductions.sum(each), each)) {
      plan.set(p, 0, 1, 1);
      plan.set(targets, 1, 0, 1);
      plan.forward();
      plan.backward();
      assertThat(plan.get(each)).containsExactly(100, 100, 0);
      assertThat(plan.gradient(p)).containsExactly(-1e12f, 1e12f, 0);
    }
  }
}
