package io.fabula.model.graph;

import io.fabula.model.graph.memory.Shape;

/** Sums and means over axes. */
public final class Reductions {
  private Reductions() {}

  /** The sum of all elements, a scalar. */
  public static Node sum(Node x) {
    return Shaping.reshape(reduce(x, 1f, "sum", allAxes(x)));
  }

  /** The mean of all elements, a scalar. */
  public static Node mean(Node x) {
    return Shaping.reshape(reduce(x, 1f / x.shape().size(), "mean", allAxes(x)));
  }

  /** Sums over some axes, which stay with size 1. Negative axes count from the end. */
  public static Node sumKeeping(Node x, int... axes) {
    return reduce(x, 1f, "sum", axes);
  }

  /** Means over some axes, which stay with size 1. Negative axes count from the end. */
  public static Node meanKeeping(Node x, int... axes) {
    return reduce(x, 1f / count(x, axes), "mean", axes);
  }

  /** Sums over some axes, which disappear. Negative axes count from the end. */
  public static Node sum(Node x, int... axes) {
    return Shaping.reshape(sumKeeping(x, axes), without(x.shape(), axes));
  }

  /** Means over some axes, which disappear. Negative axes count from the end. */
  public static Node mean(Node x, int... axes) {
    return Shaping.reshape(meanKeeping(x, axes), without(x.shape(), axes));
  }

  /**
   * Variances over some axes, which stay with size 1.
   *
   * @param sample whether the sum of squares is divided by the count less 1, PyTorch's default,
   *     instead of the count
   */
  public static Node varianceKeeping(Node x, boolean sample, int... axes) {
    int count = count(x, axes);
    if (sample && count < 2) {
      throw new IllegalArgumentException("a sample variance needs at least 2 elements, got " + x);
    }
    Node squares = Elementwise.square(Arithmetic.sub(x, meanKeeping(x, axes)));
    return reduce(squares, 1f / (sample ? count - 1 : count), "variance", axes);
  }

  private static Node reduce(Node x, float factor, String kind, int... axes) {
    Shape kept = x.shape();
    for (int axis : axes) kept = kept.with(axis, 1);
    return x.graph().add(new ReduceOp(kind, factor), kept, x);
  }

  private static int[] allAxes(Node x) {
    int[] axes = new int[x.shape().rank()];
    for (int i = 0; i < axes.length; i++) axes[i] = i;
    return axes;
  }

  private static int count(Node x, int... axes) {
    int count = 1;
    for (int axis : axes) count *= x.shape().dim(axis);
    return count;
  }

  static int[] without(Shape shape, int... axes) {
    boolean[] gone = new boolean[shape.rank()];
    for (int axis : axes) gone[shape.axis(axis)] = true;
    int n = 0;
    int[] dims = new int[shape.rank()];
    for (int i = 0; i < gone.length; i++) if (!gone[i]) dims[n++] = shape.dim(i);
    return java.util.Arrays.copyOf(dims, n);
  }
}
