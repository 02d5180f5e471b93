package io.fabula.pipelines.tables;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** A table's schema and rows in Avro's words. */
final class AvroRecords {
  private static final String NAMESPACE = "io.fabula.tables";

  private AvroRecords() {}

  /**
   * A record with a field per column: its text as {@code doc}, its axis lengths and unit as
   * properties {@code shape} and {@code unit}, optional ones as a union with null.
   */
  static Schema schema(TableSchema table) {
    List<Schema.Field> fields = new ArrayList<>();
    for (Column column : table.columns()) fields.add(field(column));
    Schema schema = Schema.createRecord(table.name(), table.doc(), NAMESPACE, false, fields);
    schema.addProp("version", table.version());
    return schema;
  }

  private static Schema.Field field(Column column) {
    Schema type = type(column);
    Schema.Field field =
        column.optional()
            ? new Schema.Field(
                column.name(),
                Schema.createUnion(Schema.create(Schema.Type.NULL), type),
                column.doc(),
                Schema.Field.NULL_DEFAULT_VALUE)
            : new Schema.Field(column.name(), type, column.doc());
    if (!column.shape().isEmpty()) field.addProp("shape", column.shape());
    if (!column.unit().isEmpty()) field.addProp("unit", column.unit());
    if (column.measured()) field.addProp("measured", true);
    return field;
  }

  private static Schema type(Column column) {
    return switch (column.type()) {
      case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
      case INT8, INT16, INT32 -> Schema.create(Schema.Type.INT);
      case INT64 -> Schema.create(Schema.Type.LONG);
      case FLOAT -> Schema.create(Schema.Type.FLOAT);
      case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
      case STRING -> Schema.create(Schema.Type.STRING);
      case BYTES -> Schema.create(Schema.Type.BYTES);
      case INTS -> Schema.createArray(Schema.create(Schema.Type.INT));
      case FLOATS -> Schema.createArray(Schema.create(Schema.Type.FLOAT));
      case DOUBLES -> Schema.createArray(Schema.create(Schema.Type.DOUBLE));
    };
  }

  /**
   * The column of a field that {@link #schema} made.
   *
   * @param parquet the column in Parquet's words, which know small integers
   * @throws IllegalArgumentException if it is of another kind
   */
  static Column column(Schema.Field field, String parquet) {
    Schema schema = field.schema();
    boolean optional = schema.isUnion();
    Schema present = optional ? schema.getTypes().get(1) : schema;
    List<Integer> shape = new ArrayList<>();
    if (field.getObjectProp("shape") instanceof List<?> lengths) {
      for (Object length : lengths) shape.add(((Number) length).intValue());
    }
    return new Column(
        field.name(),
        columnType(present, parquet),
        shape,
        optional,
        Boolean.TRUE.equals(field.getObjectProp("measured")),
        String.valueOf(field.doc()),
        field.getProp("unit") == null ? "" : field.getProp("unit"));
  }

  private static Column.Type columnType(Schema schema, String parquet) {
    return switch (schema.getType()) {
      case BOOLEAN -> Column.Type.BOOLEAN;
      case INT ->
          parquet.contains("INTEGER(8,")
              ? Column.Type.INT8
              : parquet.contains("INTEGER(16,") ? Column.Type.INT16 : Column.Type.INT32;
      case LONG -> Column.Type.INT64;
      case FLOAT -> Column.Type.FLOAT;
      case DOUBLE -> Column.Type.DOUBLE;
      case STRING -> Column.Type.STRING;
      case BYTES -> Column.Type.BYTES;
      case ARRAY ->
          switch (schema.getElementType().getType()) {
            case INT -> Column.Type.INTS;
            case FLOAT -> Column.Type.FLOATS;
            case DOUBLE -> Column.Type.DOUBLES;
            default -> throw new IllegalArgumentException("no list of ours: " + schema);
          };
      default -> throw new IllegalArgumentException("no type of ours: " + schema);
    };
  }

  /** A row to be written; arrays of numbers are handed over as they are. */
  static GenericRecord record(Schema schema, @Nullable Object[] values) {
    GenericData.Record record = new GenericData.Record(schema);
    for (int i = 0; i < values.length; i++) {
      record.put(i, values[i] instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : values[i]);
    }
    return record;
  }

  /**
   * The values of a row that was read.
   *
   * @throws IllegalStateException naming the column whose value does not fit
   */
  static @Nullable Object[] values(TableSchema table, GenericRecord record) {
    @Nullable Object[] values = new @Nullable Object[table.columns().size()];
    for (int i = 0; i < values.length; i++) {
      Column column = table.columns().get(i);
      Object value = value(record.get(i), column);
      if (!column.fits(value)) {
        throw new IllegalStateException(
            column.name() + " is not " + column.type() + column.shape() + " in every row");
      }
      values[i] = value;
    }
    return values;
  }

  private static @Nullable Object value(@Nullable Object value, Column column) {
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    }
    if (value instanceof List<?> list) {
      return switch (column.type()) {
        case INTS -> ints(list);
        case FLOATS -> floats(list);
        default -> doubles(list);
      };
    }
    return value instanceof CharSequence text ? text.toString() : value;
  }

  private static int[] ints(List<?> list) {
    int[] values = new int[list.size()];
    for (int i = 0; i < values.length; i++) values[i] = (Integer) list.get(i);
    return values;
  }

  private static float[] floats(List<?> list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) values[i] = (Float) list.get(i);
    return values;
  }

  private static double[] doubles(List<?> list) {
    double[] values = new double[list.size()];
    for (int i = 0; i < values.length; i++) values[i] = (Double) list.get(i);
    return values;
  }
}
