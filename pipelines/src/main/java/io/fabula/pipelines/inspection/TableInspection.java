package io.fabula.pipelines.inspection;

import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.tables.TableReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;

/** Shows what a Parquet file of ours or of another program holds. */
public final class TableInspection {
  private static final String ADVICE =
      "the file was cut off or edited; run the stage that made it again with --force";

  private TableInspection() {}

  /**
   * Prints the columns and the first rows.
   *
   * @param file a Parquet file
   * @param rows how many rows to print
   * @param out where
   * @throws DataProblem if it is not a whole Parquet file
   */
  public static void print(Path file, int rows, PrintWriter out) {
    TableReader.Header header = TableReader.header(file);
    out.printf(
        Locale.ROOT,
        "table %s, schema version %s, %d rows%n",
        orUnknown(header.table()),
        orUnknown(header.version()),
        header.rows());
    header.columns().forEach((column, type) -> out.println("  " + column + ": " + type));
    if (!header.shapes().isEmpty()) out.println("shapes " + header.shapes());
    if (rows > 0) printRows(file, rows, out);
  }

  private static void printRows(Path file, int limit, PrintWriter out) {
    try (ParquetReader<Group> groups = new GroupBuilder(new LocalInputFile(file)).build()) {
      Group group = groups.read();
      for (int i = 0; i < limit && group != null; i++) {
        out.println("row " + i);
        out.print(RowText.of(group));
        group = groups.read();
      }
    } catch (IOException | RuntimeException e) {
      throw new DataProblem(file, "damaged (" + firstLine(e) + ")", ADVICE, e);
    }
  }

  private static String orUnknown(String text) {
    return text.isEmpty() ? "unknown" : text;
  }

  private static String firstLine(Exception e) {
    Throwable root = e;
    while (root.getCause() != null) root = root.getCause();
    String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    return message.isEmpty() ? root.getClass().getSimpleName() : message;
  }

  private static final class GroupBuilder extends ParquetReader.Builder<Group> {
    GroupBuilder(InputFile file) {
      super(file, new PlainParquetConfiguration());
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }
}
