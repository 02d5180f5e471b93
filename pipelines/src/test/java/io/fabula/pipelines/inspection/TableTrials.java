package io.fabula.pipelines.inspection;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fabula.model.clicklog.LogItems;
import io.fabula.pipelines.studies.agilerecsim.tables.OwnLog;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Readers of Parquet tables. */
final class TableTrials {
  private static final int ROWS = 60;
  private static final String FILE = "mutated.parquet";
  private static final TableSchema SCHEMA =
      new TableSchema(
          "fuzzed",
          1,
          List.of(
              Column.of("number", Column.Type.INT32),
              Column.of("value", Column.Type.DOUBLE),
              Column.of("label", Column.Type.STRING),
              Column.array("frame", Column.Type.BYTES, 40),
              Column.array("state", Column.Type.FLOATS, 3)));

  static final List<ReaderOnTrial> ALL =
      List.of(
          ReaderOnTrial.of("parquet", FILE, TableTrials::write, TableTrials::print),
          ReaderOnTrial.of("table", FILE, TableTrials::write, TableTrials::rows),
          ReaderOnTrial.of("described-table", FILE, TableTrials::write, TableTrials::described),
          ReaderOnTrial.of(
              "own-users", "user_attr.npy", TableTrials::writeUsers, TableTrials::users),
          ReaderOnTrial.ofText(
              "own-log",
              "offline_log_data.csv",
              "user_id,item_id,slate,hist_seq,click_in_slate\n"
                  + "1,2,\"[0, 2, 1]\",\"[-1, 0, 3]\",True\n".repeat(20),
              TableTrials::log));

  private TableTrials() {}

  private static void write(Path file) throws IOException {
    Files.deleteIfExists(file);
    try (TableWriter table = new TableWriter(file, SCHEMA)) {
      for (int i = 0; i < ROWS; i++) {
        table.write(i, i / 7.0, "row " + i, new byte[40], new float[] {i, 1, 2});
      }
    }
  }

  private static void print(Path file) {
    TableInspection.of(file).print(20, new PrintWriter(Writer.nullWriter()));
  }

  private static void rows(Path file) {
    TableReader.forEach(file, SCHEMA, row -> {});
  }

  /** By what the file says of itself, as content hashes are computed. */
  private static void described(Path file) {
    TableReader.content(file, TableReader.schema(file));
  }

  /** Four users of five numbers, as NumPy writes them. */
  private static void writeUsers(Path file) throws IOException {
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (4, 5), }";
    byte[] text = (header + " ".repeat(118 - header.length() - 1) + "\n").getBytes(US_ASCII);
    ByteBuffer bytes = ByteBuffer.allocate(10 + text.length + 80).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(US_ASCII)).put((byte) 1).put((byte) 0);
    bytes.putShort((short) text.length).put(text);
    for (int i = 0; i < 20; i++) bytes.putFloat(i / 10f);
    Files.write(file, bytes.array());
  }

  private static void users(Path file) {
    new OwnLog(file.resolveSibling(""), 3).users();
  }

  private static void log(Path file) {
    int[] categories = new int[6];
    LogItems items = new LogItems(3, new float[6], 1, new float[6], 1, categories, categories);
    new OwnLog(file.resolveSibling(""), 3).forEach(false, 4, items, (row, item) -> {});
  }
}
