package io.fabula.pipelines.inspection;

import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
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
          ReaderOnTrial.of("described-table", FILE, TableTrials::write, TableTrials::described));

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
}
