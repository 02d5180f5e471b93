package io.fabula.pipelines.studies.agilerecsim.tables;

import io.fabula.model.clicklog.LogItems;
import io.fabula.model.clicklog.LogUsers;
import io.fabula.model.clicklog.LoggedSlate;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A log of clicks with its users and items, whoever made it. */
public final class LogTables {
  /** Folder of the offline log's rows. */
  public static final String OFFLINE = "offline_log/";

  /** Folder of the online log's rows. */
  public static final String ONLINE = "online_log/";

  /** File of users. */
  public static final String USERS = "users.parquet";

  /** File of items. */
  public static final String ITEMS = "items.parquet";

  private LogTables() {}

  /** Rows of a log. */
  public static TableSchema log(int slateSize) {
    return new TableSchema(
        "recsim_log",
        1,
        "A slate that a user was shown.",
        List.of(
            Column.of("user_id", Column.Type.INT32).doc("row of the user's attributes"),
            Column.of("item_id", Column.Type.INT32).doc("the clicked item, or one of the slate"),
            Column.array("slate", Column.Type.INTS, slateSize).doc("items, first position first"),
            Column.array("hist_seq", Column.Type.INTS, LoggedSlate.HISTORY)
                .doc("last clicks before, oldest first"),
            Column.of("click_in_slate", Column.Type.BOOLEAN).doc("whether any item was clicked"),
            Column.of("timestamp", Column.Type.INT64)
                .doc("time of the row, in the order of the log")));
  }

  /** Users of a log. */
  public static TableSchema users(int size) {
    return new TableSchema(
        "recsim_users",
        1,
        "What is known of a user.",
        List.of(
            Column.of("user_id", Column.Type.INT32).doc("from 0"),
            Column.array("attributes", Column.Type.FLOATS, size).doc("numbers of the user")));
  }

  /** Items of a log. */
  public static TableSchema items(int deep, int wide) {
    return new TableSchema(
        "recsim_items",
        1,
        "What is known of an item.",
        List.of(
            Column.of("item_id", Column.Type.INT32).doc("from 0; those of the offline log first"),
            Column.of("online", Column.Type.BOOLEAN).doc("whether it is of the online log"),
            Column.of("main_category", Column.Type.INT32).doc("main category, from 0"),
            Column.of("sub_category", Column.Type.INT32).doc("sub-category, from 0"),
            Column.array("deep", Column.Type.FLOATS, deep).doc("dense attributes"),
            Column.array("wide", Column.Type.FLOATS, wide).doc("further attributes")));
  }

  /** The users of an artifact. */
  public static LogUsers readUsers(Artifact log) {
    Path file = log.file(USERS);
    int size = TableReader.header(file).shape("attributes").get(0);
    List<float[]> rows = new ArrayList<>();
    TableReader.forEach(file, users(size), row -> rows.add(row.floats("attributes")));
    return new LogUsers(joined(rows, size), size);
  }

  /** The items of an artifact. */
  public static LogItems readItems(Artifact log) {
    Path file = log.file(ITEMS);
    TableReader.Header header = TableReader.header(file);
    int deepSize = header.shape("deep").get(0);
    int wideSize = header.shape("wide").get(0);
    List<float[]> deep = new ArrayList<>();
    List<float[]> wide = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    TableReader.forEach(
        file,
        items(deepSize, wideSize),
        row -> {
          deep.add(row.floats("deep"));
          wide.add(row.floats("wide"));
          rows.add(row);
        });
    return new LogItems(
        (int) rows.stream().filter(row -> !row.flag("online")).count(),
        joined(deep, deepSize),
        deepSize,
        joined(wide, wideSize),
        wideSize,
        rows.stream().mapToInt(row -> row.integer("main_category")).toArray(),
        rows.stream().mapToInt(row -> row.integer("sub_category")).toArray());
  }

  private static float[] joined(List<float[]> rows, int size) {
    float[] all = new float[rows.size() * size];
    for (int i = 0; i < rows.size(); i++) System.arraycopy(rows.get(i), 0, all, i * size, size);
    return all;
  }

  /** Hands over the rows of a log one by one, in order; none is kept. */
  public static void forEach(
      Artifact log, boolean online, int slateSize, Consumer<LoggedSlate> each) {
    for (Path file : log.files(online ? ONLINE : OFFLINE)) {
      TableReader.forEach(
          file,
          log(slateSize),
          row ->
              each.accept(
                  new LoggedSlate(
                      row.integer("user_id"),
                      row.ints("slate"),
                      row.ints("hist_seq"),
                      row.flag("click_in_slate"))));
    }
  }
}
