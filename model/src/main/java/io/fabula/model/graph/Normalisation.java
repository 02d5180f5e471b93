package io.fabula.model.graph;

import io.fabula.model.graph.memory.Shape;

/** Layer normalisation and lengths of vectors. */
public final class Normalisation {
  private Normalisation() {}

  /**
   * Layer normalisation over the last axis: {@code (x - mean) / sqrt(variance + epsilon) * scale +
   * shift} with the population variance.
   *
   * @param x [..., width]
   * @param scale [width]
   * @param shift [width]
   * @param epsilon above 0; PyTorch's default is 1e-5
   */
  public static Node layerNorm(Node x, Node scale, Node shift, float epsilon) {
    int width = x.shape().last();
    if (scale.shape().size() != width || shift.shape().size() != width) {
      throw new IllegalArgumentException(
          "layerNorm: scale %s and shift %s do not fit %s".formatted(scale, shift, x));
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("layerNorm: epsilon must be above 0, got " + epsilon);
    }
    return x.graph().add(new LayerNormOp(epsilon), x.shape(), x, scale, shift);
  }

  /**
   * Layer normalisation of images over channels, height and width together, with a scale and shift
   * for each element.
   *
   * @param x [batch, height, width, channels]
   * @param scale [channels, height, width], PyTorch's layout
   * @param shift [channels, height, width]
   */
  public static Node layerNormImage(Node x, Node scale, Node shift, float epsilon) {
    Convolutions.requireImage("layerNormImage", x);
    Shape image = x.shape();
    Shape expected = Shape.of(image.dim(3), image.dim(1), image.dim(2));
    if (!scale.shape().equals(expected) || !shift.shape().equals(expected)) {
      throw new IllegalArgumentException(
          "layerNormImage: scale %s and shift %s do not fit %s".formatted(scale, shift, x));
    }
    Node flatScale = Shaping.flatten(x.graph().derived(scale, 1, 2, 0), 0);
    Node flatShift = Shaping.flatten(x.graph().derived(shift, 1, 2, 0), 0);
    Node rows = layerNorm(Shaping.flatten(x, 1), flatScale, flatShift, epsilon);
    return Shaping.reshape(rows, image.dims());
  }

  /**
   * Euclidean lengths along the last axis, which disappears; the gradient of length 0 is 0.
   *
   * @param x [..., width]
   */
  public static Node length(Node x) {
    Shape shape = Shape.of(Reductions.without(x.shape(), -1));
    return x.graph().add(new LengthOp(), shape, x);
  }

  /**
   * Vectors along the last axis divided by their length, or by {@code smallest} if that is more.
   */
  public static Node unit(Node x, float smallest) {
    int[] dims = x.shape().withLast(1).dims();
    Node length = Shaping.reshape(length(x), dims);
    return Arithmetic.div(x, Elementwise.clamp(length, smallest, Float.MAX_VALUE));
  }
}
