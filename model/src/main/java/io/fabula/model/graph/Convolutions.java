package io.fabula.model.graph;

import io.fabula.model.graph.memory.Shape;

/**
 * Convolutions of images [batch, height, width, channels]. Weights are in PyTorch's layout. Padding
 * is with zeros.
 */
public final class Convolutions {
  private Convolutions() {}

  /**
   * A two-dimensional convolution.
   *
   * @param x [batch, height, width, in]
   * @param weight [out, in, kernel height, kernel width]
   * @param bias [out]
   * @param stride at least 1
   * @param padding zeros on each side, at least 0
   * @return [batch, (height + 2 padding - kernel) / stride + 1, likewise the width, out]
   */
  public static Node conv2d(Node x, Node weight, Node bias, int stride, int padding) {
    requireImage("conv2d", x);
    Shape w = weight.shape();
    if (w.rank() != 4 || w.dim(1) != x.shape().dim(3)) {
      throw new IllegalArgumentException("conv2d: weight " + weight + " does not fit " + x);
    }
    requireBias("conv2d", bias, w.dim(0));
    int height = extent("conv2d", x, 1, w.dim(2), stride, padding);
    int width = extent("conv2d", x, 2, w.dim(3), stride, padding);
    if (w.dim(2) == 1 && w.dim(3) == 1 && stride == 1 && padding == 0) {
      return Linear.dense(x, Shaping.reshape(weight, w.dim(0), w.dim(1)), bias);
    }
    Shape shape = Shape.of(x.shape().dim(0), height, width, w.dim(0));
    return x.graph().add(new ConvolutionOp(stride, padding, false), shape, x, weight, bias);
  }

  /**
   * A transposed convolution, the reverse of {@link #conv2d} in shapes.
   *
   * @param x [batch, height, width, in]
   * @param weight [in, out, kernel height, kernel width]
   * @param bias [out]
   * @return [batch, (height - 1) stride - 2 padding + kernel, likewise the width, out]
   */
  public static Node convTranspose2d(Node x, Node weight, Node bias, int stride, int padding) {
    requireImage("convTranspose2d", x);
    Shape w = weight.shape();
    if (w.rank() != 4 || w.dim(0) != x.shape().dim(3)) {
      throw new IllegalArgumentException(
          "convTranspose2d: weight " + weight + " does not fit " + x);
    }
    requireBias("convTranspose2d", bias, w.dim(1));
    if (stride < 1 || padding < 0) {
      throw new IllegalArgumentException(
          "convTranspose2d: stride must be at least 1 and padding at least 0, got %d and %d"
              .formatted(stride, padding));
    }
    int height = (x.shape().dim(1) - 1) * stride - 2 * padding + w.dim(2);
    int width = (x.shape().dim(2) - 1) * stride - 2 * padding + w.dim(3);
    Shape shape = Shape.of(x.shape().dim(0), height, width, w.dim(1));
    Node channelsLast = x.graph().derived(weight, 0, 2, 3, 1);
    return x.graph()
        .add(new TransposedConvolutionOp(stride, padding), shape, x, channelsLast, bias);
  }

  static void requireImage(String kind, Node x) {
    if (x.shape().rank() != 4) {
      throw new IllegalArgumentException(
          kind + " needs [batch, height, width, channels], got " + x);
    }
  }

  private static void requireBias(String kind, Node bias, int out) {
    if (bias.shape().rank() != 1 || bias.shape().size() != out) {
      throw new IllegalArgumentException(kind + ": bias " + bias + " needs " + out + " elements");
    }
  }

  /** The size of an axis after a window has moved over it. */
  static int extent(String kind, Node x, int axis, int kernel, int stride, int padding) {
    int room = x.shape().dim(axis) + 2 * padding - kernel;
    if (stride < 1 || padding < 0 || room < 0) {
      throw new IllegalArgumentException(
          "%s: kernel %d with stride %d and padding %d does not fit %s"
              .formatted(kind, kernel, stride, padding, x));
    }
    return room / stride + 1;
  }
}
