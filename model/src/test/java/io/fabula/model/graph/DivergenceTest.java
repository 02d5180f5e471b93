package io.fabula.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DivergenceTest {
  private static final int CLASSES = 4;
  private static final int VARIABLES = 3;
  private static final int WIDTH = CLASSES * VARIABLES;

  @Test
  void divergenceSharesItsGradientBetweenBothSides() {
    for (int batch : new int[] {1, 3}) {
      AtFirst posterior = new AtFirst();
      AtFirst prior = new AtFirst();
      GradientCheck.of(
              x -> Divergence.balanced(x[0], x[1], CLASSES, 0.8f),
              x -> {
                double[] left = divergence(x[0], prior.of(x[1]), batch);
                double[] right = divergence(posterior.of(x[0]), x[1], batch);
                for (int i = 0; i < batch; i++) left[i] = 0.2 * left[i] + 0.8 * right[i];
                return left;
              })
          .between(-2, 2, batch, WIDTH)
          .between(-2, 2, batch, WIDTH)
          .run();
    }
  }

  @Test
  void survivesExtremeLogits() {
    Graph graph = new Graph();
    Node post = graph.input("post", 1, 4);
    Node prior = graph.input("prior", 1, 4);
    Node kl = Divergence.balanced(post, prior, 4, 0.8f);
    try (Plan plan = Plan.forward(kl)) {
      plan.set(post, 500, 0, 0, 0);
      plan.set(prior, 0, 100, 0, 0);
      plan.forward();
      assertThat(plan.scalar(kl)).isEqualTo(100f);
    }
  }

  /** Remembers the argument of the first call: the point around which differences are taken. */
  private static final class AtFirst {
    private double[] first = new double[0];

    double[] of(double[] x) {
      if (first.length == 0) first = x.clone();
      return first;
    }
  }

  private static double[] softmax(double[] x) {
    double[] y = new double[x.length];
    for (int v = 0; v < x.length; v += CLASSES) {
      double sum = 0;
      for (int c = v; c < v + CLASSES; c++) sum += Math.exp(x[c]);
      for (int c = v; c < v + CLASSES; c++) y[c] = Math.exp(x[c]) / sum;
    }
    return y;
  }

  private static double[] divergence(double[] post, double[] prior, int batch) {
    double[] p = softmax(post);
    double[] q = softmax(prior);
    double[] sums = new double[batch];
    for (int i = 0; i < p.length; i++) sums[i / WIDTH] += p[i] * Math.log(p[i] / q[i]);
    return sums;
  }
}
