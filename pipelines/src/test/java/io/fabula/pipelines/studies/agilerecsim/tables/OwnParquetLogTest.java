package io.fabula.pipelines.studies.agilerecsim.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.model.clicklog.LoggedSlate;
import io.fabula.pipelines.problems.DataProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A log in Parquet that another program wrote, and what may be wrong with it. */
class OwnParquetLogTest {
  private static final Map<String, String> COLUMNS =
      Map.of(
          "user_id", "optional int64 user_id;",
          "item_id", "optional int32 item_id;",
          "slate", list("slate", "int64"),
          "hist_seq", list("hist_seq", "int64"),
          "click_in_slate", "optional boolean click_in_slate;",
          "when", "optional int64 when (TIMESTAMP(NANOS,false));");

  @TempDir private Path folder;

  private static String list(String name, String type) {
    return "optional group %s (LIST) { repeated group list { optional %s element%s; } }"
        .formatted(name, type, type.equals("binary") ? " (STRING)" : "");
  }

  @BeforeEach
  void write() throws IOException {
    for (String name :
        List.of(
            "user_attr",
            "offline_deep_attr",
            "online_deep_attr",
            "offline_wide_attr",
            "online_wide_attr")) {
      matrix(name, "float", 0.5f);
    }
    write(
        "item_category",
        "required int32 genre; required int32 size;",
        List.of(0, 1, 0, 1, 0, 1),
        (row, i) -> row.append("genre", i).append("size", 0));
    log("offline", 0, UnaryOperator.identity(), "int64 user_id");
    log("online", 3, UnaryOperator.identity(), "int64 user_id");
  }

  private interface Filler<T> {
    void fill(Group row, T value);
  }

  private <T> void write(String name, String columns, List<T> values, Filler<T> filler)
      throws IOException {
    MessageType type = MessageTypeParser.parseMessageType("message m { " + columns + " }");
    Path file = folder.resolve(name + ".parquet");
    Files.deleteIfExists(file);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(type)
            .build()) {
      for (T value : values) {
        Group row = new SimpleGroup(type);
        filler.fill(row, value);
        writer.write(row);
      }
    }
  }

  private void matrix(String name, String type, Object last) throws IOException {
    write(
        name,
        list("v", type),
        List.of(0, 1, 2),
        (row, i) -> {
          Group numbers = row.addGroup("v");
          for (int k = 0; k < 4; k++) {
            boolean special = i == 2 && k == 3;
            if (type.startsWith("float")) {
              numbers.addGroup("list").append("element", special ? (float) last : 0.25f * k);
            } else {
              numbers.addGroup("list").append("element", special ? last.toString() : "0.5");
            }
          }
        });
  }

  /** Two rows, the second of which may be changed; columns by their order in the file. */
  private void log(String which, int first, UnaryOperator<String> columns, String user)
      throws IOException {
    log(which, first, columns, user, row -> row);
  }

  private interface Second extends UnaryOperator<Group> {}

  private void log(
      String which, int first, UnaryOperator<String> columns, String user, Second second)
      throws IOException {
    String all = columns.apply(String.join(" ", COLUMNS.values()));
    write(
        which + "_log_data",
        all.replace("int64 user_id;", user + ";"),
        List.of(0, 1),
        (row, i) -> {
          if (i == 1) {
            Group changed = second.apply(row);
            if (changed != row) return;
          }
          for (String column : COLUMNS.keySet()) {
            if (row.getType().containsField(column) && row.getFieldRepetitionCount(column) == 0) {
              put(row, column, first);
            }
          }
        });
  }

  private static void put(Group row, String column, int first) {
    switch (column) {
      case "user_id" -> {
        if (row.getType().getType(column).toString().contains("binary")) row.append(column, "2");
        else row.append(column, 2L);
      }
      case "item_id" -> row.append(column, first);
      case "slate" -> ids(row, column, first, first + 2, first + 1);
      case "hist_seq" -> ids(row, column, -1, 0, 5);
      case "click_in_slate" -> row.append(column, true);
      default -> row.append(column, 7L);
    }
  }

  private static void ids(Group row, String column, long... ids) {
    Group list = row.addGroup(column);
    for (long id : ids) list.addGroup("list").append("element", id);
  }

  private List<LoggedSlate> rows() {
    OwnLog log = new OwnLog(folder, 3);
    List<LoggedSlate> rows = new ArrayList<>();
    log.forEach(
        false, log.users().count(), log.items("genre", "size"), (row, item) -> rows.add(row));
    return rows;
  }

  private void refuses(String message) {
    assertThatThrownBy(this::rows)
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void readsWhatAnotherProgramWrote() throws IOException {
    assertThat(rows()).hasSize(2);
    assertThat(rows().get(1).slate()).containsExactly(0, 2, 1);
    assertThat(rows().get(1).history()).containsExactly(-1, 0, 5);
    assertThat(rows().get(1).user()).isEqualTo(2);
    log("offline", 0, UnaryOperator.identity(), "binary user_id (STRING)");
    assertThat(rows().get(0).user()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"user_id", "item_id", "slate", "hist_seq", "click_in_slate"})
  void namesTheColumnThatIsMissing(String column) throws IOException {
    log("offline", 0, all -> all.replace(COLUMNS.get(column), ""), "int64 user_id");
    refuses("offline_log_data.parquet: column " + column + " is missing; there are [");
  }

  @Test
  void namesRowAndColumnOfAWrongCell() throws IOException {
    changed(row -> row.append("user_id", 9L));
    refuses("offline_log_data.parquet: row 2, column user_id: must be within 0..2, got 9");
    changed(row -> row.append("item_id", 3));
    refuses("row 2, column item_id: must be within 0..2, got 3");
    changed(row -> with(row, "slate", 0, 1));
    refuses("row 2, column slate: must hold 3 ids, got 2");
    changed(row -> with(row, "slate", 0, 1, 4));
    refuses("row 2, column slate: item 4 must be within 0..2");
    changed(row -> with(row, "slate", 0, 1, 0));
    refuses("row 2, column slate: holds item 0 twice");
    changed(row -> with(row, "hist_seq", 0, 1, 2, 3));
    refuses("row 2, column hist_seq: must hold 3 ids, got 4");
    changed(row -> new SimpleGroup(row.getType()));
    refuses("row 2, column user_id: there is nothing");
    log(
        "offline",
        0,
        UnaryOperator.identity(),
        "binary user_id (STRING)",
        row -> (Group) row.append("user_id", "abc"));
    refuses("row 2, column user_id: expected a whole number, got abc");
  }

  private void changed(Second second) throws IOException {
    log("offline", 0, UnaryOperator.identity(), "int64 user_id", second);
  }

  private static Group with(Group row, String column, long... ids) {
    ids(row, column, ids);
    return row;
  }

  @Test
  void namesRowAndColumnOfAWrongAttribute() throws IOException {
    matrix("user_attr", "float", Float.NaN);
    refuses("user_attr.parquet: row 3, column v: a number is not finite");
    matrix("user_attr", "binary", "tall");
    refuses("user_attr.parquet: row 1, column v: expected numbers, got 0.5");
  }

  @Test
  void refusesFilesThatAreNotWhole() throws IOException {
    Path file = folder.resolve("offline_log_data.parquet");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    refuses("offline_log_data.parquet: not a whole Parquet file");
    byte[] damaged = whole.clone();
    Arrays.fill(damaged, 10, 60, (byte) 0x5a);
    Files.write(file, damaged);
    refuses("offline_log_data.parquet: cannot be read behind row 0");
    Files.write(file, new byte[0]);
    refuses("offline_log_data.parquet: not a whole Parquet file");
  }
}
