package io.fabula.model.sets;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Shaping;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.ops.GraphLayers;
import io.fabula.model.graph.ops.LinearForm;
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
   * What a block gives, not multiplied out.
   *
   * @param members {@code [rows, places, out]}
   * @param mean over the members, {@code [rows, out]}
   * @param attention the weights of each head of the first layer, then those of the second, {@code
   *     [rows, places, places]}, rows sum to 1; empty for convolutions
   */
  public record Related(LinearForm members, LinearForm mean, List<Node> attention) {
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
  public Related of(LinearForm x, Members members, TensorNodes tensors) {
    return relation == Relation.CONVOLUTION
        ? convolve(x, members, tensors)
        : attend(x, members, tensors);
  }

  private Related convolve(LinearForm x, Members members, TensorNodes tensors) {
    Node adjacency = members.adjacency();
    Node bias = tensors.of(name + ".conv.bias");
    Node mixed = x.then(transposed(tensors, name + ".conv")).value();
    Node first = Arithmetic.add(GraphLayers.neighbours(adjacency, mixed), bias);
    Node last = GraphLayers.neighbours(adjacency, Elementwise.elu(first));
    Linear.Layer layer =
        new Linear.Layer(
            transposed(tensors, name + ".out_conv"), tensors.of(name + ".out_conv.bias"));
    LinearForm all = residual(LinearForm.of(last).then(layer), x);
    return new Related(all, members.mean(all), List.of());
  }

  private static Node transposed(TensorNodes tensors, String name) {
    return tensors.graph().derived(tensors.of(name + ".weight"), 1, 0);
  }

  private Related attend(LinearForm x, Members members, TensorNodes tensors) {
    List<Node> attention = new ArrayList<>();
    Node[] parts = new Node[heads];
    Node edges = members.edges();
    for (int head = 0; head < heads; head++) {
      GraphLayers.Attending each = layer(x, edges, tensors, head(head), true);
      parts[head] = each.nodes().value();
      attention.add(each.attention());
    }
    Node joined = heads == 1 ? parts[0] : Shaping.concat(2, parts);
    LinearForm hidden = LinearForm.of(Elementwise.elu(Elementwise.elu(joined)));
    GraphLayers.Attending last = layer(hidden, edges, tensors, name + ".out_att", false);
    attention.add(last.attention());
    Node looked = members.mean(last.attention()); // how much each member is looked at
    return new Related(
        residual(last.nodes(), x), residual(last.mean(looked), members.mean(x)), attention);
  }

  /**
   * @param computed whether to multiply out what is seen: good where no linear layer follows
   */
  private GraphLayers.Attending layer(
      LinearForm x, @Nullable Node edges, TensorNodes tensors, String name, boolean computed) {
    Node attention = tensors.of(name + ".a");
    if (relation == Relation.ATTENTION) {
      LinearForm seen = tensors.dense(x, name);
      return GraphLayers.attend(computed ? LinearForm.of(seen.value()) : seen, attention, edges);
    }
    Node own = tensors.dense(x, name + ".own").value();
    Node others = tensors.dense(x, name + ".others").value();
    return GraphLayers.attendDynamically(own, others, attention, edges);
  }

  private LinearForm residual(LinearForm y, LinearForm x) {
    if (residual == 0) return y;
    return y.plus(residual == 1 ? x : x.times((float) residual));
  }
}
