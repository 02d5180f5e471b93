package io.fabula.analysis.figures;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The numbers behind a figure: named columns of equal length, numbers or words. */
public final class FigureData {
  private final Map<String, List<Object>> columns = new LinkedHashMap<>();
  private int rows;

  /** An empty table with these columns. */
  public FigureData(String... names) {
    for (String name : names) columns.put(name, new ArrayList<>());
  }

  /**
   * Appends a row.
   *
   * @param values one per column: a {@code Number} or a {@code String}; NaN for a missing number
   */
  public void add(Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          "a row needs " + columns.size() + " values, got " + values.length);
    }
    int i = 0;
    for (List<Object> column : columns.values()) column.add(values[i++]);
    rows++;
  }

  public int rows() {
    return rows;
  }

  public List<String> names() {
    return List.copyOf(columns.keySet());
  }

  /** One column; not a copy. */
  List<Object> column(String name) {
    List<Object> column = columns.get(name);
    if (column == null) throw new IllegalArgumentException("no column " + name + " in " + names());
    return column;
  }

  /** The columns as the plotting library takes them: mutable, NaN as null. */
  Map<String, Object> toPlotData() {
    Map<String, Object> result = new LinkedHashMap<>();
    columns.forEach(
        (name, values) -> {
          List<Object> copy = new ArrayList<>(values.size());
          for (Object value : values) {
            boolean missing = value instanceof Number number && !finite(number);
            copy.add(missing ? null : value);
          }
          result.put(name, copy);
        });
    return result;
  }

  private static boolean finite(Number number) {
    return Double.isFinite(number.doubleValue());
  }

  /**
   * Comma-separated values with a header line (RFC 4180, line feeds); a missing number is empty.
   */
  public String toCsv() {
    StringBuilder out = new StringBuilder(CsvLine.of(List.copyOf(columns.keySet())));
    for (int i = 0; i < rows; i++) {
      List<String> cells = new ArrayList<>();
      for (List<Object> column : columns.values()) cells.add(cell(column.get(i)));
      out.append(CsvLine.of(cells));
    }
    return out.toString();
  }

  private static String cell(Object value) {
    if (value instanceof Number number) {
      if (!finite(number)) return "";
      if (number instanceof Integer || number instanceof Long) return number.toString();
      double d = number.doubleValue();
      return d == Math.rint(d) && Math.abs(d) < 1e15 ? Long.toString((long) d) : Double.toString(d);
    }
    return value.toString();
  }
}
