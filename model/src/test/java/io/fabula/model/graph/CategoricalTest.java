package io.fabula.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CategoricalTest {
  private static double[] logSoftmax(double[] x, int width) {
    double[] y = new double[x.length];
    for (int from = 0; from < x.length; from += width) {
      double sum = 0;
      for (int i = 0; i < width; i++) sum += Math.exp(x[from + i]);
      for (int i = 0; i < width; i++) y[from + i] = x[from + i] - Math.log(sum);
    }
    return y;
  }

  private static double[] rowSums(double[] x, int width) {
    double[] y = new double[x.length / width];
    for (int i = 0; i < x.length; i++) y[i / width] += x[i];
    return y;
  }

  @Test
  void softmaxAndItsRelativesAgreeWithTheirDefinitions() {
    for (int batch : new int[] {1, 3}) {
      for (int width : new int[] {1, 2, 15}) {
        GradientCheck.of(
                in -> Categorical.softmax(in[0]),
                in -> {
                  double[] y = logSoftmax(in[0], width);
                  for (int i = 0; i < y.length; i++) y[i] = Math.exp(y[i]);
                  return y;
                })
            .between(-3, 3, batch, 2, width)
            .run();
        GradientCheck.of(in -> Categorical.logSoftmax(in[0]), in -> logSoftmax(in[0], width))
            .between(-3, 3, batch, width)
            .run();
        GradientCheck.of(
                in -> Categorical.logSumExp(in[0]),
                in -> {
                  double[] y = in[0].clone();
                  for (int i = 0; i < y.length; i++) y[i] = Math.exp(y[i]);
                  y = rowSums(y, width);
                  for (int i = 0; i < y.length; i++) y[i] = Math.log(y[i]);
                  return y;
                })
            .between(-3, 3, batch, 2, width)
            .run();
      }
    }
  }

  @Test
  void hugeLogitsDoNotOverflow() {
    Graph graph = new Graph();
    Node x = graph.input("x", 1, 3);
    Node p = Categorical.softmax(x);
    Node logP = Categorical.logSoftmax(x);
    Node total = Categorical.logSumExp(x);
    try (Plan plan = Plan.forward(p, logP, total)) {
      plan.set(x, 1000, 1000, -1000);
      plan.forward();
      assertThat(plan.get(p)).containsExactly(0.5f, 0.5f, 0);
      assertThat(plan.get(logP)).containsExactly(-0.6931472f, -0.6931472f, -2000.6931f);
      assertThat(plan.get(total)).containsExactly((float) (1000 + Math.log(2)));
    }
  }

  @Test
  void entropyAndDivergenceAgreeWithTheirDefinitions() {
    for (int batch : new int[] {1, 3}) {
      GradientCheck.of(
              in -> Categorical.entropy(Categorical.logSoftmax(in[0])),
              in -> {
                double[] y = logSoftmax(in[0], 4);
                for (int i = 0; i < y.length; i++) y[i] *= -Math.exp(y[i]);
                return rowSums(y, 4);
              })
          .input(batch, 4)
          .run();
      GradientCheck.of(
              in -> Categorical.divergence(in[0], in[1]),
              in -> {
                double[] p = logSoftmax(in[0], 5);
                double[] q = logSoftmax(in[1], 5);
                for (int i = 0; i < p.length; i++) p[i] = Math.exp(p[i]) * (p[i] - q[i]);
                return rowSums(p, 5);
              })
          .input(batch, 2, 5)
          .input(batch, 2, 5)
          .run();
    }
  }

  @Test
  void drawsInvertTheCumulativeDistribution() {
    Graph graph = new Graph();
    Node p = graph.inputWithGradient("p", 5, 3);
    Node u = graph.input("u", 5);
    Node sample = Categorical.sample(p, u);
    Node weights =
        graph.constant(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, 5, 3);
    try (Plan plan = Plan.training(Reductions.sum(Arithmetic.mul(sample, weights)), sample)) {
      plan.set(
          p, 0.5f, 0.25f, 0.25f, 0.5f, 0.25f, 0.25f, 0.5f, 0.25f, 0.25f, 0, 1, 0, 0.5f, 0.25f,
          0.25f);
      plan.set(u, 0, 0.5f, 0.75f, 0, 0.99999994f);
      plan.forward();
      plan.backward();
      assertThat(plan.get(sample)).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1);
      assertThat(plan.gradient(p))
          .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    }
  }

  @Test
  void theModeIsTheFirstLargestAndPassesGradientsThrough() {
    Graph graph = new Graph();
    Node scores = graph.inputWithGradient("scores", 2, 3);
    Node through = graph.inputWithGradient("through", 2, 3);
    Node mode = Categorical.mode(scores, through);
    Node weights = graph.constant(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    try (Plan plan = Plan.training(Reductions.sum(Arithmetic.mul(mode, weights)), mode)) {
      plan.set(scores, 1, 3, 3, -1, -2, -3);
      plan.set(through, 0, 0, 0, 0, 0, 0);
      plan.forward();
      plan.backward();
      assertThat(plan.get(mode)).containsExactly(0, 1, 0, 1, 0, 0);
      assertThat(plan.gradient(through)).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(plan.gradient(scores)).containsOnly(0f);
    }
  }
}
