package io.fabula.model.graph.ops;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Categorical;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.Shaping;
import org.jspecify.annotations.Nullable;

/**
 * Layers over the nodes of graphs and over sets, composed of the vocabulary: attention (Velickovic
 * et al. 2018), convolution (Kipf and Welling 2017), deep sets (Zaheer et al. 2017).
 */
public final class GraphLayers {
  /** What absent edges get before the softmax: their weight is exactly 0. */
  public static final float ABSENT = (float) -9e15;

  private static final float SLOPE = 0.2f;

  private GraphLayers() {}

  /**
   * The weights of an attention layer with one head.
   *
   * @param weight [out, in]
   * @param bias [out]
   * @param attention of 2 out elements: first for the node itself, then for the others
   */
  public record AttentionWeights(Node weight, Node bias, Node attention) {}

  /**
   * What an attention layer gives.
   *
   * @param nodes [batch, nodes, out]
   * @param attention [batch, nodes, nodes], rows sum to 1
   */
  public record Attended(Node nodes, Node attention) {}

  /**
   * What an attention layer gives before it is multiplied out.
   *
   * @param seen what members are seen as, [batch, nodes, out]; with a further axis in front of the
   *     nodes [batch, members, nodes, out], where terms may have 1 in place of members or nodes
   * @param attention [batch, nodes, nodes], rows sum to 1; the same with a further axis
   */
  public record Attending(LinearForm seen, Node attention) {
    /** For each node the mean of what it sees, weighted by attention. */
    public LinearForm nodes() {
      return weighted(attention);
    }

    /**
     * Weighted means of what is seen.
     *
     * @param weights [batch, means, nodes], rows sum to 1; the same with a further axis
     */
    public LinearForm weighted(Node weights) {
      return seen.mapped(x -> weighted(weights, x));
    }

    private static Node weighted(Node weights, Node x) {
      int nodes = weights.shape().last();
      if (x.shape().dim(-2) != nodes) return x; // the same for all nodes, and so is the mean
      if (x.shape().rank() == 3 || x.shape().dim(1) == weights.shape().dim(1)) {
        return Linear.matmul(weights, x);
      }
      int[] dims = weights.shape().dims();
      Node ofAll = Shaping.reshape(weights, dims[0], dims[1] * dims[2], nodes);
      Node means = Linear.matmul(ofAll, Shaping.reshape(x, dims[0], nodes, x.shape().last()));
      return Shaping.reshape(means, dims[0], dims[1], dims[2], x.shape().last());
    }

    /**
     * The mean over all nodes that look, {@code [batch, out]}, for which not all of them are
     * needed.
     *
     * @param looked how much each is looked at, the mean of attention over those that look, [batch,
     *     nodes]
     */
    public LinearForm mean(Node looked) {
      int batch = looked.shape().dim(0);
      return weighted(Shaping.reshape(looked, batch, 1, looked.shape().last()))
          .mapped(x -> Shaping.reshape(x, batch, x.shape().last()));
    }
  }

  /** What two attention layers give. */
  public record AttentionBlock(Node nodes, Node firstAttention, Node secondAttention) {}

  /**
   * One layer of graph attention: {@code z = W x + b}, {@code e_ij = leakyRelu_0.2(a . [z_i ;
   * z_j])}, {@code alpha = softmax_j(e)}, result {@code alpha z}.
   *
   * @param x [batch, nodes, in]
   * @param edges [batch, nodes, nodes], or 1 in place of an axis along which they are alike, or
   *     [nodes, nodes]: 1 where j is seen by i, else 0; null for the complete graph with
   *     self-loops. A node that sees none attends to all alike.
   */
  public static Attended attention(Node x, AttentionWeights weights, @Nullable Node edges) {
    requireNodes("attention", x);
    return attend(Linear.dense(x, weights.weight(), weights.bias()), weights.attention(), edges);
  }

  /**
   * What {@link #attention} does behind its linear layer.
   *
   * @param z [batch, nodes, out]
   * @param weights of 2 out elements: first for the node itself, then for the others
   * @param edges as there
   */
  public static Attended attend(Node z, Node weights, @Nullable Node edges) {
    requireNodes("attention", z);
    int out = z.shape().last();
    if (weights.shape().size() != 2 * out) {
      throw new IllegalArgumentException(
          "attention: " + weights + " needs " + 2 * out + " elements");
    }
    Attending attending = attend(LinearForm.of(z), weights, edges);
    return new Attended(attending.nodes().value(), attending.attention());
  }

  /**
   * The same of nodes that have not been multiplied out, which spares the product where another
   * linear layer follows.
   *
   * @param z [batch, nodes, out], or with a further axis as {@link Attending#seen} says
   * @param edges as in {@link #attention}, with a further axis if z has one
   */
  public static Attending attend(LinearForm z, Node weights, @Nullable Node edges) {
    Node scores = z.then(Shaping.reshape(weights, 2, z.width())).value();
    int last = scores.shape().rank() - 1;
    Node own = Shaping.slice(scores, last, 0, 1);
    int[] turned = last == 2 ? new int[] {0, 2, 1} : new int[] {0, 1, 3, 2};
    Node others = Shaping.permute(Shaping.slice(scores, last, 1, 2), turned);
    Node logits = Elementwise.leakyRelu(Arithmetic.add(own, others), SLOPE);
    Node seen = edges == null ? logits : Categorical.masked(logits, edges, ABSENT);
    return new Attending(z, Categorical.softmax(seen));
  }

  /**
   * Graph attention in which each node may rank the others its own way (Brody et al. 2022), behind
   * its linear layers: {@code e_ij = a . leakyRelu_0.2(own_i + others_j)}, {@code alpha =
   * softmax_j(e)}, result {@code alpha others}.
   *
   * @param own what nodes are as those who look, {@code U x + c}, [batch, nodes, out]
   * @param others what they are seen as, {@code W x + b}, the same
   * @param weights of out elements
   * @param edges as in {@link #attention}
   */
  public static Attending attendDynamically(
      Node own, Node others, Node weights, @Nullable Node edges) {
    int batch = others.shape().dim(0);
    int nodes = others.shape().dim(1);
    int out = others.shape().last();
    if (weights.shape().size() != out) {
      throw new IllegalArgumentException(
          "dynamic attention: " + weights + " needs " + out + " elements");
    }
    Node pairs =
        Elementwise.leakyRelu(
            Arithmetic.add(
                Shaping.reshape(own, batch, nodes, 1, out),
                Shaping.reshape(others, batch, 1, nodes, out)),
            SLOPE);
    Node scores = Linear.dense(pairs, Shaping.reshape(weights, 1, out));
    Node logits = Shaping.reshape(scores, batch, nodes, nodes);
    Node seen = edges == null ? logits : Categorical.masked(logits, edges, ABSENT);
    return new Attending(LinearForm.of(others), Categorical.softmax(seen));
  }

  /**
   * Two layers of attention, ELU after the first (which ends in an ELU of its own, as published),
   * and the input added.
   */
  public static AttentionBlock attentionBlock(
      Node x, AttentionWeights first, AttentionWeights second, @Nullable Node edges) {
    Attended hidden = attention(x, first, edges);
    Attended last = attention(Elementwise.elu(Elementwise.elu(hidden.nodes())), second, edges);
    return new AttentionBlock(
        Arithmetic.add(last.nodes(), x), hidden.attention(), last.attention());
  }

  /**
   * One layer of graph convolution: {@code A (x W) + b}.
   *
   * @param x [batch, nodes, in]
   * @param weight [in, out]
   * @param bias [out]
   * @param adjacency [batch, nodes, nodes] or [nodes, nodes], normalised: see {@link #normalised}
   */
  public static Node convolution(Node x, Node weight, Node bias, Node adjacency) {
    requireNodes("graph convolution", x);
    Node mixed = Linear.dense(x, x.graph().derived(weight, 1, 0));
    return Arithmetic.add(neighbours(adjacency, mixed), bias);
  }

  /**
   * Sums over neighbours, {@code A x}.
   *
   * @param adjacency as in {@link #convolution}
   * @param x [batch, nodes, width]
   */
  public static Node neighbours(Node adjacency, Node x) {
    int nodes = x.shape().dim(1);
    return Linear.matmul(Shaping.broadcast(adjacency, x.shape().dim(0), nodes, nodes), x);
  }

  /** Two layers of convolution with ELU between, and the input added. */
  public static Node convolutionBlock(
      Node x, Node weight, Node bias, Node nextWeight, Node nextBias, Node adjacency) {
    Node hidden = Elementwise.elu(convolution(x, weight, bias, adjacency));
    return Arithmetic.add(convolution(hidden, nextWeight, nextBias, adjacency), x);
  }

  /**
   * {@code D^-1/2 A D^-1/2}, where the degrees D are the sums of rows, at least 1.
   *
   * @param adjacency row-major [nodes, nodes], or several such one after the other
   */
  public static float[] normalised(float[] adjacency, int nodes) {
    if (nodes < 1 || adjacency.length % (nodes * nodes) != 0) {
      throw new IllegalArgumentException(
          "an adjacency of " + nodes + " nodes cannot have " + adjacency.length + " elements");
    }
    float[] scaled = new float[adjacency.length];
    double[] roots = new double[nodes];
    for (int from = 0; from < adjacency.length; from += nodes * nodes) {
      for (int i = 0; i < nodes; i++) {
        double degree = 0;
        for (int k = 0; k < nodes; k++) degree += adjacency[from + i * nodes + k];
        roots[i] = 1 / Math.sqrt(Math.max(1, degree));
      }
      for (int i = 0; i < nodes * nodes; i++) {
        scaled[from + i] = (float) (adjacency[from + i] * roots[i / nodes] * roots[i % nodes]);
      }
    }
    return scaled;
  }

  /**
   * A deep set: layers for each element with relu between, the mean over the elements, layers with
   * relu between.
   *
   * @param x [batch, elements, in]
   * @return [batch, out]
   */
  public static Node deepSet(Node x, Linear.Layer[] before, Linear.Layer[] after) {
    requireNodes("deepSet", x);
    Node each = Linear.perceptron(x, Elementwise::relu, before);
    return Linear.perceptron(Reductions.mean(each, 1), Elementwise::relu, after);
  }

  /**
   * Normalises each feature over the nodes of each graph (Cai et al. 2021): {@code (x - alpha mean)
   * / sqrt(variance + epsilon) * scale + shift}, the variance around what was subtracted.
   *
   * @param x [batch, nodes, width]
   * @param alpha [width]
   * @param scale [width]
   * @param shift [width]
   */
  public static Node graphNorm(Node x, Node alpha, Node scale, Node shift, float epsilon) {
    requireNodes("graphNorm", x);
    Node mean = Arithmetic.mul(Reductions.meanKeeping(x, 1), alpha);
    Node centred = Arithmetic.sub(x, mean);
    Node variance = Reductions.meanKeeping(Elementwise.square(centred), 1);
    Node root = Elementwise.sqrt(Elementwise.offset(variance, epsilon));
    return Arithmetic.add(Arithmetic.mul(Arithmetic.div(centred, root), scale), shift);
  }

  private static void requireNodes(String kind, Node x) {
    if (x.shape().rank() != 3) {
      throw new IllegalArgumentException(kind + " needs [batch, nodes, features], got " + x);
    }
  }
}
