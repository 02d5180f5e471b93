package io.fabula.model.slates;

import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.Shaping;
import io.fabula.model.graph.ops.GraphLayers;
import io.fabula.model.graph.ops.LinearForm;
import org.jspecify.annotations.Nullable;

/** The graph layers by which an agent's candidates know of each other. */
final class CandidateRelations {
  private final SlateArchitecture agent;
  private final SlateLayers layers;

  CandidateRelations(SlateArchitecture agent, SlateLayers layers) {
    this.agent = agent;
    this.layers = layers;
  }

  /**
   * What a graph gives, without its input.
   *
   * @param nodes [rows, candidates, width]
   * @param mean over the candidates, [rows, width]
   * @param attention [rows, candidates, candidates]; null for convolutions
   */
  record Related(LinearForm nodes, LinearForm mean, @Nullable Node attention) {}

  /**
   * Relates candidates.
   *
   * @param prefix of the names of the graph's tensors
   * @param nodes what goes into it
   * @param edges [rows, candidates, candidates], normalised for convolutions; null without a graph
   * @return null for agents without a graph
   */
  @Nullable Related of(String prefix, CandidateFeatures nodes, @Nullable Node edges) {
    return switch (agent.set().graph()) {
      case NONE -> null;
      case ATTENTION -> attention(prefix, nodes, present(edges));
      case CONVOLUTION -> convolution(prefix, nodes, present(edges));
    };
  }

  private static Node present(@Nullable Node edges) {
    if (edges == null) throw new IllegalArgumentException("a graph needs edges");
    return edges;
  }

  /** Users and slates say the same of all candidates: attention takes no means of them. */
  private Related attention(String prefix, CandidateFeatures nodes, Node edges) {
    SetView set = agent.set();
    int n = agent.candidates();
    Node grouped = Shaping.reshape(edges, nodes.groups(), nodes.members(), n, n);
    Node[] heads = new Node[set.heads()];
    for (int head = 0; head < heads.length; head++) {
      String name = prefix + "attention_" + head + ".";
      LinearForm z =
          nodes.apart(layers.weight(name + "_layer.weight"), layers.weight(name + "_layer.bias"));
      heads[head] =
          Elementwise.elu(
              GraphLayers.attend(z, layers.weight(name + "a"), grouped).nodes().value());
    }
    Node joined = Elementwise.elu(heads.length == 1 ? heads[0] : Shaping.concat(3, heads));
    Node hidden = Shaping.reshape(joined, edges.shape().dim(0), n, joined.shape().last());
    String out = prefix + "out_att.";
    Linear.Layer layer =
        new Linear.Layer(layers.weight(out + "_layer.weight"), layers.weight(out + "_layer.bias"));
    GraphLayers.Attending last =
        GraphLayers.attend(LinearForm.of(hidden).then(layer), layers.weight(out + "a"), edges);
    Node looked = Reductions.mean(last.attention(), 1); // how much each candidate is looked at
    return new Related(last.nodes(), last.mean(looked), last.attention());
  }

  private Related convolution(String prefix, CandidateFeatures nodes, Node adjacency) {
    Node x = nodes.joined();
    Node hidden =
        Elementwise.elu(
            GraphLayers.convolution(
                x,
                layers.weight(prefix + "conv.weight"),
                layers.weight(prefix + "conv.bias"),
                adjacency));
    Node last =
        GraphLayers.convolution(
            hidden,
            layers.weight(prefix + "out_conv.weight"),
            layers.weight(prefix + "out_conv.bias"),
            adjacency);
    LinearForm both = LinearForm.of(last);
    return new Related(both, both.mapped(each -> Reductions.mean(each, 1)), null);
  }
}
