package io.fabula.model.slates;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Recurrent;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.Shaping;
import io.fabula.model.graph.ops.GraphLayers;
import java.util.function.Function;

/** The layers that agents and click models are made of, in the published forms. */
final class SlateLayers {
  private static final float LEAST_VARIANCE = 1e-8f;

  private final Graph graph;
  private final Function<String, Node> weights;

  /**
   * @param weights gives the node of a tensor
   */
  SlateLayers(Graph graph, Function<String, Node> weights) {
    this.graph = graph;
    this.weights = weights;
  }

  Node weight(String name) {
    return weights.apply(name);
  }

  Node linear(String name, Node x) {
    return Linear.dense(x, weight(name + ".weight"), weight(name + ".bias"));
  }

  /** Linear layers with relu between: {@code name.0}, {@code name.2}. */
  Node rectified(String name, Node x) {
    return linear(name + ".2", Elementwise.relu(linear(name + ".0", x)));
  }

  /** Two hidden layers with ELU, then a linear one. */
  Node perceptron(String prefix, Node x) {
    return behindFirst(prefix, linear(prefix + "dense0", x));
  }

  /** The same, where the first linear layer was computed already. */
  Node behindFirst(String prefix, Node first) {
    Node second = linear(prefix + "dense1", Elementwise.elu(first));
    return linear(prefix + "out", Elementwise.elu(second));
  }

  /**
   * The code of a sequence.
   *
   * @param x [time, batch, in]
   * @return [batch, out]
   */
  Node encode(SequenceEncoder kind, String module, Node x) {
    int time = x.shape().dim(0);
    return switch (kind) {
      case GRU -> encoded(module, Shaping.at(states(module, x), time - 1));
      case LSTM -> lstm(module + ".", x);
      case DEEP_SET -> deepSet(module + ".", Shaping.permute(x, 1, 0, 2));
      case MOMENTS -> {
        Node mean = Reductions.mean(x, 0);
        Node variance = time == 1 ? zeros(mean) : variance(x);
        Node deviation = Elementwise.sqrt(Elementwise.offset(variance, LEAST_VARIANCE));
        yield perceptron(module + ".mlp.", Shaping.concat(1, mean, deviation));
      }
    };
  }

  private Node zeros(Node like) {
    return graph.constant(new float[like.shape().size()], like.shape().dims());
  }

  private static Node variance(Node x) {
    int[] dims = x.shape().dims();
    return Shaping.reshape(Reductions.varianceKeeping(x, false, 0), dims[1], dims[2]);
  }

  /**
   * The codes of all beginnings of a sequence, the shortest of one element.
   *
   * @param x [time, batch, in]
   * @return [time, batch, out]
   */
  Node encodeBeginnings(SequenceEncoder kind, String module, Node x) {
    if (kind == SequenceEncoder.GRU) return encoded(module, states(module, x));
    Node[] codes = new Node[x.shape().dim(0)];
    for (int t = 0; t < codes.length; t++) {
      codes[t] = encode(kind, module, Shaping.slice(x, 0, 0, t + 1));
    }
    return Shaping.stack(codes);
  }

  /** The code of what a GRU's state says, along the last axis. */
  Node encoded(String module, Node state) {
    return perceptron(module + ".mlp.", state);
  }

  private Node states(String module, Node x) {
    Recurrent.GruWeights gru = gru(module);
    int batch = x.shape().dim(1);
    int size = gru.hiddenWeight().shape().last();
    return Recurrent.gru(x, graph.constant(new float[batch * size], batch, size), gru);
  }

  /**
   * A GRU's state after one more element.
   *
   * @param x [batch, in]
   * @param before [batch, hidden]
   * @return [batch, hidden]
   */
  Node state(String module, Node x, Node before) {
    return Recurrent.gruStep(x, before, gru(module));
  }

  private Recurrent.GruWeights gru(String module) {
    String prefix = module + ".seq_model.";
    return new Recurrent.GruWeights(
        weight(prefix + "weight_ih_l0"),
        weight(prefix + "weight_hh_l0"),
        weight(prefix + "bias_ih_l0"),
        weight(prefix + "bias_hh_l0"));
  }

  /**
   * Two layers of LSTMs in both directions, averaged over directions and steps.
   *
   * @param x [time, batch, in]
   * @return [batch, out]
   */
  Node lstm(String prefix, Node x) {
    Node seen = rectified(prefix + "pre_lstm", x);
    Node both =
        Recurrent.bidirectionalLstm(
            seen,
            new Recurrent.LstmWeights[] {cell(prefix, "_l0"), cell(prefix, "_l0_reverse")},
            new Recurrent.LstmWeights[] {cell(prefix, "_l1"), cell(prefix, "_l1_reverse")});
    Node mean = Reductions.mean(both, 0);
    int hidden = mean.shape().last() / 2;
    Node sum =
        Arithmetic.add(
            Shaping.slice(mean, 1, 0, hidden), Shaping.slice(mean, 1, hidden, 2 * hidden));
    return rectified(prefix + "post_lstm", Elementwise.scale(sum, 0.5f));
  }

  private Recurrent.LstmWeights cell(String prefix, String suffix) {
    String name = prefix + "lstm.";
    return new Recurrent.LstmWeights(
        weight(name + "weight_ih" + suffix),
        weight(name + "weight_hh" + suffix),
        weight(name + "bias_ih" + suffix),
        weight(name + "bias_hh" + suffix));
  }

  /**
   * A deep set.
   *
   * @param x [batch, elements, in]
   * @return [batch, out]
   */
  Node deepSet(String prefix, Node x) {
    Linear.Layer[] before = {layer(prefix + "pre_mean.0"), layer(prefix + "pre_mean.2")};
    Linear.Layer[] after = {layer(prefix + "post_mean.0"), layer(prefix + "post_mean.2")};
    return GraphLayers.deepSet(x, before, after);
  }

  private Linear.Layer layer(String name) {
    return new Linear.Layer(weight(name + ".weight"), weight(name + ".bias"));
  }
}
