package io.fabula.pipelines.tables;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of a table.
 *
 * @param name of the table
 * @param version raised when columns change meaning, type or shape
 * @param columns in order
 */
public record TableSchema(String name, int version, List<Column> columns) {
  public TableSchema {
    columns = List.copyOf(columns);
    Map<String, Column> seen = new HashMap<>();
    for (Column column : columns) {
      if (seen.put(column.name(), column) != null) {
        throw new IllegalArgumentException("two columns of " + name + " are " + column.name());
      }
    }
  }

  /**
   * Position of a column.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public int index(String column) {
    for (int i = 0; i < columns.size(); i++) if (columns.get(i).name().equals(column)) return i;
    throw new IllegalArgumentException("table " + name + " has no column " + column);
  }

  /** The same table with some of its columns, in their order here. */
  public TableSchema only(String... names) {
    List<String> wanted = List.of(names);
    for (String each : wanted) index(each);
    return new TableSchema(
        name, version, columns.stream().filter(each -> wanted.contains(each.name())).toList());
  }
}
