package io.fabula.pipelines.studies.agilerecsim.tables;

import io.fabula.model.clicklog.LogItems;
import io.fabula.model.clicklog.LogUsers;
import io.fabula.model.clicklog.LoggedSlate;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.tables.ForeignTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
  private static final String ADVICE = "see docs/studies/agile-recsim.md for what it must hold";

  private final Path folder;
  private final int slateSize;

  /**
   * @param folder holds the files
   * @param slateSize items that each slate must have
   */
  public OwnLog(Path folder, int slateSize) {
    this.folder = folder;
    this.slateSize = slateSize;
  }

  /** A row of any table: its cells by column, and where it stands. */
  private record Place(Path file, long row, Map<String, @Nullable Object> cells) {
    DataProblem problem(String column, String finding) {
      return new DataProblem(file, "row %d, column %s: %s".formatted(row, column, finding), ADVICE);
    }

    Object cell(String column) {
      Object cell = cells.get(column);
      if (cell == null) throw problem(column, "there is nothing");
      return cell;
    }

    int whole(String column, int low, int high) {
      long value = whole(column, cell(column).toString().strip());
      if (value < low || value > high) {
        throw problem(column, "must be within %d..%d, got %d".formatted(low, high, value));
      }
      return (int) value;
    }

    private long whole(String column, String text) {
      try {
        double value = Double.parseDouble(text);
        if (value != Math.rint(value) || Math.abs(value) > 1e15) throw new NumberFormatException();
        return (long) value;
      } catch (NumberFormatException e) {
        throw problem(column, "expected a whole number, got " + Shown.value(text));
      }
    }

    boolean flag(String column) {
      String text = cell(column).toString().strip().toLowerCase(Locale.ROOT);
      return switch (text) {
        case "true", "1", "1.0" -> true;
        case "false", "0", "0.0" -> false;
        default -> throw problem(column, "expected true, false, 1 or 0, got " + Shown.value(text));
      };
    }

    int[] ids(String column, int size, int low, int high) {
      Object cell = cell(column);
      List<String> texts = new ArrayList<>();
      if (cell instanceof Collection<?> several) {
        for (Object each : several) texts.add(String.valueOf(each));
      } else {
        String text = cell.toString().strip();
        if (!text.startsWith("[") || !text.endsWith("]")) {
          throw problem(column, "expected a list such as [4, 17, 2], got " + Shown.value(text));
        }
        String inside = text.substring(1, text.length() - 1).strip();
        if (!inside.isEmpty()) for (String each : inside.split(",", -1)) texts.add(each.strip());
      }
      if (texts.size() != size) {
        throw problem(column, "must hold %d ids, got %d".formatted(size, texts.size()));
      }
      int[] ids = new int[size];
      for (int i = 0; i < size; i++) {
        long id = whole(column, texts.get(i));
        if (id < low || id > high) {
          throw problem(column, "item %d must be within %d..%d".formatted(id, low, high));
        }
        ids[i] = (int) id;
      }
      return ids;
    }
  }

  private interface Taker {
    void take(Place place);
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
    forEach(
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
        Place place = new Place(parquet, rows.size() + 1L, row);
        if (!(place.cell(column) instanceof Collection<?> numbers)) {
          throw place.problem(column, "expected a list of numbers");
        }
        float[] values = new float[numbers.size()];
        int i = 0;
        for (Object each : numbers) {
          values[i++] = each instanceof Number number ? number.floatValue() : Float.NaN;
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
    forEach(
        table(online ? "online_log_data" : "offline_log_data"),
        COLUMNS,
        place ->
            taker.take(
                new LoggedSlate(
                    place.whole("user_id", 0, users - 1),
                    place.ids("slate", slateSize, low, high),
                    place.ids("hist_seq", LoggedSlate.HISTORY, -1, items.count() - 1),
                    place.flag("click_in_slate")),
                place.whole("item_id", low, high)));
  }

  private static void forEach(Path file, List<String> needed, Taker taker) {
    if (file.toString().endsWith(".parquet")) fromParquet(file, needed, taker);
    else fromText(file, needed, taker);
  }

  private static void requireColumns(Path file, List<String> header, List<String> needed) {
    for (String column : needed) {
      if (!header.contains(column)) {
        throw new DataProblem(
            file, "column %s is missing; there are %s".formatted(column, header), ADVICE);
      }
    }
  }

  private static void fromParquet(Path file, List<String> needed, Taker taker) {
    try (ForeignTable table = new ForeignTable(file)) {
      requireColumns(file, table.columns(), needed);
      long number = 0;
      for (Map<String, @Nullable Object> row = table.next(); row != null; row = table.next()) {
        taker.take(new Place(file, ++number, row));
      }
    }
  }

  private static void fromText(Path file, List<String> needed, Taker taker) {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      String first = in.readLine();
      if (first == null) throw new DataProblem(file, "is empty", ADVICE);
      List<String> header = cells(first.startsWith("\ufeff") ? first.substring(1) : first);
      requireColumns(file, header, needed);
      long number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.isBlank()) continue;
        number++;
        List<String> cells = cells(line);
        if (cells.size() != header.size()) {
          throw new DataProblem(
              file,
              "row %d has %d cells, expected %d".formatted(number, cells.size(), header.size()),
              "put lists in double quotes");
        }
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) row.put(header.get(i), cells.get(i));
        taker.take(new Place(file, number, row));
      }
    } catch (NoSuchFileException e) {
      throw new DataProblem(file, "there is no such file", ADVICE, e);
    } catch (CharacterCodingException e) {
      throw new DataProblem(file, "is not UTF-8", "save it as UTF-8", e);
    } catch (IOException e) {
      throw new DataProblem(file, "cannot be read", "check its permissions", e);
    }
  }

  /** The cells of a line; in double quotes commas are text, and two of them are one. */
  static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return cells;
  }
}
