package io.fabula.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.model.graph.ops.GraphLayers;
import io.fabula.model.vectors.VectorFile;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Networks over sets and graphs against the outputs of the original modules. {@code
 * -Dfabula.vectors} names another folder of vectors.
 */
class NetworksRecsimVectorTest {
  private static final int BATCH = 2;
  private static final int NODES = 4;
  private static final int REMOVED = 1;

  private JsonNode cases;
  private Graph graph;
  private Node x;

  @BeforeEach
  void read() {
    cases = VectorFile.read("recsim/networks.json").path("cases");
    graph = new Graph();
    x = graph.constant(VectorFile.floats(cases.path("input")), BATCH, NODES, 3);
    assertThat(cases.path("removed_nodes")).hasSize(1);
    assertThat(cases.path("removed_nodes").get(0).asInt()).isEqualTo(REMOVED);
  }

  private Node parameter(String network, String name) {
    JsonNode node = cases.path(network).path("params").path(name);
    assertThat(node.isMissingNode()).as("%s %s", network, name).isFalse();
    int[] dims =
        node.get(0).isArray()
            ? new int[] {node.size(), node.get(0).size()}
            : new int[] {node.size()};
    return graph.constant(VectorFile.floats(node), dims);
  }

  private Linear.Layer layer(String network, String name) {
    return new Linear.Layer(
        parameter(network, name + ".weight"), parameter(network, name + ".bias"));
  }

  private void check(Node actual, String network, String output) {
    float[] expected = VectorFile.floats(cases.path(network).path(output));
    try (Plan plan = Plan.forward(actual)) {
      plan.forward();
      float[] values = plan.get(actual);
      assertThat(values).as("%s %s", network, output).hasSize(expected.length);
      for (int i = 0; i < values.length; i++) {
        assertThat(values[i])
            .as("%s %s, element %d", network, output, i)
            .isCloseTo(expected[i], within(1e-5f));
      }
    }
  }

  private static float[] edges(boolean selfLoops, boolean removed) {
    float[] edges = new float[BATCH * NODES * NODES];
    Arrays.fill(edges, 1f);
    for (int n = 0; n < BATCH; n++) {
      for (int i = 0; i < NODES; i++) {
        int from = n * NODES * NODES;
        if (!selfLoops) edges[from + i * NODES + i] = 0;
        if (removed) edges[from + i * NODES + REMOVED] = 0;
        if (removed) edges[from + REMOVED * NODES + i] = 0;
      }
    }
    return edges;
  }

  private GraphLayers.AttentionWeights attention(String name) {
    return new GraphLayers.AttentionWeights(
        parameter("gat2", name + "._layer.weight"),
        parameter("gat2", name + "._layer.bias"),
        parameter("gat2", name + ".a"));
  }

  @Test
  void graphAttention() {
    GraphLayers.AttentionBlock full =
        GraphLayers.attentionBlock(x, attention("attention_0"), attention("out_att"), null);
    check(full.nodes(), "gat2", "out_full");
    check(full.firstAttention(), "gat2", "attention_layer1_full");
    check(full.secondAttention(), "gat2", "attention_layer2_full");
    check(Reductions.mean(full.nodes(), 1), "gat2", "mean_summary_full");
    check(Reductions.sum(full.nodes(), 1), "gat2", "sum_summary_full");
    Node mask = graph.constant(edges(true, true), BATCH, NODES, NODES);
    GraphLayers.AttentionBlock masked =
        GraphLayers.attentionBlock(x, attention("attention_0"), attention("out_att"), mask);
    check(masked.nodes(), "gat2", "out_masked");
    check(masked.firstAttention(), "gat2", "attention_layer1_masked");
  }

  @Test
  void graphConvolution() {
    for (boolean removed : new boolean[] {false, true}) {
      float[] adjacency = GraphLayers.normalised(edges(false, removed), NODES);
      Node y =
          GraphLayers.convolutionBlock(
              x,
              parameter("gcn", "conv.weight"),
              parameter("gcn", "conv.bias"),
              parameter("gcn", "out_conv.weight"),
              parameter("gcn", "out_conv.bias"),
              graph.constant(adjacency, BATCH, NODES, NODES));
      check(y, "gcn", removed ? "out_masked" : "out_full");
    }
  }

  @Test
  void deepSet() {
    Node y =
        GraphLayers.deepSet(
            x,
            new Linear.Layer[] {layer("deep_set", "pre_mean.0"), layer("deep_set", "pre_mean.2")},
            new Linear.Layer[] {
              layer("deep_set", "post_mean.0"), layer("deep_set", "post_mean.2")
            });
    check(y, "deep_set", "out");
  }

  private Recurrent.LstmWeights lstm(String suffix) {
    return new Recurrent.LstmWeights(
        parameter("bilstm", "lstm.weight_ih_" + suffix),
        parameter("bilstm", "lstm.weight_hh_" + suffix),
        parameter("bilstm", "lstm.bias_ih_" + suffix),
        parameter("bilstm", "lstm.bias_hh_" + suffix));
  }

  @Test
  void bidirectionalLstm() {
    Node each =
        Linear.perceptron(
            x, Elementwise::relu, layer("bilstm", "pre_lstm.0"), layer("bilstm", "pre_lstm.2"));
    Node states =
        Recurrent.bidirectionalLstm(
            Shaping.permute(each, 1, 0, 2),
            new Recurrent.LstmWeights[] {lstm("l0"), lstm("l0_reverse")},
            new Recurrent.LstmWeights[] {lstm("l1"), lstm("l1_reverse")});
    Node mean = Reductions.mean(Shaping.reshape(states, NODES, BATCH, 2, 2), 0, 2);
    Node y =
        Linear.perceptron(
            mean,
            Elementwise::relu,
            layer("bilstm", "post_lstm.0"),
            layer("bilstm", "post_lstm.2"));
    check(y, "bilstm", "out");
  }

  @Test
  void gruEncoder() {
    Recurrent.GruWeights weights =
        new Recurrent.GruWeights(
            parameter("gru_encoder", "seq_model.weight_ih_l0"),
            parameter("gru_encoder", "seq_model.weight_hh_l0"),
            parameter("gru_encoder", "seq_model.bias_ih_l0"),
            parameter("gru_encoder", "seq_model.bias_hh_l0"));
    Node start = graph.constant(new float[BATCH * 2], BATCH, 2);
    Node states = Recurrent.gru(Shaping.permute(x, 1, 0, 2), start, weights);
    Node y =
        Linear.perceptron(
            Shaping.at(states, NODES - 1),
            Elementwise::elu,
            layer("gru_encoder", "mlp.dense0"),
            layer("gru_encoder", "mlp.dense1"),
            layer("gru_encoder", "mlp.out"));
    check(y, "gru_encoder", "out");
  }
}
