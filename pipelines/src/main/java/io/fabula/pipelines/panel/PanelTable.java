package io.fabula.pipelines.panel;

import java.util.List;

/**
 * Numbers as they are to be read.
 *
 * @param title what they are
 * @param header one name per column
 * @param rows cells
 */
public record PanelTable(String title, List<String> header, List<List<String>> rows) {
  public PanelTable {
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
  }
}
