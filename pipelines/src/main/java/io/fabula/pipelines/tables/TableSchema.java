package io.fabula.pipelines.tables;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The columns of a table.
 *
 * @param name of the table: letters, digits and underscores, no digit first, as Avro has it
 * @param version raised when columns change meaning, type or shape
 * @param doc what a row is; the files carry it
 * @param columns in order
 * @param facts more that the files say of themselves beside the rows, by name; outside the content
 *     hash
 */
public record TableSchema(
    String name, int version, String doc, List<Column> columns, Map<String, String> facts) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  public TableSchema {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a table's name must be letters, digits and underscores, got " + name);
    }
    columns = List.copyOf(columns);
    facts = Map.copyOf(facts);
    Map<String, Column> seen = new HashMap<>();
    for (Column column : columns) {
      if (seen.put(column.name(), column) != null) {
        throw new IllegalArgumentException("two columns of " + name + " are " + column.name());
      }
    }
  }

  /** A table whose files say nothing more of themselves. */
  public TableSchema(String name, int version, String doc, List<Column> columns) {
    this(name, version, doc, columns, Map.of());
  }

  /** A table that does not say what its rows are. */
  public TableSchema(String name, int version, List<Column> columns) {
    this(name, version, "", columns);
  }

  /** The same table, whose files say one thing more. */
  public TableSchema fact(String key, String value) {
    Map<String, String> more = new HashMap<>(facts);
    more.put(key, value);
    return new TableSchema(name, version, doc, columns, more);
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

  /**
   * A column.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public Column column(String name) {
    return columns.get(index(name));
  }

  /** The same table with some of its columns, in their order here. */
  public TableSchema only(String... names) {
    List<String> wanted = List.of(names);
    for (String each : wanted) index(each);
    return new TableSchema(
        name,
        version,
        doc,
        columns.stream().filter(each -> wanted.contains(each.name())).toList(),
        facts);
  }
}
