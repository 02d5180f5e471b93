package io.fabula.pipelines.tables;

import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;

import io.fabula.pipelines.json.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** A table's schema in Parquet's own words. */
final class ParquetSchema {
  static final String NAME = "fabula.table";
  static final String VERSION = "fabula.schema_version";
  static final String SHAPES = "fabula.shapes";

  private ParquetSchema() {}

  static MessageType of(TableSchema schema) {
    Types.MessageTypeBuilder builder = Types.buildMessage();
    for (Column column : schema.columns()) builder.addField(field(column));
    return builder.named(schema.name());
  }

  static Map<String, String> metadata(TableSchema schema) {
    Map<String, List<Integer>> shapes = new TreeMap<>();
    for (Column column : schema.columns()) {
      if (!column.shape().isEmpty()) shapes.put(column.name(), column.shape());
    }
    return Map.of(
        NAME, schema.name(),
        VERSION, Integer.toString(schema.version()),
        SHAPES, Json.canonical(shapes));
  }

  private static Type field(Column column) {
    Type.Repetition repetition =
        column.optional() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED;
    return switch (column.type()) {
      case FLOATS -> list(column, PrimitiveTypeName.FLOAT);
      case DOUBLES -> list(column, PrimitiveTypeName.DOUBLE);
      case BYTES -> Types.primitive(PrimitiveTypeName.BINARY, repetition).named(column.name());
      case STRING ->
          Types.primitive(PrimitiveTypeName.BINARY, repetition)
              .as(stringType())
              .named(column.name());
      case INT8 -> integer(repetition, 8, column);
      case INT16 -> integer(repetition, 16, column);
      case INT32 -> Types.primitive(PrimitiveTypeName.INT32, repetition).named(column.name());
      case INT64 -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(column.name());
      case FLOAT -> Types.primitive(PrimitiveTypeName.FLOAT, repetition).named(column.name());
      case DOUBLE -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(column.name());
      case BOOLEAN -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(column.name());
    };
  }

  private static Type integer(Type.Repetition repetition, int bits, Column column) {
    return Types.primitive(PrimitiveTypeName.INT32, repetition)
        .as(intType(bits, true))
        .named(column.name());
  }

  private static Type list(Column column, PrimitiveTypeName element) {
    return Types.requiredGroup()
        .as(LogicalTypeAnnotation.listType())
        .addField(
            Types.repeatedGroup()
                .addField(Types.primitive(element, Type.Repetition.REQUIRED).named("element"))
                .named("list"))
        .named(column.name());
  }
}
