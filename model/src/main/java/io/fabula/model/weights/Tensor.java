package io.fabula.model.weights;

import java.util.Arrays;
import java.util.List;

/**
 * A dense array with a shape, row-major. The arrays are handed over, not copied: neither side may
 * change them afterwards.
 */
public sealed interface Tensor {
  /** Axis lengths, outermost first; empty for a single number. */
  List<Integer> shape();

  /** Type of the elements. */
  ElementType type();

  /** Floats of the given shape; without a shape, a vector. */
  static Tensor of(float[] values, int... shape) {
    return new Floats(shapeOf(values.length, shape), values);
  }

  /** Doubles of the given shape; without a shape, a vector. */
  static Tensor of(double[] values, int... shape) {
    return new Doubles(shapeOf(values.length, shape), values);
  }

  /** Longs of the given shape; without a shape, a vector. */
  static Tensor of(long[] values, int... shape) {
    return new Longs(shapeOf(values.length, shape), values);
  }

  /** Bytes of the given shape; without a shape, a vector. */
  static Tensor of(byte[] values, int... shape) {
    return new Bytes(shapeOf(values.length, shape), values);
  }

  /** Number of elements of a shape. */
  static int size(List<Integer> shape) {
    int size = 1;
    for (int length : shape) size = Math.multiplyExact(size, length);
    return size;
  }

  private static List<Integer> shapeOf(int length, int... shape) {
    List<Integer> axes =
        Arrays.stream(shape.length == 0 ? new int[] {length} : shape).boxed().toList();
    if (size(axes) != length) {
      throw new IllegalArgumentException(
          "shape " + axes + " needs " + size(axes) + " elements, got " + length);
    }
    return axes;
  }

  /** 32-bit floats. */
  @SuppressWarnings("ArrayRecordComponent") // compared by content in equals
  record Floats(List<Integer> shape, float[] values) implements Tensor {
    @Override
    public ElementType type() {
      return ElementType.F32;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Floats that
          && shape.equals(that.shape)
          && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return 31 * shape.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
      return "F32" + shape;
    }
  }

  /** 64-bit floats. */
  @SuppressWarnings("ArrayRecordComponent") // compared by content in equals
  record Doubles(List<Integer> shape, double[] values) implements Tensor {
    @Override
    public ElementType type() {
      return ElementType.F64;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Doubles that
          && shape.equals(that.shape)
          && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return 31 * shape.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
      return "F64" + shape;
    }
  }

  /** 64-bit whole numbers. */
  @SuppressWarnings("ArrayRecordComponent") // compared by content in equals
  record Longs(List<Integer> shape, long[] values) implements Tensor {
    @Override
    public ElementType type() {
      return ElementType.I64;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Longs that
          && shape.equals(that.shape)
          && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return 31 * shape.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
      return "I64" + shape;
    }
  }

  /** Bytes. */
  @SuppressWarnings("ArrayRecordComponent") // compared by content in equals
  record Bytes(List<Integer> shape, byte[] values) implements Tensor {
    @Override
    public ElementType type() {
      return ElementType.U8;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes that
          && shape.equals(that.shape)
          && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return 31 * shape.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
      return "U8" + shape;
    }
  }
}
