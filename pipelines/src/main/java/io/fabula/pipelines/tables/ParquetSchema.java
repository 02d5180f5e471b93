package io.fabula.pipelines.tables;

import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;

import io.fabula.pipelines.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.parquet.avro.AvroReadSupport;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * A table's schema in Parquet's own words: what Avro's is translated to, with lists of three
 * levels, and small integers marked as such, which Avro does not know.
 */
final class ParquetSchema {
  static final String NAME = "fabula.table";
  static final String VERSION = "fabula.schema_version";
  static final String SHAPES = "fabula.shapes";

  /** What this program's reader knows anyway. */
  static final Set<String> OWN = Set.of(NAME, VERSION, SHAPES);

  /** The key that parquet-avro keeps a file's schema under. */
  static final String AVRO = "parquet.avro.schema";

  private ParquetSchema() {}

  static MessageType of(TableSchema table) {
    MessageType translated =
        new AvroSchemaConverter(configuration()).convert(AvroRecords.schema(table));
    List<Type> fields = new ArrayList<>();
    for (Column column : table.columns()) {
      Type field = translated.getType(column.name());
      fields.add(
          switch (column.type()) {
            case INT8 -> integer(field, 8);
            case INT16 -> integer(field, 16);
            default -> field;
          });
    }
    return new MessageType(table.name(), fields);
  }

  private static Type integer(Type field, int bits) {
    return Types.primitive(PrimitiveTypeName.INT32, field.getRepetition())
        .as(intType(bits, true))
        .named(field.getName());
  }

  static PlainParquetConfiguration configuration() {
    PlainParquetConfiguration configuration = new PlainParquetConfiguration();
    configuration.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
    return configuration;
  }

  /** Reads these columns and believes the caller's Avro schema, not the one in the file. */
  static PlainParquetConfiguration reading(Schema columns) {
    PlainParquetConfiguration configuration = configuration();
    configuration.set(AvroReadSupport.AVRO_REQUESTED_PROJECTION, columns.toString());
    configuration.set("parquet.avro.read.schema", columns.toString());
    return configuration;
  }

  static Map<String, String> metadata(TableSchema schema) {
    Map<String, List<Integer>> shapes = new TreeMap<>();
    for (Column column : schema.columns()) {
      if (!column.shape().isEmpty()) shapes.put(column.name(), column.shape());
    }
    Map<String, String> metadata = new TreeMap<>(schema.facts());
    metadata.put(NAME, schema.name());
    metadata.put(VERSION, Integer.toString(schema.version()));
    metadata.put(SHAPES, Json.canonical(shapes));
    return metadata;
  }
}
