package io.fabula.pipelines.tables;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One row: values in the order of its schema's columns. Arrays are handed over, not copied. */
public final class Row {
  private final TableSchema schema;
  private final @Nullable Object[] values;

  Row(TableSchema schema, @Nullable Object[] values) {
    this.schema = schema;
    this.values = values;
  }

  /** The columns. */
  public TableSchema schema() {
    return schema;
  }

  /** A value as the object that {@link Column.Type} names, or null where it is missing. */
  public @Nullable Object get(String column) {
    return values[schema.index(column)];
  }

  /** A value of an INT8, INT16 or INT32 column. */
  public int integer(String column) {
    return (Integer) present(column);
  }

  /** A value of an INT64 column. */
  public long longInteger(String column) {
    return (Long) present(column);
  }

  /** A value of a BOOLEAN column. */
  public boolean flag(String column) {
    return (Boolean) present(column);
  }

  /** A value of a FLOAT or DOUBLE column. */
  public double number(String column) {
    return ((Number) present(column)).doubleValue();
  }

  /** A value of a FLOAT or DOUBLE column, NaN where it is missing. */
  public double numberOrNaN(String column) {
    return get(column) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** A value of a STRING column. */
  public String text(String column) {
    return (String) present(column);
  }

  /** A value of a BYTES column. */
  public byte[] bytes(String column) {
    return (byte[]) present(column);
  }

  /** A value of an INTS column. */
  public int[] ints(String column) {
    return (int[]) present(column);
  }

  /** A value of a FLOATS column. */
  public float[] floats(String column) {
    return (float[]) present(column);
  }

  /** A value of a DOUBLES column. */
  public double[] doubles(String column) {
    return (double[]) present(column);
  }

  /** All values, to write the row again; the array is a copy, arrays in it are not. */
  public @Nullable Object[] values() {
    return Arrays.copyOf(values, values.length);
  }

  /** Whether a value is there. */
  public boolean has(String column) {
    return get(column) != null;
  }

  private Object present(String column) {
    Object value = get(column);
    if (value == null) throw new IllegalStateException(column + " is missing in this row");
    return value;
  }
}
