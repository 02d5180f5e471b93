package io.fabula.pipelines.inspection;

import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.tables.TableReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.Type;

/** What a Parquet file of ours or of another program holds. */
public final class TableInspection {
  private static final int DEEPEST = 16;
  private static final int MOST_COLUMNS = 10_000;
  private static final String ADVICE =
      "the file was cut off or edited; run the stage that made it again with --force";
  private static final Set<CompressionCodecName> CODECS =
      Set.of(
          CompressionCodecName.UNCOMPRESSED,
          CompressionCodecName.SNAPPY,
          CompressionCodecName.GZIP,
          CompressionCodecName.ZSTD,
          CompressionCodecName.LZ4_RAW);

  private final Path file;
  private final TableReader.Header header;
  private final String unsupported;

  private TableInspection(Path file, TableReader.Header header, String unsupported) {
    this.file = file;
    this.header = header;
    this.unsupported = unsupported;
  }

  /**
   * Looks at the end of a file, which describes it.
   *
   * @throws DataProblem if it is damaged, no Parquet file, or holds what is not supported
   */
  public static TableInspection of(Path file) {
    ParquetFooter footer = ParquetFooter.read(file);
    if (footer.columns() == 0) {
      return new TableInspection(
          file, new TableReader.Header(footer.rows(), Map.of(), Map.of()), "");
    }
    if (footer.columns() > MOST_COLUMNS) {
      throw unsupported(file, "more than " + MOST_COLUMNS + " columns");
    }
    try (ParquetFileReader opened = ParquetFileReader.open(new LocalInputFile(file), options())) {
      FileMetaData metadata = opened.getFileMetaData();
      Map<String, String> columns = new LinkedHashMap<>();
      int depth = 0;
      for (Type field : metadata.getSchema().getFields()) {
        depth = Math.max(depth, RowText.depth(field));
        columns.put(field.getName(), depth > DEEPEST ? "nested groups" : describe(field));
      }
      String unsupported = depth > DEEPEST ? "groups nested deeper than " + DEEPEST : codec(opened);
      return new TableInspection(
          file,
          new TableReader.Header(opened.getRecordCount(), metadata.getKeyValueMetaData(), columns),
          unsupported);
    } catch (IOException | RuntimeException e) {
      throw notUnderstood(file, "cannot be read", e, "");
    } catch (OutOfMemoryError e) {
      throw DataProblem.tooLarge(file);
    } catch (StackOverflowError e) {
      throw unsupported(file, "groups nested so deep");
    }
  }

  private static ParquetReadOptions options() {
    return ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
  }

  /** The compression of some column that cannot be read; empty if all can. */
  private static String codec(ParquetFileReader opened) {
    Set<String> unknown = new TreeSet<>();
    for (BlockMetaData block : opened.getFooter().getBlocks()) {
      for (ColumnChunkMetaData column : block.getColumns()) {
        if (!CODECS.contains(column.getCodec())) unknown.add(column.getCodec().name());
      }
    }
    return unknown.isEmpty() ? "" : "compression " + String.join(", ", unknown);
  }

  /** A file whose description is whole and still not understood may be newer than this program. */
  private static DataProblem notUnderstood(Path file, String what, Throwable e, String table) {
    return new DataProblem(
        Shown.escaped(file.toString()),
        what + " (" + firstLine(e) + ")",
        table.isEmpty()
            ? "the file was edited, or uses something of Parquet that is not supported"
            : ADVICE,
        e);
  }

  private static DataProblem unsupported(Path file, String what) {
    return new DataProblem(
        Shown.escaped(file.toString()),
        what + " is not supported",
        "nothing is wrong with the file");
  }

  private static String describe(Type field) {
    String text = field.toString().replaceAll("\\s+", " ");
    int name = text.indexOf(" " + field.getName());
    return name < 0
        ? text
        : text.substring(0, name) + text.substring(name + 1 + field.getName().length());
  }

  /** What is known without reading rows, for JSON. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rows", header.rows());
    tree.put("columns", header.columns());
    tree.put("metadata", header.metadata());
    return tree;
  }

  /**
   * Prints the columns and the first rows.
   *
   * @param rows how many rows to print
   * @throws DataProblem if rows are damaged, or hold what is not supported
   */
  public void print(int rows, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "table %s, schema version %s, %d rows%n",
        orUnknown(header.table()),
        orUnknown(header.version()),
        header.rows());
    header
        .columns()
        .forEach(
            (column, type) -> out.println("  " + Shown.value(column) + ": " + Shown.escaped(type)));
    if (!header.shapes().isEmpty()) out.println("shapes " + Shown.escaped(header.shapes()));
    if (rows > 0 && !header.columns().isEmpty()) printRows(rows, out);
  }

  private void printRows(int limit, PrintWriter out) {
    if (!unsupported.isEmpty()) throw unsupported(file, unsupported);
    int row = 0;
    try (ParquetReader<Group> groups = new GroupBuilder(new LocalInputFile(file)).build()) {
      for (Group group = groups.read(); row < limit && group != null; row++) {
        out.println("row " + row);
        out.print(RowText.of(group));
        if (row + 1 < limit) group = groups.read();
      }
    } catch (IOException | RuntimeException e) {
      throw notUnderstood(file, "cannot be read from row " + row + " on", e, header.table());
    } catch (OutOfMemoryError e) {
      throw DataProblem.tooLarge(file);
    } catch (StackOverflowError e) {
      throw unsupported(file, "groups nested so deep");
    }
  }

  private static String orUnknown(String text) {
    return text.isEmpty() ? "unknown" : Shown.value(text);
  }

  static String firstLine(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) root = root.getCause();
    String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    return message.isEmpty() || message.equals("null")
        ? root.getClass().getSimpleName()
        : Shown.value(message);
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
