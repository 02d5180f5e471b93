package io.fabula.pipelines.tables;

import java.util.List;

/**
 * A column of a table.
 *
 * @param name in snake_case
 * @param type of its values
 * @param shape axis lengths of an array or of a frame's bytes; empty for single values
 * @param optional whether a value may be missing
 * @param measured whether it holds times or other facts of the machine, which are outside the
 *     content hash
 */
public record Column(
    String name, Type type, List<Integer> shape, boolean optional, boolean measured) {

  /** What a column holds. */
  public enum Type {
    /** {@link Boolean}. */
    BOOLEAN,
    /** {@link Integer} in 8 bits. */
    INT8,
    /** {@link Integer} in 16 bits. */
    INT16,
    /** {@link Integer}. */
    INT32,
    /** {@link Long}. */
    INT64,
    /** {@link Float}. */
    FLOAT,
    /** {@link Double}. */
    DOUBLE,
    /** {@link String}. */
    STRING,
    /** {@code byte[]} of the column's shape. */
    BYTES,
    /** {@code float[]} of the column's shape. */
    FLOATS,
    /** {@code double[]} of the column's shape. */
    DOUBLES
  }

  public Column {
    shape = List.copyOf(shape);
    boolean array = type == Type.BYTES || type == Type.FLOATS || type == Type.DOUBLES;
    if (array == shape.isEmpty()) {
      throw new IllegalArgumentException(
          "column " + name + " of " + type + (array ? " needs a shape" : " has no shape"));
    }
    if (array && optional) {
      throw new IllegalArgumentException("array column " + name + " cannot be optional");
    }
  }

  /** A column of single values that are always there. */
  public static Column of(String name, Type type) {
    return new Column(name, type, List.of(), false, false);
  }

  /** A column of single values of which some may be missing. */
  public static Column optional(String name, Type type) {
    return new Column(name, type, List.of(), true, false);
  }

  /** A column of single values outside the content hash. */
  public static Column measured(String name, Type type) {
    return new Column(name, type, List.of(), false, true);
  }

  /** A column of arrays, or of frames. */
  public static Column array(String name, Type type, Integer... shape) {
    return new Column(name, type, List.of(shape), false, false);
  }

  /** Number of elements of an array value. */
  public int elements() {
    int elements = 1;
    for (int length : shape) elements = Math.multiplyExact(elements, length);
    return elements;
  }
}
