package io.fabula.pipelines.studies.agilerecsim.tables;

import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.tables.ForeignTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads tables of one's own log row by row, from Parquet or CSV. */
final class LogFiles {
  private LogFiles() {}

  /**
   * Hands over all rows of a table.
   *
   * @param needed columns that it must have
   * @throws DataProblem if it cannot be read, or lacks one
   */
  static void forEach(Path file, List<String> needed, Consumer<LogRow> taker) {
    if (file.toString().endsWith(".parquet")) fromParquet(file, needed, taker);
    else fromText(file, needed, taker);
  }

  private static void requireColumns(Path file, List<String> header, List<String> needed) {
    for (String column : needed) {
      if (!header.contains(column)) {
        throw new DataProblem(
            file, "column %s is missing; there are %s".formatted(column, header), OwnLog.ADVICE);
      }
    }
  }

  private static void fromParquet(Path file, List<String> needed, Consumer<LogRow> taker) {
    try (ForeignTable table = new ForeignTable(file)) {
      requireColumns(file, table.columns(), needed);
      long number = 0;
      for (Map<String, @Nullable Object> row = table.next(); row != null; row = table.next()) {
        taker.accept(new LogRow(file, ++number, row));
      }
    }
  }

  private static void fromText(Path file, List<String> needed, Consumer<LogRow> taker) {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      String first = in.readLine();
      if (first == null) throw new DataProblem(file, "is empty", OwnLog.ADVICE);
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
        taker.accept(new LogRow(file, number, row));
      }
    } catch (NoSuchFileException e) {
      throw new DataProblem(file, "there is no such file", OwnLog.ADVICE, e);
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
