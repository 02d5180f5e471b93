package io.fabula.pipelines.studies.agilerecsim.tables;

import io.fabula.model.clicklog.LogItems;
import io.fabula.model.clicklog.LogUsers;
import io.fabula.model.clicklog.LoggedSlate;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.store.Digests;
import io.fabula.pipelines.tables.ForeignTable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A user's own log in a folder, as CSV and NumPy files or as Parquet: what is wrong in it is named
 * by file, row and column. Rows are handed over one by one.
 */
public final class OwnLog {
  private static final List<String> COLUMNS =
      List.of("user_id", "item_id", "slate", "hist_seq", "click_in_slate");
  private static final List<String> MATRICES =
      List.of(
          "user_attr",
          "offline_deep_attr",
          "online_deep_attr",
          "offline_wide_attr",
          "online_wide_attr");
  private static final List<String> TABLES =
      List.of("item_category", "offline_log_data", "online_log_data");

  static final String ADVICE = "see docs/studies/agile-recsim.md for what it must hold";

  private final Path folder;
  private final int slateSize;

  /**
   * @param folder holds the files
   * @param slateSize items that each slate must have
   * @throws DataProblem if there is no such folder
   */
  public OwnLog(Path folder, int slateSize) {
    if (!Files.isDirectory(folder)) {
      throw new DataProblem(folder, "there is no such folder", "give that of your own log");
    }
    this.folder = folder;
    this.slateSize = slateSize;
  }

  /**
   * Hashes what the folder holds of a log, names and contents; a file that is missing is none.
   *
   * @throws DataProblem if one cannot be read
   */
  public String digest() {
    List<String> held = new ArrayList<>();
    for (String name : MATRICES) add(held, name, ".npy");
    for (String name : TABLES) add(held, name, ".csv");
    return Digests.of(String.join("\n", held));
  }

  private void add(List<String> held, String name, String otherwise) {
    for (String ending : List.of(".parquet", otherwise)) {
      Path file = folder.resolve(name + ending);
      if (!Files.isRegularFile(file)) continue;
      try {
        held.add(name + ending + " " + Digests.of(file));
      } catch (UncheckedIOException e) {
        throw new DataProblem(file, "cannot be read", "check its permissions", e);
      }
      return;
    }
  }

  /** The users. */
  public LogUsers users() {
    NpyFile matrix = matrix("user_attr");
    return new LogUsers(matrix.values(), matrix.columns());
  }

  /** The items; categories by the columns of the file {@code item_category}. */
  public LogItems items(String mainColumn, String subColumn) {
    NpyFile deep = matrix("offline_deep_attr");
    NpyFile moreDeep = matrix("online_deep_attr");
    NpyFile wide = matrix("offline_wide_attr");
    NpyFile moreWide = matrix("online_wide_attr");
    same("wide", "rows", wide.rows(), deep.rows());
    same("online_wide_attr", "rows", moreWide.rows(), moreDeep.rows());
    same("online_deep_attr", "columns", moreDeep.columns(), deep.columns());
    same("online_wide_attr", "columns", moreWide.columns(), wide.columns());
    int items = deep.rows() + moreDeep.rows();
    List<int[]> categories = new ArrayList<>();
    Path file = table("item_category");
    LogFiles.forEach(
        file,
        List.of(mainColumn, subColumn),
        place ->
            categories.add(
                new int[] {
                  place.whole(mainColumn, 0, items - 1), place.whole(subColumn, 0, items - 1)
                }));
    if (categories.size() != items) {
      throw new DataProblem(
          file, "holds %d rows for %d items".formatted(categories.size(), items), ADVICE);
    }
    int[] main = categories.stream().mapToInt(each -> each[0]).toArray();
    int[] sub = categories.stream().mapToInt(each -> each[1]).toArray();
    requireEvery(file, mainColumn, main);
    requireEvery(file, subColumn, sub);
    return new LogItems(
        deep.rows(),
        joined(deep, moreDeep),
        deep.columns(),
        joined(wide, moreWide),
        wide.columns(),
        main,
        sub);
  }

  private void same(String file, String what, int found, int expected) {
    if (found != expected) {
      throw new DataProblem(
          folder.resolve(file), "has %d %s, expected %d".formatted(found, what, expected), ADVICE);
    }
  }

  private static void requireEvery(Path file, String column, int[] values) {
    Map<Integer, Integer> seen = new TreeMap<>();
    for (int each : values) seen.merge(each, 1, Integer::sum);
    int expected = 0;
    for (int each : seen.keySet()) {
      if (each != expected++) {
        throw new DataProblem(
            file,
            "column %s: no item has the value %d, but one has %d"
                .formatted(column, expected - 1, each),
            "number categories from 0 without a gap");
      }
    }
  }

  private static float[] joined(NpyFile first, NpyFile second) {
    float[] all = new float[first.values().length + second.values().length];
    System.arraycopy(first.values(), 0, all, 0, first.values().length);
    System.arraycopy(second.values(), 0, all, first.values().length, second.values().length);
    return all;
  }

  private NpyFile matrix(String name) {
    Path parquet = folder.resolve(name + ".parquet");
    if (!Files.exists(parquet)) return NpyFile.read(folder.resolve(name + ".npy"));
    List<float[]> rows = new ArrayList<>();
    try (ForeignTable table = new ForeignTable(parquet)) {
      String column = table.columns().get(0);
      for (Map<String, @Nullable Object> row = table.next(); row != null; row = table.next()) {
        LogRow place = new LogRow(parquet, rows.size() + 1L, row);
        if (!(place.cell(column) instanceof Collection<?> numbers)) {
          throw place.problem(column, "expected a list of numbers");
        }
        float[] values = new float[numbers.size()];
        int i = 0;
        for (Object each : numbers) {
          if (!(each instanceof Number number)) {
            throw place.problem(column, "expected numbers, got " + Shown.value("" + each));
          }
          values[i++] = number.floatValue();
        }
        for (float each : values) {
          if (!Float.isFinite(each)) throw place.problem(column, "a number is not finite");
        }
        if (!rows.isEmpty() && rows.get(0).length != values.length) {
          throw place.problem(
              column, "holds %d numbers, expected %d".formatted(values.length, rows.get(0).length));
        }
        rows.add(values);
      }
    }
    if (rows.isEmpty()) throw new DataProblem(parquet, "holds no rows", ADVICE);
    int width = rows.get(0).length;
    float[] all = new float[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) System.arraycopy(rows.get(i), 0, all, i * width, width);
    return new NpyFile(all, rows.size(), width);
  }

  private Path table(String name) {
    Path parquet = folder.resolve(name + ".parquet");
    return Files.exists(parquet) ? parquet : folder.resolve(name + ".csv");
  }

  /** Takes a row of a log: the shown slate, and the clicked or logged item. */
  public interface RowTaker {
    /** Takes one row. */
    void take(LoggedSlate row, int item);
  }

  /**
   * Hands over all rows of a log.
   *
   * @param online which log
   * @param users number of users
   * @param items the items
   */
  public void forEach(boolean online, int users, LogItems items, RowTaker taker) {
    int low = online ? items.offline() : 0;
    int high = online ? items.count() - 1 : items.offline() - 1;
    Path file = table(online ? "online_log_data" : "offline_log_data");
    long[] rows = {0};
    LogFiles.forEach(
        file,
        COLUMNS,
        place -> {
          taker.take(
              new LoggedSlate(
                  place.whole("user_id", 0, users - 1),
                  place.differentIds("slate", slateSize, low, high),
                  place.ids("hist_seq", LoggedSlate.HISTORY, -1, items.count() - 1),
                  place.flag("click_in_slate")),
              place.whole("item_id", low, high));
          rows[0]++;
        });
    if (rows[0] == 0) throw new DataProblem(file, "holds no rows", ADVICE);
  }
}
