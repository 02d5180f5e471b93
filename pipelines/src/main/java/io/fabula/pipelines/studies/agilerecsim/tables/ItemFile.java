package io.fabula.pipelines.studies.agilerecsim.tables;

import io.fabula.envs.recsim.ItemCatalogue;
import io.fabula.envs.recsim.ItemTable;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.store.Digests;
import io.fabula.pipelines.tables.ForeignTable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of items of the recommender world, CSV or Parquet, with the columns of {@link ItemTable}.
 * Behind its path may stand what it held when a run was planned: an edited file is another.
 */
public final class ItemFile {
  private static final String MARK = "#sha256:";
  private static final String ADVICE = "see docs/worlds/recsim.md for its columns";

  private ItemFile() {}

  /**
   * The path, and the hash of what lies there now.
   *
   * @throws DataProblem if there is no such file, or it cannot be read
   */
  public static String pinned(String path) {
    return path + MARK + digest(Path.of(path));
  }

  private static String digest(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DataProblem(
          file, "there is no such file", "give published, generated or a file of items");
    }
    try {
      return Digests.of(file);
    } catch (UncheckedIOException e) {
      throw new DataProblem(file, "cannot be read", "check its permissions", e);
    }
  }

  /**
   * Reads a file.
   *
   * @param source its path, maybe with the hash of what it should hold
   * @throws DataProblem naming file and row if it is not such a table, or holds something else
   */
  public static ItemCatalogue read(String source) {
    int mark = source.lastIndexOf(MARK);
    Path file = Path.of(mark < 0 ? source : source.substring(0, mark));
    String digest = digest(file);
    if (mark >= 0 && !digest.equals(source.substring(mark + MARK.length()))) {
      throw new DataProblem(
          file, "it has changed since the run was planned", "run the command again");
    }
    try {
      return file.toString().endsWith(".parquet") ? fromParquet(file) : ItemTable.read(file);
    } catch (IllegalArgumentException e) {
      String finding =
          String.valueOf(e.getMessage()).replaceFirst("^\\Q" + file + "\\E[:,]? *", "");
      throw new DataProblem(file, finding, ADVICE, e);
    } catch (UncheckedIOException e) {
      throw new DataProblem(file, "cannot be read", "save it as UTF-8", e);
    }
  }

  private static ItemCatalogue fromParquet(Path file) {
    try (ForeignTable table = new ForeignTable(file)) {
      List<String> header = table.columns();
      List<List<String>> rows = new ArrayList<>();
      for (Map<String, @Nullable Object> row = table.next(); row != null; row = table.next()) {
        List<String> cells = new ArrayList<>();
        for (String column : header) cells.add(text(row.get(column)));
        rows.add(cells);
      }
      return ItemTable.of(file.toString(), header, rows);
    }
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
