package io.fabula.pipelines.tables;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.jspecify.annotations.Nullable;

/**
 * Writes one Parquet file: zstd level 3, row groups of about 32 MB, no dictionary on frames and
 * arrays.
 */
public final class TableWriter implements AutoCloseable {
  private static final long ROW_GROUP_BYTES = 32L << 20;
  private static final String ZSTD_LEVEL = "parquet.compression.codec.zstd.level";

  private final TableSchema schema;
  private final ParquetWriter<@Nullable Object[]> writer;
  private final RowDigest digest;
  private long rows;

  /** Creates {@code file}, which must not exist. */
  public TableWriter(Path file, TableSchema schema) throws IOException {
    this.schema = schema;
    digest = new RowDigest(schema);
    PlainParquetConfiguration configuration = new PlainParquetConfiguration();
    configuration.setInt(ZSTD_LEVEL, 3);
    Builder builder =
        new Builder(new LocalOutputFile(file), schema)
            .withConf(configuration)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(ROW_GROUP_BYTES);
    for (Column column : schema.columns()) {
      switch (column.type()) {
        case BYTES -> builder.withDictionaryEncoding(column.name(), false);
        case FLOATS, DOUBLES ->
            builder.withDictionaryEncoding(column.name() + ".list.element", false);
        default -> {}
      }
    }
    writer = builder.build();
  }

  /**
   * Appends a row.
   *
   * @param values in the order of the columns, as the objects that {@link Column.Type} names; null
   *     where an optional value is missing
   * @throws IllegalArgumentException naming the column whose value does not fit
   */
  public void write(@Nullable Object... values) throws IOException {
    check(values);
    writer.write(values);
    digest.add(values);
    rows++;
  }

  /** Rows written so far. */
  public long rows() {
    return rows;
  }

  /** The digest of what was written, independent of the encoding. */
  public String content() {
    return digest.hex();
  }

  private void check(@Nullable Object[] values) {
    if (values.length != schema.columns().size()) {
      throw new IllegalArgumentException(
          "a row of %s has %d values, got %d"
              .formatted(schema.name(), schema.columns().size(), values.length));
    }
    for (int i = 0; i < values.length; i++) {
      Column column = schema.columns().get(i);
      if (!fits(column, values[i])) {
        Object value = values[i];
        throw new IllegalArgumentException(
            "%s.%s must be %s%s, got %s"
                .formatted(
                    schema.name(),
                    column.name(),
                    column.type(),
                    column.shape().isEmpty() ? "" : column.shape(),
                    value == null ? "null" : value.getClass().getSimpleName()));
      }
    }
  }

  private static boolean fits(Column column, @Nullable Object value) {
    if (value == null) return column.optional();
    return switch (column.type()) {
      case BOOLEAN -> value instanceof Boolean;
      case INT8 -> value instanceof Integer integer && integer == integer.byteValue();
      case INT16 -> value instanceof Integer integer && integer == integer.shortValue();
      case INT32 -> value instanceof Integer;
      case INT64 -> value instanceof Long;
      case FLOAT -> value instanceof Float;
      case DOUBLE -> value instanceof Double;
      case STRING -> value instanceof String;
      case BYTES -> value instanceof byte[] bytes && bytes.length == column.elements();
      case FLOATS -> value instanceof float[] numbers && numbers.length == column.elements();
      case DOUBLES -> value instanceof double[] numbers && numbers.length == column.elements();
    };
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  private static final class Builder extends ParquetWriter.Builder<@Nullable Object[], Builder> {
    private final TableSchema schema;

    Builder(OutputFile file, TableSchema schema) {
      super(file);
      this.schema = schema;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @SuppressWarnings("deprecation") // abstract where it is deprecated
    @Override
    protected WriteSupport<@Nullable Object[]> getWriteSupport(Configuration configuration) {
      return new RowWriteSupport(schema);
    }

    @Override
    protected WriteSupport<@Nullable Object[]> getWriteSupport(ParquetConfiguration configuration) {
      return new RowWriteSupport(schema);
    }
  }
}
