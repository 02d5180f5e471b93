package io.fabula.pipelines.tables;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.DataProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Reads one Parquet file after checking that it holds the expected table. */
public final class TableReader implements AutoCloseable {
  private static final String ADVICE =
      "the file was cut off or edited; run the stage that made it again with --force";

  private final Path file;
  private final TableSchema schema;
  private final long rowCount;
  private final ParquetReader<GenericRecord> reader;
  private long rowsRead;

  /**
   * Opens a file.
   *
   * @param file the file
   * @param schema the expected table, or some of its columns
   * @throws DataProblem if it is not such a table
   */
  public TableReader(Path file, TableSchema schema) {
    this.file = file;
    this.schema = schema;
    try {
      Header header = header(file);
      check(header);
      rowCount = header.rows();
      reader =
          AvroParquetReader.<GenericRecord>builder(
                  new LocalInputFile(file), ParquetSchema.reading(AvroRecords.schema(schema)))
              .withDataModel(GenericData.get())
              .withCompatibility(false)
              .build();
    } catch (IOException e) {
      throw new DataProblem(file, "cannot be read (" + firstLine(e) + ")", ADVICE, e);
    } catch (OutOfMemoryError e) {
      throw DataProblem.tooLarge(file); // whatever a damaged file claims is allocated
    }
  }

  /**
   * What the end of a Parquet file says.
   *
   * @param rows number of rows
   * @param metadata key-value metadata
   * @param columns names and Parquet types of the columns
   */
  public record Header(long rows, Map<String, String> metadata, Map<String, String> columns) {
    public Header {
      metadata = new LinkedHashMap<>(metadata);
      metadata.values().removeIf(Objects::isNull); // Parquet has keys without a value
    }

    /** The table's name, or empty for a file that we did not write. */
    public String table() {
      return metadata.getOrDefault(ParquetSchema.NAME, "");
    }

    /** The version of the table's schema, or empty for a file that we did not write. */
    public String version() {
      return metadata.getOrDefault(ParquetSchema.VERSION, "");
    }

    /**
     * Axis lengths of an array column.
     *
     * @throws IllegalArgumentException if the file does not say them
     */
    public List<Integer> shape(String column) {
      try {
        JsonNode lengths =
            Json.read(shapes().getBytes(StandardCharsets.UTF_8), JsonNode.class).path(column);
        if (lengths.isArray()) {
          List<Integer> shape = new ArrayList<>();
          for (JsonNode length : lengths) shape.add(length.intValue());
          return shape;
        }
      } catch (IOException e) {
        throw new IllegalArgumentException("the shapes are not JSON: " + shapes(), e);
      }
      throw new IllegalArgumentException("no shape is given for column " + column);
    }

    /** Shapes of array columns as JSON, or empty for a file that we did not write. */
    public String shapes() {
      return metadata.getOrDefault(ParquetSchema.SHAPES, "");
    }
  }

  /**
   * The table that a file of ours says it holds, whatever it is.
   *
   * @throws DataProblem if it is not a whole Parquet file, or not ours
   */
  public static TableSchema schema(Path file) {
    Header header = header(file);
    String avro = header.metadata().get(ParquetSchema.AVRO);
    try {
      if (avro == null) throw new IllegalArgumentException("it has no Avro schema");
      Schema schema = parse(avro);
      List<Column> columns = new ArrayList<>();
      for (Schema.Field field : schema.getFields()) {
        columns.add(AvroRecords.column(field, header.columns().getOrDefault(field.name(), "")));
      }
      Map<String, String> facts = new TreeMap<>(header.metadata());
      facts.keySet().removeIf(key -> !key.startsWith("fabula.") || ParquetSchema.OWN.contains(key));
      return new TableSchema(
          header.table(),
          Integer.parseInt(header.version()),
          String.valueOf(schema.getDoc()),
          columns,
          facts);
    } catch (AvroRuntimeException | IllegalArgumentException e) {
      throw new DataProblem(
          file,
          "not a table of this program (" + firstLine(e) + ")",
          "give a file that this version of the program made",
          e);
    }
  }

  /** Avro's parser fails in other ways, too, where types refer to what is not there. */
  private static Schema parse(String avro) {
    try {
      return new Schema.Parser().parse(avro);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("its Avro schema is none: " + firstLine(e), e);
    }
  }

  /**
   * Reads a file's header alone.
   *
   * @throws DataProblem if it is not a whole Parquet file
   */
  public static Header header(Path file) {
    return header(file, ADVICE);
  }

  /** The same, with advice for a file that is none. */
  static Header header(Path file, String advice) {
    if (!Files.exists(file)) throw new DataProblem(file, "there is no such file", "check the path");
    try (ParquetFileReader opened =
        ParquetFileReader.open(
            new LocalInputFile(file),
            ParquetReadOptions.builder(new PlainParquetConfiguration()).build())) {
      FileMetaData metadata = opened.getFileMetaData();
      Map<String, String> columns = new LinkedHashMap<>();
      for (Type field : metadata.getSchema().getFields()) {
        columns.put(field.getName(), describe(field));
      }
      return new Header(opened.getRecordCount(), metadata.getKeyValueMetaData(), columns);
    } catch (IOException | RuntimeException e) {
      throw new DataProblem(file, "not a whole Parquet file (" + firstLine(e) + ")", advice, e);
    } catch (OutOfMemoryError e) {
      throw DataProblem.tooLarge(file);
    }
  }

  /** Repetition and type, without the name, which comes third and may be any text. */
  private static String describe(Type field) {
    String text = field.toString();
    int name = text.indexOf(' ', text.indexOf(' ') + 1);
    String behind = text.substring(name + 1 + field.getName().length());
    return (text.substring(0, name) + behind).replaceAll("\\s+", " ");
  }

  private void check(Header header) {
    if (!header.table().equals(schema.name())) {
      throw wrong("table", schema.name(), header.table());
    }
    if (!header.version().equals(Integer.toString(schema.version()))) {
      throw wrong("schema version", Integer.toString(schema.version()), header.version());
    }
    for (Type expected : ParquetSchema.of(schema).getFields()) {
      String actual = header.columns().get(expected.getName());
      if (!describe(expected).equals(actual)) {
        throw wrong("column " + expected.getName(), describe(expected), String.valueOf(actual));
      }
    }
    JsonNode shapes = shapes(header);
    for (Column column : schema.columns()) {
      String expected = column.shape().isEmpty() ? "" : Json.canonical(column.shape());
      JsonNode found = shapes.path(column.name());
      String actual = found.isMissingNode() ? "" : found.toString();
      if (!expected.equals(actual)) {
        throw wrong(column.name() + " of shape", expected, actual);
      }
    }
  }

  private JsonNode shapes(Header header) {
    try {
      return Json.read(header.shapes().getBytes(StandardCharsets.UTF_8), JsonNode.class);
    } catch (IOException e) {
      throw wrong("array shapes as JSON", "{}", header.shapes());
    }
  }

  private DataProblem wrong(String what, String expected, String actual) {
    return new DataProblem(
        file,
        "expected %s %s, found %s".formatted(what, expected, actual.isEmpty() ? "none" : actual),
        "make it again with this version of the program");
  }

  /** Number of rows in the file. */
  public long rowCount() {
    return rowCount;
  }

  /**
   * The next row, or null after the last.
   *
   * @throws DataProblem if the file is damaged
   */
  public @Nullable Row next() {
    @Nullable Object @Nullable [] values;
    try {
      GenericRecord read = reader.read();
      values = read == null ? null : AvroRecords.values(schema, read);
    } catch (IOException | RuntimeException e) {
      throw new DataProblem(
          file, "damaged after row " + rowsRead + " (" + firstLine(e) + ")", ADVICE, e);
    } catch (OutOfMemoryError e) {
      throw DataProblem.tooLarge(file);
    }
    if (values != null) {
      rowsRead++;
      return new Row(schema, values);
    }
    if (rowsRead != rowCount) {
      throw new DataProblem(
          file, "expected %d rows, found %d".formatted(rowCount, rowsRead), ADVICE);
    }
    return null;
  }

  /** Hands all rows of a file to {@code each}. */
  public static void forEach(Path file, TableSchema schema, Consumer<Row> each) {
    try (TableReader reader = new TableReader(file, schema)) {
      for (Row row = reader.next(); row != null; row = reader.next()) each.accept(row);
    }
  }

  /** The digest of what a file says, independent of the encoding. */
  public static String content(Path file, TableSchema schema) {
    RowDigest digest = new RowDigest(schema);
    forEach(file, schema, row -> digest.add(row.values()));
    return digest.hex();
  }

  private static String firstLine(Exception e) {
    Throwable root = e;
    while (root.getCause() != null) root = root.getCause();
    String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    return message.isEmpty()
        ? root.getClass().getSimpleName()
        : message.replaceAll(
            "[\\w.]+@[0-9a-f]+", "it"); // an object's address tells nobody anything
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file, e);
    }
  }
}
