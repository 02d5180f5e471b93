package io.fabula.model.graph.memory;

import java.util.Arrays;
import java.util.List;

/**
 * The sizes of a tensor's axes; row-major, each at least 1. A scalar has no axes and one element.
 */
public final class Shape {
  private static final Shape SCALAR = new Shape(new int[0]);

  private final int[] dims;
  private final int size;

  private Shape(int[] dims) {
    long product = 1;
    for (int dim : dims) {
      if (dim < 1) {
        throw new IllegalArgumentException(
            "each axis must be at least 1, got " + Arrays.toString(dims));
      }
      product = Math.multiplyExact(product, dim);
    }
    this.dims = dims;
    this.size = Math.toIntExact(product);
  }

  /**
   * A shape from the sizes of its axes.
   *
   * @param dims each at least 1; their product below 2^31
   */
  public static Shape of(int... dims) {
    return dims.length == 0 ? SCALAR : new Shape(dims.clone());
  }

  /** The number of axes. */
  public int rank() {
    return dims.length;
  }

  /** The size of an axis; negative axes count from the end, -1 being the last. */
  public int dim(int axis) {
    return dims[axis(axis)];
  }

  /** The same axis counted from the front. */
  public int axis(int axis) {
    int positive = axis < 0 ? axis + dims.length : axis;
    if (positive < 0 || positive >= dims.length) {
      throw new IllegalArgumentException("axis " + axis + " does not exist in shape " + this);
    }
    return positive;
  }

  /** The number of elements. */
  public int size() {
    return size;
  }

  /** The sizes of all axes, a copy. */
  public int[] dims() {
    return dims.clone();
  }

  /** All dimensions, as files of tensors name them. */
  public List<Integer> toList() {
    return Arrays.stream(dims).boxed().toList();
  }

  /** The size of the last axis; 1 for a scalar. */
  public int last() {
    return dims.length == 0 ? 1 : dims[dims.length - 1];
  }

  /** The number of elements of all axes but the last. */
  public int rows() {
    return size / last();
  }

  /** The product of the axes {@code from} (inclusive) to {@code to} (exclusive). */
  public int product(int from, int to) {
    int product = 1;
    for (int i = from; i < to; i++) product *= dims[i];
    return product;
  }

  /** This shape with one axis set to another size. */
  public Shape with(int axis, int dim) {
    int[] changed = dims.clone();
    changed[axis(axis)] = dim;
    return of(changed);
  }

  /** This shape with its last axis set to another size. */
  public Shape withLast(int dim) {
    return with(-1, dim);
  }

  public long[] toLongs() {
    long[] longs = new long[dims.length];
    for (int i = 0; i < dims.length; i++) longs[i] = dims[i];
    return longs;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  @Override
  public String toString() {
    return Arrays.toString(dims);
  }
}
