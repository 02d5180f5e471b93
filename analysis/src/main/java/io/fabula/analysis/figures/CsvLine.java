package io.fabula.analysis.figures;

import java.util.List;
import java.util.stream.Collectors;

/** Lines of comma-separated values (RFC 4180, but for line feeds alone). */
public final class CsvLine {
  private CsvLine() {}

  /** A line with its line feed; cells are quoted where they must be. */
  public static String of(List<String> cells) {
    return cells.stream().map(CsvLine::quoted).collect(Collectors.joining(",", "", "\n"));
  }

  private static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
