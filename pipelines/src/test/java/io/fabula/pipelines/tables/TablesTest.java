package io.fabula.pipelines.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.pipelines.problems.DataProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables come back as they were written, and damaged files are named. */
class TablesTest {
  private static final TableSchema SCHEMA =
      new TableSchema(
          "sample",
          3,
          List.of(
              Column.of("flag", Column.Type.BOOLEAN),
              Column.of("tiny", Column.Type.INT8),
              Column.of("small", Column.Type.INT16),
              Column.of("number", Column.Type.INT32),
              Column.of("big", Column.Type.INT64),
              Column.of("real", Column.Type.FLOAT),
              Column.optional("precise", Column.Type.DOUBLE),
              Column.of("name", Column.Type.STRING),
              Column.array("frame", Column.Type.BYTES, 3, 2, 2).doc("a picture").unit("grey"),
              Column.array("ids", Column.Type.INTS, 2).orMissing(),
              Column.array("state", Column.Type.FLOATS, 4),
              Column.array("matrix", Column.Type.DOUBLES, 2, 2),
              Column.measured("seconds", Column.Type.DOUBLE)));

  @TempDir Path directory;

  private Path write(String name, int rows, double seconds) throws IOException {
    Path file = directory.resolve(name);
    try (TableWriter writer = new TableWriter(file, SCHEMA)) {
      for (int i = 0; i < rows; i++) writer.write(row(i, seconds));
    }
    return file;
  }

  private static Object[] row(int i, double seconds) {
    byte[] frame = new byte[12];
    Arrays.fill(frame, (byte) (200 + i));
    return new Object[] {
      i % 2 == 0,
      -i % 128,
      300 + i,
      i,
      1L << 40,
      i + 0.5f,
      i % 3 == 0 ? null : Double.valueOf(i / 3.0),
      "row " + i + " é",
      frame,
      i % 2 == 0 ? null : new int[] {i, -1},
      new float[] {i, Float.NaN, -0f, Float.MIN_VALUE},
      new double[] {1, 2, 3, i},
      seconds
    };
  }

  @Test
  void giveBackWhatWasWritten() throws IOException {
    Path file = write("table.parquet", 100, 1);
    List<Row> rows = new ArrayList<>();
    TableReader.forEach(file, SCHEMA, rows::add);
    assertThat(rows).hasSize(100);
    for (int i = 0; i < 100; i++) {
      assertThat(rows.get(i).values()).isEqualTo(row(i, 1));
    }
  }

  @Test
  void readOnlyTheColumnsAskedFor() throws IOException {
    Path file = write("table.parquet", 3, 1);
    List<Row> rows = new ArrayList<>();
    TableReader.forEach(file, SCHEMA.only("state", "number"), rows::add);
    assertThat(rows.get(2).values()).hasSize(2);
    assertThat(rows.get(2).integer("number")).isEqualTo(2);
    assertThat(rows.get(2).floats("state")[0]).isEqualTo(2f);
  }

  @Test
  void digestWhatIsSaidAndNotHowLongItTook() throws IOException {
    Path a = write("a.parquet", 20, 1);
    Path b = write("b.parquet", 20, 2);
    Path c = write("c.parquet", 21, 1);
    assertThat(TableReader.content(b, SCHEMA)).isEqualTo(TableReader.content(a, SCHEMA));
    assertThat(TableReader.content(c, SCHEMA)).isNotEqualTo(TableReader.content(a, SCHEMA));
    try (TableWriter writer = new TableWriter(directory.resolve("d.parquet"), SCHEMA)) {
      for (int i = 0; i < 20; i++) writer.write(row(i, 1));
      assertThat(writer.content()).isEqualTo(TableReader.content(a, SCHEMA));
      assertThat(writer.rows()).isEqualTo(20);
    }
  }

  @Test
  void areZstdWithoutDictionariesOnFramesAndSayTheirShapes() throws IOException {
    Path file = write("table.parquet", 50, 1);
    try (ParquetFileReader reader =
        ParquetFileReader.open(new LocalInputFile(file), ParquetReadOptions.builder().build())) {
      for (ColumnChunkMetaData chunk : reader.getRowGroups().get(0).getColumns()) {
        assertThat(chunk.getCodec()).isEqualTo(CompressionCodecName.ZSTD);
        String path = chunk.getPath().toDotString();
        if (path.equals("frame") || path.startsWith("state")) {
          assertThat(chunk.getEncodings()).noneMatch(Encoding::usesDictionary);
        }
      }
    }
    TableReader.Header header = TableReader.header(file);
    assertThat(header.table()).isEqualTo("sample");
    assertThat(header.version()).isEqualTo("3");
    assertThat(header.shapes())
        .isEqualTo("{\"frame\":[3,2,2],\"ids\":[2],\"matrix\":[2,2],\"state\":[4]}");
    assertThat(header.rows()).isEqualTo(50);
  }

  @Test
  void refuseValuesThatDoNotFit() throws IOException {
    try (TableWriter writer = new TableWriter(directory.resolve("bad.parquet"), SCHEMA)) {
      Object[] values = row(1, 1);
      values[10] = new float[3];
      assertThatThrownBy(() -> writer.write(values))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("sample.state must be FLOATS[4], got float[]");
      values[1] = 128;
      assertThatThrownBy(() -> writer.write(values))
          .hasMessageContaining("sample.tiny must be INT8");
      assertThatThrownBy(() -> writer.write(true)).hasMessageContaining("13 values, got 1");
    }
  }

  @Test
  void refuseNumbersThatWereNotComputed() throws IOException {
    try (TableWriter writer = new TableWriter(directory.resolve("nan.parquet"), SCHEMA)) {
      Object[] values = row(1, 1);
      values[6] = Double.NaN;
      assertThatThrownBy(() -> writer.write(values))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("sample.precise is NaN; a number that was not computed is missing");
      values[6] = TableWriter.orMissing(Double.NaN);
      writer.write(values);
      values[5] = Float.NaN;
      assertThatThrownBy(() -> writer.write(values)).hasMessageContaining("sample.real is NaN");
    }
  }

  @Test
  void refuseNamesThatNeedQuotes() {
    for (String name : List.of("loss total", "a=b", "a/b", "Upper", "1st", "")) {
      assertThatThrownBy(() -> Column.of(name, Column.Type.INT32))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("lower-case letters, digits and underscores");
    }
  }

  @Test
  void refuseATableNameThatAvroCannotHave() {
    for (String name : List.of("", "1st", "a b", "a-b", "a.b", "\uFFFD")) {
      assertThatThrownBy(() -> new TableSchema(name, 1, List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a table's name must be letters, digits and underscores, got " + name);
    }
  }

  /** The end of the file is plain text, in which letters are exchanged for as many others. */
  @Test
  void areNotBelievedWhenTheySayOfThemselvesWhatCannotBe() throws IOException {
    for (List<String> change :
        List.of(
            List.of("\"type\":\"boolean\"", "\"type\":\"nothing\""),
            List.of("\"name\":\"sample\"", "\"name\":\"      \""),
            List.of("\"type\":\"record\"", "\"type\":\"string\""))) {
      Path file = write(change.get(1).replaceAll("\\W", "") + ".parquet", 2, 1);
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      assertThat(text).contains(change.get(0));
      Files.writeString(
          file, text.replace(change.get(0), change.get(1)), StandardCharsets.ISO_8859_1);
      assertThatThrownBy(() -> TableReader.content(file, TableReader.schema(file)))
          .isInstanceOf(DataProblem.class)
          .hasMessageContaining("not a table of this program");
    }
  }

  @Test
  void carryAnAvroSchemaWithTextsShapesAndUnits() throws IOException {
    Path file = write("table.parquet", 2, 1);
    Schema schema =
        new Schema.Parser().parse(TableReader.header(file).metadata().get("parquet.avro.schema"));
    assertThat(schema.getFullName()).isEqualTo("io.fabula.tables.sample");
    Schema.Field frame = schema.getField("frame");
    assertThat(frame.doc()).isEqualTo("a picture");
    assertThat(frame.getObjectProp("shape")).isEqualTo(List.of(3, 2, 2));
    assertThat(frame.getProp("unit")).isEqualTo("grey");
    assertThat(schema.getField("precise").schema().getTypes())
        .extracting(Schema::getType)
        .containsExactly(Schema.Type.NULL, Schema.Type.DOUBLE);
    assertThat(TableReader.header(file).columns())
        .containsEntry("tiny", "required int32 (INTEGER(8,true))")
        .containsEntry(
            "state", "required group (LIST) { repeated group list { required float element; } }");
  }

  @Test
  void areReadByAvrosOwnReaderAndByBeams() throws IOException {
    Path file = write("table.parquet", 100, 1);
    List<GenericRecord> records = OtherReaders.avro(file);
    assertThat(records).hasSize(100);
    assertThat(records.get(5).get("state").toString()).startsWith("[5.0, NaN, -0.0");
    assertThat(records.get(5).get("tiny")).isEqualTo(-5);
    assertThat(records.get(6).get("ids")).isNull();
    assertThat(records.get(7).get("ids")).isEqualTo(List.of(7, -1));
    assertThat(OtherReaders.beam(List.of(file))).containsExactly(100L);
  }

  @Test
  void nameAFileThatIsCutOff() throws IOException {
    Path file = write("table.parquet", 100, 1);
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 3, 100, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> TableReader.forEach(file, SCHEMA, row -> {}))
          .isInstanceOf(DataProblem.class)
          .hasMessageStartingWith(file + ": ")
          .hasMessageContaining("--force");
    }
  }

  @Test
  void nameAFileOfAnotherTableVersionOrShape() throws IOException {
    Path file = write("table.parquet", 1, 1);
    assertThatThrownBy(() -> new TableReader(file, new TableSchema("other", 3, SCHEMA.columns())))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("expected table other, found sample");
    assertThatThrownBy(() -> new TableReader(file, new TableSchema("sample", 4, SCHEMA.columns())))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("expected schema version 4, found 3");
    TableSchema wider =
        new TableSchema("sample", 3, List.of(Column.array("state", Column.Type.FLOATS, 5)));
    assertThatThrownBy(() -> TableReader.forEach(file, wider, row -> {}))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("expected state of shape [5], found [4]");
  }
}
