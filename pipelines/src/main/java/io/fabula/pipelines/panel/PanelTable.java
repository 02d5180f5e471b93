package io.fabula.pipelines.panel;

import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as they are to be read.
 *
 * @param title what they are
 * @param header one name per column
 * @param rows cells
 */
public record PanelTable(String title, List<String> header, List<List<String>> rows) {
  private static final double ROUNDING = 1e-12;

  public PanelTable {
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /**
   * Columns of a table in a file.
   *
   * @param columns their names, in the order in which they are shown
   */
  public static PanelTable of(String title, Path file, String... columns) {
    TableSchema schema = TableReader.schema(file).only(columns);
    List<List<String>> rows = new ArrayList<>();
    TableReader.forEach(
        file,
        schema,
        row -> {
          List<String> cells = new ArrayList<>();
          for (String each : columns) cells.add(cell(row.get(each)));
          rows.add(cells);
        });
    List<String> header = new ArrayList<>();
    for (String each : columns) header.add(each.replace('_', ' '));
    return new PanelTable(title, header, rows);
  }

  /** A number with three digits; nothing where there is none, 0 for what is left of rounding. */
  public static String number(double value) {
    if (Double.isNaN(value)) return "";
    return String.format(Locale.ROOT, "%.3g", Math.abs(value) < ROUNDING ? 0.0 : value);
  }

  private static String cell(@Nullable Object value) {
    if (value == null) return "";
    if (value instanceof Double || value instanceof Float) {
      return number(((Number) value).doubleValue());
    }
    return value instanceof Boolean flag ? (flag ? "yes" : "no") : value.toString();
  }
}
