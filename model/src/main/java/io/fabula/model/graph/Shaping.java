package io.fabula.model.graph;

import io.fabula.model.graph.memory.Shape;
import java.util.Arrays;

/** Other arrangements of the same elements. */
public final class Shaping {
  private Shaping() {}

  /**
   * The same elements in the same order under another shape; costs nothing.
   *
   * @param dims one of them may be -1: what is left over
   */
  public static Node reshape(Node x, int... dims) {
    int[] sizes = dims.clone();
    int known = 1;
    int open = -1;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == -1 && open < 0) open = i;
      else known = Math.multiplyExact(known, sizes[i]);
    }
    if (open >= 0) sizes[open] = x.shape().size() / Math.max(1, known);
    Shape shape = Shape.of(sizes);
    if (shape.size() != x.shape().size()) {
      throw new IllegalArgumentException("reshape: " + x + " has not the size of " + shape);
    }
    return x.graph().add(new ViewOp("reshape", 0), shape, x);
  }

  /** All axes from {@code axis} on joined into one; costs nothing. */
  public static Node flatten(Node x, int axis) {
    int[] dims = Arrays.copyOf(x.shape().dims(), axis + 1);
    dims[axis] = -1;
    return reshape(x, dims);
  }

  /**
   * Elements {@code from} (inclusive) to {@code to} (exclusive) of an axis; costs nothing on the
   * first axis.
   */
  public static Node slice(Node x, int axis, int from, int to) {
    int at = x.shape().axis(axis);
    if (from < 0 || to <= from || to > x.shape().dim(at)) {
      throw new IllegalArgumentException(
          "slice: %d..%d of axis %d does not exist in %s".formatted(from, to, axis, x));
    }
    Shape shape = x.shape().with(at, to - from);
    if (shape.equals(x.shape())) return x;
    int inner = x.shape().product(at + 1, x.shape().rank());
    if (x.shape().product(0, at) == 1) {
      return x.graph().add(new ViewOp("slice", from * inner), shape, x);
    }
    return x.graph().add(new SliceOp(at, from), shape, x);
  }

  /** One element of the first axis, which disappears; costs nothing. */
  public static Node at(Node x, int index) {
    Node part = slice(x, 0, index, index + 1);
    return reshape(part, Arrays.copyOfRange(x.shape().dims(), 1, x.shape().rank()));
  }

  /** All elements of the first axis one by one, such as the steps of [time, batch, n]. */
  public static Node[] unstack(Node x) {
    Node[] parts = new Node[x.shape().dim(0)];
    for (int i = 0; i < parts.length; i++) parts[i] = at(x, i);
    return parts;
  }

  /** The elements of the first axis in reverse order. */
  public static Node reverse(Node x) {
    int length = x.shape().dim(0);
    Node[] parts = new Node[length];
    for (int i = 0; i < length; i++) parts[i] = slice(x, 0, length - 1 - i, length - i);
    return concat(0, parts);
  }

  /** Joins tensors along an axis; the other axes agree. */
  public static Node concat(int axis, Node... parts) {
    if (parts.length == 1) return parts[0];
    Shape first = parts[0].shape();
    int at = first.axis(axis);
    int total = 0;
    for (Node part : parts) {
      if (part.shape().rank() != first.rank()
          || !part.shape().with(at, first.dim(at)).equals(first)) {
        throw new IllegalArgumentException(
            "concat: " + part + " does not fit " + parts[0] + " along axis " + axis);
      }
      total += part.shape().dim(at);
    }
    return parts[0].graph().add(new ConcatOp(at), first.with(at, total), parts);
  }

  /** Joins tensors of one shape along a new first axis. */
  public static Node stack(Node... parts) {
    Node[] rows = new Node[parts.length];
    for (int i = 0; i < parts.length; i++) {
      int[] dims = parts[i].shape().dims();
      int[] extended = new int[dims.length + 1];
      extended[0] = 1;
      System.arraycopy(dims, 0, extended, 1, dims.length);
      rows[i] = reshape(parts[i], extended);
    }
    return concat(0, rows);
  }

  /**
   * Exchanges axes: axis {@code i} of the result is axis {@code axes[i]} of {@code x}.
   *
   * @param axes each axis once
   */
  public static Node permute(Node x, int... axes) {
    int rank = x.shape().rank();
    boolean[] seen = new boolean[rank];
    int[] dims = new int[rank];
    boolean valid = axes.length == rank;
    for (int i = 0; valid && i < rank; i++) {
      valid = axes[i] >= 0 && axes[i] < rank && !seen[axes[i]];
      if (!valid) break;
      seen[axes[i]] = true;
      dims[i] = x.shape().dim(axes[i]);
    }
    if (!valid) {
      throw new IllegalArgumentException(
          "permute: " + Arrays.toString(axes) + " is no order of the axes of " + x);
    }
    return x.graph().add(new PermuteOp(axes.clone()), Shape.of(dims), x);
  }

  /**
   * Images [batch, height, width, channels] as rows [batch, channels * height * width] in PyTorch's
   * order: channel, row, column.
   */
  public static Node flattenImage(Node x) {
    return flatten(permute(x, 0, 3, 1, 2), 1);
  }

  /** Repeats axes of size 1, and missing leading axes, up to a shape. */
  public static Node broadcast(Node x, int... dims) {
    Shape shape = Shape.of(dims);
    Broadcast.of(x.shape(), shape);
    return x.shape().equals(shape) ? x : x.graph().add(new BroadcastOp(), shape, x);
  }

  /** The same value without a gradient. */
  public static Node stopGradient(Node x) {
    return x.graph().add(new StopOp(), x.shape(), x);
  }
}
