package io.fabula.pipelines.studies.agilerecsim.tables;

import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.problems.Shown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table in one's own log; what is wrong with a cell is said with its place.
 *
 * @param file of the table
 * @param row number of the row, from 1
 * @param cells by column
 */
record LogRow(Path file, long row, Map<String, @Nullable Object> cells) {
  DataProblem problem(String column, String finding) {
    return new DataProblem(
        file, "row %d, column %s: %s".formatted(row, column, finding), OwnLog.ADVICE);
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

  /** Different ids. */
  int[] differentIds(String column, int size, int low, int high) {
    int[] ids = ids(column, size, low, high);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        if (ids[j] == ids[i]) throw problem(column, "holds item %d twice".formatted(ids[i]));
      }
    }
    return ids;
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
      String written = cell instanceof Collection<?> ? "" : " in " + Shown.value(cell.toString());
      throw problem(column, "must hold %d ids, got %d%s".formatted(size, texts.size(), written));
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
