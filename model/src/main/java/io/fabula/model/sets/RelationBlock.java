package io.fabula.model.sets;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Shaping;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.ops.GraphLayers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two layers that relate the members of a set to each other, and the input added. As published,
 * attention's first layer ends in an ELU and another ELU stands behind it; convolutions have one
 * between them. Edges are the complete graph, for attention with self-loops.
 *
 * @param name of the tensors
 * @param relation how members are related
 * @param in numbers that describe a member
 * @param hidden numbers between the layers, of each head
 * @param out numbers that describe a member afterwards
 * @param heads of the first layer of attention, whose results stand side by side; 1 for
 *     convolutions
 * @param residual what the input is multiplied with before it is added; 0 for not at all
 */
public record RelationBlock(
    String name, Relation relation, int in, int hidden, int out, int heads, double residual) {
  private static final double ATTENTION_GAIN = 1.414;

  public RelationBlock {
    if (in < 1 || hidden < 1 || out < 1 || heads < 1) {
      throw new IllegalArgumentException(
          "in, hidden, out and heads must be at least 1, got " + List.of(in, hidden, out, heads));
    }
    if (relation == Relation.CONVOLUTION && heads > 1) {
      throw new IllegalArgumentException("convolutions have 1 head, got " + heads);
    }
    if (residual != 0 && in != out) {
      throw new IllegalArgumentException(
          "an input of " + in + " numbers cannot be added to " + out);
    }
  }

  /** The published block: one head, all layers of one width, the input added once. */
  public static RelationBlock of(String name, Relation relation, int width) {
    return new RelationBlock(name, relation, width, width, width, 1, 1);
  }

  /**
   * What a block gives.
   *
   * @param members {@code [rows, places, out]}
   * @param attention the weights of each head of the first layer, then those of the second, {@code
   *     [rows, places, places]}, rows sum to 1; empty for convolutions
   */
  public record Related(Node members, List<Node> attention) {
    public Related {
      attention = List.copyOf(attention);
    }
  }

  /** Its tensors. */
  public List<NetworkTensor> tensors() {
    List<NetworkTensor> all = new ArrayList<>();
    if (relation == Relation.CONVOLUTION) {
      addConvolution(all, name + ".conv", in, hidden);
      addConvolution(all, name + ".out_conv", hidden, out);
      return all;
    }
    for (int head = 0; head < heads; head++) addAttention(all, head(head), in, hidden);
    addAttention(all, name + ".out_att", hidden * heads, out);
    return all;
  }

  private String head(int head) {
    return name + ".attention_" + head;
  }

  private static void addConvolution(List<NetworkTensor> all, String name, int in, int out) {
    all.add(new NetworkTensor(name + ".weight", Shape.of(in, out), StartingValues.xavier(1)));
    all.add(new NetworkTensor(name + ".bias", Shape.of(out), StartingValues.ZERO));
  }

  private void addAttention(List<NetworkTensor> all, String name, int in, int out) {
    boolean dynamic = relation == Relation.DYNAMIC_ATTENTION;
    if (dynamic) all.addAll(Perceptron.linear(name + ".own", in, out));
    all.addAll(Perceptron.linear(dynamic ? name + ".others" : name, in, out));
    all.add(
        new NetworkTensor(
            name + ".a",
            Shape.of(dynamic ? out : 2 * out, 1),
            StartingValues.xavier(ATTENTION_GAIN)));
  }

  /**
   * Relates the members of sets.
   *
   * @param x {@code [rows, places, in]}
   */
  public Related of(Node x, Members members, TensorNodes tensors) {
    return relation == Relation.CONVOLUTION
        ? convolve(x, members.adjacency(), tensors)
        : attend(x, members.edges(), tensors);
  }

  /**
   * Relates nodes by other edges than those of the complete graph.
   *
   * @param x {@code [rows, places, in]}
   * @param edges for attention 1 where a node is seen, else 0, null for the complete graph; for
   *     convolutions the normalised adjacency; {@code [rows, places, places]}, or less where it is
   *     the same for all
   */
  public Related along(Node x, @Nullable Node edges, TensorNodes tensors) {
    if (relation != Relation.CONVOLUTION) return attend(x, edges, tensors);
    if (edges == null) throw new IllegalArgumentException("a convolution needs its adjacency");
    return convolve(x, edges, tensors);
  }

  private Related convolve(Node x, Node adjacency, TensorNodes tensors) {
    Node hidden = Elementwise.elu(convolution(x, adjacency, tensors, name + ".conv"));
    return new Related(
        residual(convolution(hidden, adjacency, tensors, name + ".out_conv"), x), List.of());
  }

  private static Node convolution(Node x, Node adjacency, TensorNodes tensors, String name) {
    return GraphLayers.convolution(
        x, tensors.of(name + ".weight"), tensors.of(name + ".bias"), adjacency);
  }

  private Related attend(Node x, @Nullable Node edges, TensorNodes tensors) {
    List<Node> attention = new ArrayList<>();
    Node[] parts = new Node[heads];
    for (int head = 0; head < heads; head++) {
      GraphLayers.Attended each = layer(x, edges, tensors, head(head));
      parts[head] = each.nodes();
      attention.add(each.attention());
    }
    Node joined = heads == 1 ? parts[0] : Shaping.concat(2, parts);
    Node hidden = Elementwise.elu(Elementwise.elu(joined));
    GraphLayers.Attended last = layer(hidden, edges, tensors, name + ".out_att");
    attention.add(last.attention());
    return new Related(residual(last.nodes(), x), attention);
  }

  private GraphLayers.Attended layer(
      Node x, @Nullable Node edges, TensorNodes tensors, String name) {
    Node attention = tensors.of(name + ".a");
    if (relation == Relation.ATTENTION) {
      return GraphLayers.attention(
          x,
          new GraphLayers.AttentionWeights(
              tensors.of(name + ".weight"), tensors.of(name + ".bias"), attention),
          edges);
    }
    return GraphLayers.dynamicAttention(
        x,
        new GraphLayers.DynamicAttentionWeights(
            tensors.layer(name + ".own"), tensors.layer(name + ".others"), attention),
        edges);
  }

  private Node residual(Node y, Node x) {
    if (residual == 0) return y;
    return Arithmetic.add(y, residual == 1 ? x : Elementwise.scale(x, (float) residual));
  }
}
