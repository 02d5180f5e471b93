package io.fabula.model.graph;

import io.fabula.model.graph.memory.Shape;
import java.util.function.UnaryOperator;

/** Products of matrices. */
public final class Linear {
  private Linear() {}

  /**
   * A linear layer: {@code y = x W^T + b} along the last axis.
   *
   * @param x [..., in]
   * @param weight [out, in], PyTorch's layout
   * @param bias [out]
   * @return [..., out]
   */
  public static Node dense(Node x, Node weight, Node bias) {
    Shape shape = denseShape(x, weight);
    if (bias.shape().rank() != 1 || bias.shape().size() != weight.shape().dim(0)) {
      throw new IllegalArgumentException("dense: bias " + bias + " does not fit weight " + weight);
    }
    return x.graph().add(new DenseOp(true), shape, x, weight, bias);
  }

  /** A linear layer without bias: {@code y = x W^T}. */
  public static Node dense(Node x, Node weight) {
    return x.graph().add(new DenseOp(false), denseShape(x, weight), x, weight);
  }

  /**
   * A linear layer's weights.
   *
   * @param weight [out, in]
   * @param bias [out]
   */
  public record Layer(Node weight, Node bias) {}

  /**
   * Linear layers one after the other.
   *
   * @param activation of what lies between two layers; not of the result
   */
  public static Node perceptron(Node x, UnaryOperator<Node> activation, Layer... layers) {
    Node y = x;
    for (int i = 0; i < layers.length; i++) {
      y = dense(i == 0 ? y : activation.apply(y), layers[i].weight(), layers[i].bias());
    }
    return y;
  }

  private static Shape denseShape(Node x, Node weight) {
    if (weight.shape().rank() != 2
        || x.shape().rank() < 1
        || x.shape().last() != weight.shape().dim(1)) {
      throw new IllegalArgumentException("dense: input " + x + " does not fit weight " + weight);
    }
    return x.shape().withLast(weight.shape().dim(0));
  }

  /** The product of two matrices, [m, k] and [k, n], or of two batches of them. */
  public static Node matmul(Node a, Node b) {
    return matmul(a, b, false, false);
  }

  /**
   * The product of two matrices or of two batches of them.
   *
   * @param a [..., m, k], or [..., k, m] if transposed
   * @param b [..., k, n], or [..., n, k] if transposed; the same leading axes
   * @return [..., m, n]
   */
  public static Node matmul(Node a, Node b, boolean transposeA, boolean transposeB) {
    Shape x = a.shape();
    Shape y = b.shape();
    int rank = x.rank();
    boolean fits = rank >= 2 && rank == y.rank();
    for (int i = 0; fits && i < rank - 2; i++) fits = x.dim(i) == y.dim(i);
    if (!fits || x.dim(transposeA ? -2 : -1) != y.dim(transposeB ? -1 : -2)) {
      throw new IllegalArgumentException(
          "matmul: %s%s does not fit %s%s"
              .formatted(a, transposeA ? " transposed" : "", b, transposeB ? " transposed" : ""));
    }
    int m = x.dim(transposeA ? -1 : -2);
    int n = y.dim(transposeB ? -2 : -1);
    Shape shape = x.with(-2, m).withLast(n);
    return a.graph().add(new MatmulOp(transposeA, transposeB), shape, a, b);
  }
}
