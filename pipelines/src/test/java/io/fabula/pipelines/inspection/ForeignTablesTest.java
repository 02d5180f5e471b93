package io.fabula.pipelines.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.sums.Console;
import io.fabula.pipelines.tables.TableReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sound files of other programs are shown, or what is not supported is named. */
class ForeignTablesTest {
  @TempDir Path directory;

  private Path write(String schema, Consumer<Group> row) throws IOException {
    return write(MessageTypeParser.parseMessageType(schema), row);
  }

  private Path write(MessageType type, Consumer<Group> row) throws IOException {
    Path file = Files.createTempFile(directory, "foreign", ".parquet");
    Files.delete(file);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(type)
            .build()) {
      Group group = new SimpleGroup(type);
      row.accept(group);
      writer.write(group);
    }
    return file;
  }

  private static List<String> shown(Path file) {
    Console console = Console.run("inspect", "--rows=1", file.toString());
    assertThat(console.err()).isEmpty();
    assertThat(console.exitCode()).isZero();
    return console.out().lines().toList();
  }

  @Test
  void structsListsAndMapsAreShown() throws IOException {
    Path file =
        write(
            """
            message m {
              required group s { required int32 x; optional binary name (STRING); }
              required group l (LIST) { repeated group list { optional int64 element; } }
              required group old (LIST) { repeated int32 array; }
              required group m (MAP) {
                repeated group key_value { required binary key (STRING); optional double value; }
              }
              repeated int32 many;
              optional int32 missing;
            }
            """,
            row -> {
              row.addGroup("s").append("x", 1).append("name", "a");
              Group list = row.addGroup("l");
              for (long i = 0; i < 10; i++) list.addGroup("list").append("element", i);
              list.addGroup("list");
              row.addGroup("old").append("array", 5).append("array", 6);
              row.addGroup("m").addGroup("key_value").append("key", "k").append("value", 2.5);
              row.append("many", 7).append("many", 8);
            });
    assertThat(shown(file))
        .contains(
            "  s: {x: 1, name: a}",
            "  l: [0, 1, 2, 3, 4, 5, 6, 7, ... 11]",
            "  old: [5, 6]",
            "  m: {k: 2.5}",
            "  many: [7, 8]",
            "  missing: (none)");
  }

  /** A name is no pattern, and may be that of a type. */
  @Test
  void namesOfColumnsAreAnyText() throws IOException {
    MessageType type =
        Types.buildMessage()
            .required(PrimitiveType.PrimitiveTypeName.INT32)
            .named("a(b[*")
            .required(PrimitiveType.PrimitiveTypeName.INT32)
            .named("int32")
            .required(PrimitiveType.PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("two words")
            .named("m");
    Path file =
        write(type, row -> row.append("a(b[*", 1).append("int32", 2).append("two words", "x"));
    assertThat(TableReader.header(file).columns())
        .containsEntry("a(b[*", "required int32")
        .containsEntry("int32", "required int32")
        .containsEntry("two words", "required binary (STRING)");
    assertThat(shown(file)).contains("  a(b[*: 1", "  int32: 2", "  two words: x");
  }

  @Test
  void numbersAndTimesAreShownAsTheyAreMeant() throws IOException {
    Path file =
        write(
            """
            message m {
              required int32 d (DECIMAL(9,2));
              required binary e (DECIMAL(20,3));
              required fixed_len_byte_array(2) h (FLOAT16);
              required int64 u (INTEGER(64,false));
              required int32 day (DATE);
              required int64 t (TIMESTAMP(MILLIS,true));
              required int96 old;
              required fixed_len_byte_array(16) id (UUID);
              required binary raw;
              required binary wrong (STRING);
              required binary control (STRING);
            }
            """,
            row ->
                row.append("d", 12345)
                    .append("e", Binary.fromConstantByteArray(new byte[] {-1}))
                    .append("h", Binary.fromConstantByteArray(new byte[] {0, 0x3e}))
                    .append("u", -1L)
                    .append("day", 1)
                    .append("t", 1500L)
                    .append("old", Binary.fromConstantByteArray(julian()))
                    .append("id", Binary.fromConstantByteArray(new byte[16]))
                    .append("raw", Binary.fromConstantByteArray(new byte[] {27, 0}))
                    .append("wrong", Binary.fromConstantByteArray(new byte[] {(byte) 0xc0, 65}))
                    .append("control", "a\u001b[2Jb"));
    assertThat(shown(file))
        .contains(
            "  d: 123.45",
            "  e: -0.001",
            "  h: 1.5",
            "  u: 18446744073709551615",
            "  day: 1970-01-02",
            "  old: 1970-01-02T00:00:01Z",
            "  id: 00000000-0000-0000-0000-000000000000",
            "  raw: 2 bytes",
            "  wrong: 2 bytes that are not UTF-8",
            "  control: a\\u001b[2Jb")
        .anyMatch(line -> line.startsWith("  t: 1970-01-01T00:00:01.500"));
  }

  private static byte[] julian() {
    return ByteBuffer.allocate(12)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(1_000_000_000)
        .putInt(2_440_589)
        .array();
  }

  /** Changes the description of a sound file, as a program with other abilities would write it. */
  private static Path described(Path file, Consumer<FileMetaData> change) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    ByteBuffer tail = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    int length = tail.getInt(whole.length - 8);
    int begin = whole.length - 8 - length;
    FileMetaData metadata = Util.readFileMetaData(new ByteArrayInputStream(whole, begin, length));
    change.accept(metadata);
    ByteArrayOutputStream footer = new ByteArrayOutputStream();
    Util.writeFileMetaData(metadata, footer);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(whole, 0, begin);
    footer.writeTo(out);
    out.writeBytes(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(footer.size()).array());
    out.writeBytes("PAR1".getBytes(StandardCharsets.US_ASCII));
    return Files.write(file, out.toByteArray());
  }

  private Path plain() throws IOException {
    return write("message m { required int32 x; }", row -> row.append("x", 3));
  }

  @Test
  void keysWithoutAValueAreNone() throws IOException {
    Path file =
        described(
            plain(),
            described ->
                described.setKey_value_metadata(
                    List.of(
                        new KeyValue("fabula.table"),
                        new KeyValue("fabula.schema_version"),
                        new KeyValue("fabula.shapes"))));
    assertThat(shown(file)).contains("table unknown, schema version unknown, 1 rows", "  x: 3");
    assertThat(TableReader.header(file).metadata()).isEmpty();
  }

  @Test
  void whatIsNotSupportedIsNotCalledDamaged() throws IOException {
    Path brotli =
        described(
            plain(),
            file ->
                file.getRow_groups()
                    .get(0)
                    .getColumns()
                    .get(0)
                    .getMeta_data()
                    .setCodec(CompressionCodec.BROTLI));
    assertThat(Console.run("inspect", brotli.toString()).out()).contains("  x: required int32");
    assertThat(Console.run("inspect", "--rows=1", brotli.toString()).err())
        .isEqualTo(
            "fabula: %s: compression BROTLI is not supported; nothing is wrong with the file\n"
                .formatted(brotli));
    Path empty =
        described(
            plain(),
            file -> {
              SchemaElement root = file.getSchema().get(0);
              file.setSchema(List.of(root.setNum_children(0)));
              file.getRow_groups().get(0).setColumns(List.of());
            });
    assertThat(shown(empty)).containsExactly("table unknown, schema version unknown, 1 rows");
    Path encrypted = directory.resolve("encrypted.parquet");
    Files.writeString(encrypted, "PARE" + "\0".repeat(20) + "PARE");
    assertThatThrownBy(() -> TableInspection.of(encrypted))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("encrypted files are not supported");
  }

  @Test
  void deepNestingIsNamedAndDoesNotHang() throws IOException {
    String schema =
        "message m { "
            + "required group g { ".repeat(60)
            + "required int32 x;"
            + "}".repeat(60)
            + "}";
    Path file =
        write(
            schema,
            row -> {
              Group group = row;
              for (int i = 0; i < 60; i++) group = group.addGroup("g");
              group.append("x", 1);
            });
    assertThat(Console.run("inspect", file.toString()).out()).contains("  g: nested groups");
    assertThat(Console.run("inspect", "--rows=1", file.toString()).err())
        .contains("groups nested deeper than 16 is not supported");
  }

  /** A file that says of itself that it is cut off is damaged, whoever wrote it. */
  @Test
  void damageIsCalledDamage() throws IOException {
    Path file = plain();
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertThat(Console.run("inspect", file.toString()).err())
        .isEqualTo(
            "fabula: %s: not a whole Parquet file (it does not end in PAR1); the file was cut off"
                    .formatted(file)
                + " or edited; run the stage that made it again with --force\n");
  }
}
