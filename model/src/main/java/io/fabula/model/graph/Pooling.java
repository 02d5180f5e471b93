package io.fabula.model.graph;

import io.fabula.model.graph.memory.Shape;

/** Pooling of images [batch, height, width, channels]. */
public final class Pooling {
  private Pooling() {}

  /**
   * The largest value of each window; of equal ones the first in row order gets the gradient.
   *
   * @param kernel height and width of the window
   * @param stride at least 1
   * @param padding at most half the kernel; padded elements never win
   */
  public static Node maxPool(Node x, int kernel, int stride, int padding) {
    Convolutions.requireImage("maxPool", x);
    if (2 * padding > kernel) {
      throw new IllegalArgumentException(
          "maxPool: padding must be at most half of kernel %d, got %d".formatted(kernel, padding));
    }
    int height = Convolutions.extent("maxPool", x, 1, kernel, stride, padding);
    int width = Convolutions.extent("maxPool", x, 2, kernel, stride, padding);
    Shape shape = Shape.of(x.shape().dim(0), height, width, x.shape().dim(3));
    return x.graph().add(new MaxPoolOp(kernel, stride, padding), shape, x);
  }

  /** The mean of each of the non-overlapping squares of {@code kernel} by {@code kernel}. */
  public static Node averagePool(Node x, int kernel) {
    Convolutions.requireImage("averagePool", x);
    int height = Convolutions.extent("averagePool", x, 1, kernel, kernel, 0);
    int width = Convolutions.extent("averagePool", x, 2, kernel, kernel, 0);
    Shape shape = Shape.of(x.shape().dim(0), height, width, x.shape().dim(3));
    return x.graph().add(new AveragePoolOp(kernel), shape, x);
  }
}
