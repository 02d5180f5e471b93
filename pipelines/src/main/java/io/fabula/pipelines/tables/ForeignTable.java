package io.fabula.pipelines.tables;

import io.fabula.pipelines.problems.DataProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroReadSupport;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.io.LocalInputFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Parquet file that any program wrote, row by row, with the columns that it has. Lists come
 * as lists, texts as {@code CharSequence}, numbers and truth values as their boxes.
 */
public final class ForeignTable implements AutoCloseable {
  private static final String ADVICE = "write it again with plain columns and lists";

  private final Path file;
  private final ParquetReader<GenericRecord> reader;
  private final TableReader.Header header;
  private long read;

  /**
   * Opens a file.
   *
   * @throws DataProblem if it is no whole Parquet file
   */
  public ForeignTable(Path file) {
    this.file = file;
    header = TableReader.header(file, ADVICE);
    ParquetConfiguration plain = new PlainParquetConfiguration();
    plain.setBoolean(AvroReadSupport.READ_INT96_AS_FIXED, true);
    plain.setBoolean("parquet.avro.add-list-element-records", false);
    try {
      reader =
          AvroParquetReader.<GenericRecord>builder(new LocalInputFile(file), plain)
              .withDataModel(GenericData.get())
              .withCompatibility(false)
              .build();
    } catch (IOException | RuntimeException e) {
      throw problem(e);
    }
  }

  private DataProblem problem(Exception e) {
    return new DataProblem(
        file,
        "cannot be read behind row %d (%s)".formatted(read, String.valueOf(e.getMessage())),
        ADVICE,
        e);
  }

  /** Names of the columns. */
  public List<String> columns() {
    return List.copyOf(header.columns().keySet());
  }

  /** Number of rows. */
  public long rows() {
    return header.rows();
  }

  /** The next row by the names of its columns, or null after the last. */
  public @Nullable Map<String, @Nullable Object> next() {
    GenericRecord record;
    try {
      record = reader.read();
    } catch (IOException | RuntimeException e) {
      throw problem(e);
    }
    if (record == null) return null;
    read++;
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (Schema.Field field : record.getSchema().getFields()) {
      row.put(field.name(), record.get(field.pos()));
    }
    return row;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw problem(e);
    }
  }
}
