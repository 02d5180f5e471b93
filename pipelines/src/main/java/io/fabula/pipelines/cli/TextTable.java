package io.fabula.pipelines.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Columns of text for a terminal, each as wide as its longest cell; numbers stand right. */
final class TextTable {
  private static final String GAP = "  ";
  private static final String NUMBER = "[0-9,]+";

  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... titles) {
    rows.add(List.of(titles));
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  void print(PrintWriter out) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = row.get(i);
        String space = " ".repeat(widths[i] - cell.length());
        boolean number = cell.matches(NUMBER);
        line.append(number ? space : cell).append(number ? cell : space).append(GAP);
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
