package io.fabula.pipelines.exports;

import io.fabula.pipelines.datasets.Spaces;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;

/**
 * The Parquet file of one episode as Minari's storage {@code parquet} keeps it: a row per
 * observation in one row group; in the last row, where there is no action, action, reward and flags
 * are 0, and what the policy told is not a number.
 */
final class MinariEpisode {
  /** One row group, however long the episode is: Minari takes a row group for an episode. */
  private static final long ROW_GROUP_BYTES = 512L << 20;

  private final Spaces spaces;
  private final List<Column> extras;
  private final Schema schema;

  MinariEpisode(Spaces spaces, List<Column> extras) {
    this.spaces = spaces;
    this.extras = extras;
    SchemaBuilder.FieldAssembler<Schema> fields =
        SchemaBuilder.record("episode")
            .fields()
            .name("observations")
            .type(observation(spaces.observation()))
            .noDefault()
            .name("actions")
            .type(action(spaces.action()))
            .noDefault()
            .requiredDouble("rewards")
            .requiredBoolean("terminations")
            .requiredBoolean("truncations");
    schema =
        extras.isEmpty()
            ? fields.endRecord()
            : fields.name("infos").type(infos(extras)).noDefault().endRecord();
  }

  private static Schema observation(Spaces.Observation seen) {
    if (MinariExport.picture(seen)) return Schema.create(Schema.Type.BYTES);
    return list(seen.type().equals("uint8") ? Schema.Type.INT : Schema.Type.FLOAT);
  }

  private static Schema action(Spaces.Actions actions) {
    if (actions.slate() > 0) return list(Schema.Type.LONG);
    if (actions.width() == 0) return Schema.create(Schema.Type.LONG);
    return SchemaBuilder.record("action")
        .fields()
        .requiredLong("index")
        .name("parameters")
        .type(list(Schema.Type.FLOAT))
        .noDefault()
        .endRecord();
  }

  private static Schema infos(List<Column> extras) {
    SchemaBuilder.FieldAssembler<Schema> fields = SchemaBuilder.record("infos").fields();
    for (Column each : extras) fields = fields.name(each.name()).type(info(each)).noDefault();
    return fields.endRecord();
  }

  private static Schema info(Column column) {
    return switch (column.type()) {
      case INTS -> list(Schema.Type.INT);
      case FLOATS -> list(Schema.Type.FLOAT);
      case FLOAT -> Schema.create(Schema.Type.FLOAT);
      case INT32 -> Schema.create(Schema.Type.INT);
      default -> throw new IllegalArgumentException(column + " cannot be exported");
    };
  }

  private static Schema list(Schema.Type element) {
    return Schema.createArray(Schema.create(element));
  }

  void write(Path file, List<Row> rows, boolean truncated) throws IOException {
    PlainParquetConfiguration configuration = new PlainParquetConfiguration();
    configuration.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
    try (ParquetWriter<GenericRecord> writer =
        AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
            .withSchema(schema)
            .withDataModel(GenericData.get())
            .withConf(configuration)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .build()) {
      for (int t = 0; t < rows.size(); t++) {
        boolean ends = t == rows.size() - 2;
        writer.write(record(rows.get(t), ends && !truncated, ends && truncated));
      }
    }
  }

  private GenericRecord record(Row row, boolean terminated, boolean truncated) throws IOException {
    boolean last = row.flag("is_last");
    GenericData.Record record = new GenericData.Record(schema);
    record.put("observations", observed(row));
    record.put("actions", acted(row, last));
    record.put("rewards", last ? 0 : row.number("reward"));
    record.put("terminations", terminated);
    record.put("truncations", truncated);
    if (extras.isEmpty()) return record;
    GenericData.Record infos = new GenericData.Record(schema.getField("infos").schema());
    for (Column each : extras) infos.put(each.name(), told(row, each));
    record.put("infos", infos);
    return record;
  }

  private Object observed(Row row) throws IOException {
    Spaces.Observation seen = spaces.observation();
    if (MinariExport.picture(seen)) {
      return ByteBuffer.wrap(PngImage.encode(row.bytes("observation"), seen.shape()));
    }
    return seen.type().equals("uint8")
        ? unsigned(row.bytes("observation"))
        : row.floats("observation");
  }

  private static int[] unsigned(byte[] bytes) {
    int[] numbers = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) numbers[i] = bytes[i] & 0xFF;
    return numbers;
  }

  private Object acted(Row row, boolean last) {
    Spaces.Actions actions = spaces.action();
    if (actions.slate() > 0) {
      int[] items = last ? new int[actions.slate()] : row.ints("action");
      return Arrays.stream(items).asLongStream().toArray();
    }
    long index = last ? 0 : row.integer("action");
    if (actions.width() == 0) return index;
    GenericData.Record action = new GenericData.Record(schema.getField("actions").schema());
    action.put("index", index);
    action.put("parameters", last ? new float[actions.width()] : row.floats("action_parameters"));
    return action;
  }

  private static Object told(Row row, Column column) {
    boolean there = row.has(column.name());
    return switch (column.type()) {
      case INTS -> there ? row.ints(column.name()) : new int[column.elements()];
      case FLOATS -> there ? row.floats(column.name()) : unknown(column.elements());
      case FLOAT -> there ? (float) row.number(column.name()) : Float.NaN;
      case INT32 -> there ? row.integer(column.name()) : 0;
      default -> throw new IllegalArgumentException(column + " cannot be exported");
    };
  }

  private static float[] unknown(int count) {
    float[] numbers = new float[count];
    Arrays.fill(numbers, Float.NaN);
    return numbers;
  }
}
