package io.fabula.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NormalisationTest {
  private static double[] layerNorm(
      double[] x, double[] scale, double[] shift, int width, double epsilon) {
    double[] y = new double[x.length];
    for (int from = 0; from < x.length; from += width) {
      double mean = 0;
      double variance = 0;
      for (int i = 0; i < width; i++) mean += x[from + i] / width;
      for (int i = 0; i < width; i++) variance += Math.pow(x[from + i] - mean, 2) / width;
      for (int i = 0; i < width; i++) {
        y[from + i] = (x[from + i] - mean) / Math.sqrt(variance + epsilon) * scale[i] + shift[i];
      }
    }
    return y;
  }

  @Test
  void layerNormNormalisesRows() {
    for (int batch : new int[] {1, 3}) {
      for (float epsilon : new float[] {1e-5f, 1e-3f}) {
        GradientCheck.of(
                in -> Normalisation.layerNorm(in[0], in[1], in[2], epsilon),
                in -> layerNorm(in[0], in[1], in[2], 7, epsilon))
            .input(batch, 2, 7)
            .input(7)
            .input(7)
            .run();
      }
    }
  }

  @Test
  void layerNormOfImagesHasAScalePerElement() {
    for (int batch : new int[] {1, 3}) {
      GradientCheck.of(
              in -> Normalisation.layerNormImage(in[0], in[1], in[2], 1e-5f),
              in -> {
                double[] scale = new double[24];
                double[] shift = new double[24];
                for (int h = 0; h < 2; h++)
                  for (int w = 0; w < 4; w++)
                    for (int c = 0; c < 3; c++) {
                      scale[(h * 4 + w) * 3 + c] = in[1][(c * 2 + h) * 4 + w];
                      shift[(h * 4 + w) * 3 + c] = in[2][(c * 2 + h) * 4 + w];
                    }
                return layerNorm(in[0], scale, shift, 24, 1e-5);
              })
          .input(batch, 2, 4, 3)
          .input(3, 2, 4)
          .input(3, 2, 4)
          .run();
    }
  }

  @Test
  void aLargeMeanDoesNotSpoilTheGradient() {
    GradientCheck.of(
            in -> Normalisation.layerNorm(in[0], in[1], in[2], 1e-5f),
            in -> layerNorm(in[0], in[1], in[2], 8, 1e-5))
        .between(99.0, 101.0, 3, 8)
        .input(8)
        .input(8)
        // single-precision inputs near 100 with spread 1 hold 5 digits of the distances
        .tolerance(1e-4)
        .run();
  }

  @Test
  void lengthsAndUnitVectors() {
    for (int batch : new int[] {1, 3}) {
      GradientCheck.of(in -> Normalisation.length(in[0]), in -> lengths(in[0], 5))
          .input(batch, 2, 5)
          .run();
      GradientCheck.of(
              in -> Normalisation.unit(in[0], 1e-8f),
              in -> {
                double[] lengths = lengths(in[0], 5);
                double[] y = in[0].clone();
                for (int i = 0; i < y.length; i++) y[i] /= Math.max(1e-8, lengths[i / 5]);
                return y;
              })
          .input(batch, 5)
          .run();
    }
  }

  private static double[] lengths(double[] x, int width) {
    double[] y = new double[x.length / width];
    for (int i = 0; i < x.length; i++) y[i / width] += x[i] * x[i];
    for (int i = 0; i < y.length; i++) y[i] = Math.sqrt(y[i]);
    return y;
  }

  @Test
  void aZeroVectorHasAFiniteGradient() {
    Graph graph = new Graph();
    Node x = graph.inputWithGradient("x", 1, 3);
    try (Plan plan = Plan.training(Reductions.sum(Normalisation.length(x)))) {
      plan.set(x, 0, 0, 0);
      plan.forward();
      plan.backward();
      assertThat(plan.gradient(x)).containsExactly(0, 0, 0);
    }
  }

  @Test
  void variancesAreOfThePopulationOrOfTheSample() {
    for (boolean sample : new boolean[] {false, true}) {
      for (int batch : new int[] {2, 3}) {
        GradientCheck.of(
                in -> Reductions.varianceKeeping(in[0], sample, 0),
                in -> {
                  double[] y = new double[4];
                  for (int c = 0; c < 4; c++) {
                    double mean = 0;
                    for (int i = 0; i < batch; i++) mean += in[0][i * 4 + c] / batch;
                    for (int i = 0; i < batch; i++) {
                      double d = in[0][i * 4 + c] - mean;
                      y[c] += d * d / (sample ? batch - 1 : batch);
                    }
                  }
                  return y;
                })
            .input(batch, 4)
            .run();
      }
    }
  }
}
