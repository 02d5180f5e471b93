package io.fabula.pipelines.tables;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.jspecify.annotations.Nullable;

/**
 * Writes one Parquet file of Avro records: zstd level 3, row groups of about 32 MB, no dictionary
 * on frames and arrays.
 */
public final class TableWriter implements AutoCloseable {
  private static final long ROW_GROUP_BYTES = 32L << 20;
  private static final String ZSTD_LEVEL = "parquet.compression.codec.zstd.level";

  private final TableSchema schema;
  private final Schema avro;
  private final ParquetWriter<GenericRecord> writer;
  private final RowDigest digest;
  private long rows;

  /** Creates {@code file}, which must not exist. */
  public TableWriter(Path file, TableSchema schema) throws IOException {
    this.schema = schema;
    digest = new RowDigest(schema);
    avro = AvroRecords.schema(schema);
    PlainParquetConfiguration configuration = ParquetSchema.configuration();
    configuration.setInt(ZSTD_LEVEL, 3);
    Builder builder =
        new Builder(new LocalOutputFile(file), schema, avro)
            .withConf(configuration)
            .withExtraMetaData(ParquetSchema.metadata(schema))
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(ROW_GROUP_BYTES);
    for (Column column : schema.columns()) {
      switch (column.type()) {
        case BYTES -> builder.withDictionaryEncoding(column.name(), false);
        case INTS, FLOATS, DOUBLES ->
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
   * @throws IllegalArgumentException naming the column whose value does not fit, or whose single
   *     value is NaN: a number that was not computed is missing
   */
  public void write(@Nullable Object... values) throws IOException {
    check(values);
    writer.write(AvroRecords.record(avro, values));
    digest.add(values);
    rows++;
  }

  /** A number as the tables hold it: missing where it is NaN. */
  public static @Nullable Double orMissing(double number) {
    return Double.isNaN(number) ? null : number;
  }

  /** The same of a number that may also have grown beyond all bounds. */
  public static @Nullable Double finiteOrMissing(double number) {
    return Double.isFinite(number) ? number : null;
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
      if (!column.fits(values[i])) {
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
      if ((values[i] instanceof Double number && number.isNaN())
          || (values[i] instanceof Float single && single.isNaN())) {
        throw new IllegalArgumentException(
            "%s.%s is NaN; a number that was not computed is missing"
                .formatted(schema.name(), column.name()));
      }
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  private static final class Builder extends ParquetWriter.Builder<GenericRecord, Builder> {
    private final TableSchema table;
    private final Schema schema;

    Builder(OutputFile file, TableSchema table, Schema schema) {
      super(file);
      this.table = table;
      this.schema = schema;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @SuppressWarnings("deprecation") // abstract where it is deprecated
    @Override
    protected WriteSupport<GenericRecord> getWriteSupport(Configuration configuration) {
      return support();
    }

    @Override
    protected WriteSupport<GenericRecord> getWriteSupport(ParquetConfiguration configuration) {
      return support();
    }

    private WriteSupport<GenericRecord> support() {
      return new AvroWriteSupport<>(ParquetSchema.of(table), schema, GenericData.get());
    }
  }
}
