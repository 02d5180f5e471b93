package io.fabula.model.graph.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.model.graph.GradientCheck;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.memory.Shape;
import org.junit.jupiter.api.Test;

/** The layers on the numbers that the specification of the graph agents gives, and gradients. */
class GraphLayersTest {
  private static final float[] NODES = {1, 0, 0, 1, -1, 2};

  private static void requireClose(float[] actual, double... expected) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      // the numbers have 6 digits
      assertThat((double) actual[i]).as("element %d", i).isCloseTo(expected[i], within(2e-6));
    }
  }

  @Test
  void attentionGivesThePublishedLayersNumbers() {
    Graph graph = new Graph();
    Node x = graph.input("nodes", 1, 3, 2);
    GraphLayers.AttentionWeights weights =
        new GraphLayers.AttentionWeights(
            graph.constant(new float[] {1, 0.5f, -0.5f, 1}, 2, 2),
            graph.constant(new float[] {0.1f, -0.1f}, 2),
            graph.constant(new float[] {0.3f, -0.2f, 0.5f, 0.4f}, 4));
    GraphLayers.AttentionBlock block = GraphLayers.attentionBlock(x, weights, weights, null);
    try (Plan plan = Plan.forward(block.nodes(), block.firstAttention(), block.secondAttention())) {
      plan.set(x, NODES);
      plan.forward();
      requireClose(
          plan.get(block.firstAttention()),
          0.225590,
          0.320127,
          0.454282,
          0.225590,
          0.320127,
          0.454283,
          0.245755,
          0.311792,
          0.442453);
      requireClose(
          plan.get(block.secondAttention()),
          0.336253,
          0.336253,
          0.327494,
          0.336253,
          0.336253,
          0.327494,
          0.336253,
          0.336253,
          0.327494);
      requireClose(
          plan.get(block.nodes()), 2.204554, 0.881876, 1.204554, 1.881876, 0.204554, 2.881876);
    }
  }

  @Test
  void convolutionGivesThePublishedLayersNumbers() {
    Graph graph = new Graph();
    Node x = graph.input("nodes", 1, 3, 2);
    Node weight = graph.constant(new float[] {1, -0.5f, 0.5f, 1}, 2, 2);
    Node bias = graph.constant(new float[] {0.1f, -0.1f}, 2);
    float[] edges = {0, 1, 1, 1, 0, 1, 1, 1, 0};
    Node adjacency = graph.constant(GraphLayers.normalised(edges, 3), 3, 3);
    Node y = GraphLayers.convolutionBlock(x, weight, bias, weight, bias, adjacency);
    try (Plan plan = Plan.forward(y)) {
      plan.set(x, NODES);
      plan.forward();
      requireClose(plan.get(y), 2.0875, 0.0625, 1.15, 1.5, 0.2125, 2.9375);
    }
  }

  @Test
  void attentionHasItsGradients() {
    for (int batch : new int[] {1, 3}) {
      GradientCheck.of(
              in ->
                  GraphLayers.attention(
                          in[0], new GraphLayers.AttentionWeights(in[1], in[2], in[3]), null)
                      .nodes(),
              in -> attention(in[0], in[1], in[2], in[3], batch))
          .input(batch, 4, 3)
          .input(2, 3)
          .input(2)
          .input(4)
          .run();
    }
  }

  private static double[] attention(double[] x, double[] w, double[] b, double[] a, int batch) {
    double[] y = new double[batch * 8];
    for (int n = 0; n < batch; n++) {
      double[][] z = new double[4][2];
      for (int i = 0; i < 4; i++)
        for (int o = 0; o < 2; o++) {
          z[i][o] = b[o];
          for (int k = 0; k < 3; k++) z[i][o] += x[(n * 4 + i) * 3 + k] * w[o * 3 + k];
        }
      for (int i = 0; i < 4; i++) {
        double[] e = new double[4];
        double sum = 0;
        for (int j = 0; j < 4; j++) {
          double score = a[0] * z[i][0] + a[1] * z[i][1] + a[2] * z[j][0] + a[3] * z[j][1];
          e[j] = Math.exp(score > 0 ? score : 0.2 * score);
          sum += e[j];
        }
        for (int j = 0; j < 4; j++)
          for (int o = 0; o < 2; o++) y[(n * 4 + i) * 2 + o] += e[j] / sum * z[j][o];
      }
    }
    return y;
  }

  /** What says the same to all nodes, or to all members, beside both added up for each. */
  @Test
  void attentionToSumsIsAttentionToWhatIsAddedUp() {
    GradientCheck.of(
            in ->
                GraphLayers.attend(
                        LinearForm.of(in[0]).plus(LinearForm.of(in[1])),
                        in[2],
                        in[0].graph().constant(SEEN, 2, 3, 2, 2))
                    .nodes()
                    .value(),
            in -> attentionToSums(in[0], in[1], in[2]))
        .input(2, 3, 1, 2)
        .input(2, 1, 2, 2)
        .input(4)
        .run();
  }

  private static final float[] SEEN = {
    1, 1, 1, 1, 1, 0, 1, 1, 0, 0, 0, 1, 1, 1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 1
  };

  /** Two groups of three members, two nodes of two numbers. */
  private static double[] attentionToSums(double[] ofMember, double[] ofNode, double[] a) {
    double[] y = new double[24];
    for (int row = 0; row < 6; row++) {
      double[][] z = new double[2][2];
      for (int i = 0; i < 4; i++) {
        z[i / 2][i % 2] = ofMember[row * 2 + i % 2] + ofNode[row / 3 * 4 + i];
      }
      for (int i = 0; i < 2; i++) {
        double[] e = new double[2];
        double sum = 0;
        boolean blind = SEEN[row * 4 + i * 2] + SEEN[row * 4 + i * 2 + 1] == 0;
        for (int j = 0; j < 2; j++) {
          double score = a[0] * z[i][0] + a[1] * z[i][1] + a[2] * z[j][0] + a[3] * z[j][1];
          e[j] = Math.exp(score > 0 ? score : 0.2 * score) * SEEN[row * 4 + i * 2 + j];
          if (blind) e[j] = 1;
          sum += e[j];
        }
        for (int j = 0; j < 2; j++)
          for (int o = 0; o < 2; o++) y[row * 4 + i * 2 + o] += e[j] / sum * z[j][o];
      }
    }
    return y;
  }

  @Test
  void dynamicAttentionHasItsGradients() {
    float[] seen = {1, 1, 0, 1};
    for (int batch : new int[] {1, 3}) {
      GradientCheck.of(
              in ->
                  GraphLayers.attendDynamically(
                          Linear.dense(in[0], in[1], in[2]),
                          Linear.dense(in[0], in[3], in[4]),
                          in[5],
                          in[6])
                      .nodes()
                      .value(),
              in -> dynamicAttention(in, seen, batch))
          .input(batch, 4, 3)
          .input(2, 3)
          .input(2)
          .input(2, 3)
          .input(2)
          .input(2)
          .fixed(Shape.of(1, 4), seen)
          .run();
    }
  }

  private static double[] dynamicAttention(double[][] in, float[] seen, int batch) {
    double[] y = new double[batch * 8];
    for (int n = 0; n < batch; n++) {
      double[][] own = linear(in[0], in[1], in[2], n);
      double[][] others = linear(in[0], in[3], in[4], n);
      for (int i = 0; i < 4; i++) {
        double[] e = new double[4];
        double sum = 0;
        for (int j = 0; j < 4; j++) {
          double score = 0;
          for (int o = 0; o < 2; o++) {
            double each = own[i][o] + others[j][o];
            score += in[5][o] * (each > 0 ? each : 0.2 * each);
          }
          e[j] = seen[j] * Math.exp(score);
          sum += e[j];
        }
        for (int j = 0; j < 4; j++)
          for (int o = 0; o < 2; o++) y[(n * 4 + i) * 2 + o] += e[j] / sum * others[j][o];
      }
    }
    return y;
  }

  private static double[][] linear(double[] x, double[] w, double[] b, int n) {
    double[][] z = new double[4][2];
    for (int i = 0; i < 4; i++)
      for (int o = 0; o < 2; o++) {
        z[i][o] = b[o];
        for (int k = 0; k < 3; k++) z[i][o] += x[(n * 4 + i) * 3 + k] * w[o * 3 + k];
      }
    return z;
  }

  @Test
  void graphConvolutionHasItsGradients() {
    float[] edges = {1, 0.5f, 0, 0.25f, 1, 0.5f, 0, 0.125f, 1};
    for (int batch : new int[] {1, 3}) {
      GradientCheck.of(
              in -> GraphLayers.convolution(in[0], in[1], in[2], in[3]),
              in -> {
                double[] y = new double[batch * 3 * 4];
                for (int n = 0; n < batch; n++)
                  for (int i = 0; i < 3; i++)
                    for (int o = 0; o < 4; o++) {
                      y[(n * 3 + i) * 4 + o] = in[2][o];
                      for (int j = 0; j < 3; j++)
                        for (int k = 0; k < 2; k++)
                          y[(n * 3 + i) * 4 + o] +=
                              edges[i * 3 + j] * in[0][(n * 3 + j) * 2 + k] * in[1][k * 4 + o];
                    }
                return y;
              })
          .input(batch, 3, 2)
          .input(2, 4)
          .input(4)
          .fixed(Shape.of(3, 3), edges)
          .run();
    }
  }

  @Test
  void graphNormNormalisesOverTheNodesOfEachGraph() {
    for (int batch : new int[] {1, 3}) {
      GradientCheck.of(
              in -> GraphLayers.graphNorm(in[0], in[1], in[2], in[3], 1e-5f),
              in -> graphNorm(in[0], in[1], in[2], in[3], batch))
          .input(batch, 4, 2)
          .input(2)
          .input(2)
          .input(2)
          .run();
    }
  }

  private static double[] graphNorm(
      double[] x, double[] alpha, double[] scale, double[] shift, int batch) {
    double[] y = new double[x.length];
    for (int n = 0; n < batch; n++)
      for (int c = 0; c < 2; c++) {
        double mean = 0;
        double variance = 0;
        for (int i = 0; i < 4; i++) mean += x[(n * 4 + i) * 2 + c] / 4;
        for (int i = 0; i < 4; i++) {
          y[(n * 4 + i) * 2 + c] = x[(n * 4 + i) * 2 + c] - alpha[c] * mean;
          variance += Math.pow(y[(n * 4 + i) * 2 + c], 2) / 4;
        }
        for (int i = 0; i < 4; i++) {
          int at = (n * 4 + i) * 2 + c;
          y[at] = y[at] / Math.sqrt(variance + 1e-5) * scale[c] + shift[c];
        }
      }
    return y;
  }

  @Test
  void whatDoesNotFitIsRefusedByName() {
    Graph graph = new Graph();
    Node flat = graph.input("flat", 3, 2);
    Node w = graph.input("w", 2, 2);
    Node b = graph.input("b", 2);
    assertThatThrownBy(
            () -> GraphLayers.attention(flat, new GraphLayers.AttentionWeights(w, b, b), null))
        .hasMessage("attention needs [batch, nodes, features], got flat[3, 2]");
    Node x = graph.input("x", 1, 3, 2);
    assertThatThrownBy(
            () -> GraphLayers.attention(x, new GraphLayers.AttentionWeights(w, b, b), null))
        .hasMessage("attention: b[2] needs 4 elements");
    assertThatThrownBy(() -> GraphLayers.normalised(new float[5], 2))
        .hasMessageContaining("2 nodes");
  }
}
