package io.fabula.pipelines.tables;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param name in snake_case: lower-case letters, digits and underscores, a letter first
 * @param type of its values
 * @param shape axis lengths of an array or of a frame's bytes; empty for single values
 * @param optional whether a value may be missing; a number that was not computed is missing and
 *     never NaN
 * @param measured whether it holds times or other facts of the machine, which are outside the
 *     content hash
 * @param doc what it says, in a few words; the files carry it
 * @param unit of its numbers, such as {@code nats}; empty where there is none
 */
public record Column(
    String name,
    Type type,
    List<Integer> shape,
    boolean optional,
    boolean measured,
    String doc,
    String unit) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

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
    /** {@code int[]} of the column's shape. */
    INTS,
    /** {@code float[]} of the column's shape. */
    FLOATS,
    /** {@code double[]} of the column's shape. */
    DOUBLES;

    /** Whether a value has a shape. */
    public boolean array() {
      return this == BYTES || list();
    }

    /** Whether a value is a list of numbers. */
    boolean list() {
      return this == INTS || this == FLOATS || this == DOUBLES;
    }
  }

  public Column {
    shape = List.copyOf(shape);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a column's name must be lower-case letters, digits and underscores, got " + name);
    }
    if (type.array() == shape.isEmpty()) {
      throw new IllegalArgumentException(
          "column " + name + " of " + type + (type.array() ? " needs a shape" : " has no shape"));
    }
  }

  /** A column of single values that are always there. */
  public static Column of(String name, Type type) {
    return new Column(name, type, List.of(), false, false, "", "");
  }

  /** A column of single values of which some may be missing. */
  public static Column optional(String name, Type type) {
    return of(name, type).orMissing();
  }

  /** A column of single values outside the content hash. */
  public static Column measured(String name, Type type) {
    return new Column(name, type, List.of(), false, true, "", "");
  }

  /** A column of arrays, or of frames. */
  public static Column array(String name, Type type, Integer... shape) {
    return new Column(name, type, List.of(shape), false, false, "", "");
  }

  /** The same column, of which some values may be missing. */
  public Column orMissing() {
    return new Column(name, type, shape, true, measured, doc, unit);
  }

  /** The same column, saying what it holds. */
  public Column doc(String text) {
    return new Column(name, type, shape, optional, measured, text, unit);
  }

  /** The same column, saying the unit of its numbers. */
  public Column unit(String text) {
    return new Column(name, type, shape, optional, measured, doc, text);
  }

  /** Number of elements of an array value. */
  public int elements() {
    int elements = 1;
    for (int length : shape) elements = Math.multiplyExact(elements, length);
    return elements;
  }

  /** Whether a value is of the column's type and shape, or missing where that is allowed. */
  boolean fits(@Nullable Object value) {
    if (value == null) return optional;
    return switch (type) {
      case BOOLEAN -> value instanceof Boolean;
      case INT8 -> value instanceof Integer integer && integer == integer.byteValue();
      case INT16 -> value instanceof Integer integer && integer == integer.shortValue();
      case INT32 -> value instanceof Integer;
      case INT64 -> value instanceof Long;
      case FLOAT -> value instanceof Float;
      case DOUBLE -> value instanceof Double;
      case STRING -> value instanceof String;
      case BYTES -> value instanceof byte[] bytes && bytes.length == elements();
      case INTS -> value instanceof int[] numbers && numbers.length == elements();
      case FLOATS -> value instanceof float[] numbers && numbers.length == elements();
      case DOUBLES -> value instanceof double[] numbers && numbers.length == elements();
    };
  }
}
