package io.fabula.pipelines.studies.agilerecsim.tables;

import io.fabula.envs.recsim.ItemCatalogue;
import io.fabula.envs.recsim.ItemTable;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.tables.ForeignTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Items of the recommender world from Parquet, with the columns of {@link ItemTable}. */
public final class ItemParquet {
  private ItemParquet() {}

  /**
   * Reads a file.
   *
   * @throws DataProblem naming file and row if it is not such a table
   */
  public static ItemCatalogue read(Path file) {
    try (ForeignTable table = new ForeignTable(file)) {
      List<String> header = table.columns();
      List<List<String>> rows = new ArrayList<>();
      for (Map<String, @Nullable Object> row = table.next(); row != null; row = table.next()) {
        List<String> cells = new ArrayList<>();
        for (String column : header) cells.add(text(row.get(column)));
        rows.add(cells);
      }
      return ItemTable.of(file.toString(), header, rows);
    } catch (IllegalArgumentException e) {
      throw new DataProblem(
          file,
          "is no table of items (%s)".formatted(String.valueOf(e.getMessage())),
          "see docs/worlds/recsim.md for its columns",
          e);
    }
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
