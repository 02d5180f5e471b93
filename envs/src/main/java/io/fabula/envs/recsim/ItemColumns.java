package io.fabula.envs.recsim;

import io.fabula.envs.text.Utf8Lines;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the columns of an item table stand. */
final class ItemColumns {
  static final String ID = "item_id";
  static final String SPLIT = "split";
  static final String MAIN = "main_category";
  static final String SUB = "sub_category";
  static final String LENGTH = "video_length";
  private static final List<String> FIXED = List.of(ID, SPLIT, MAIN, SUB, LENGTH);

  private final Map<String, Integer> places = new HashMap<>();
  private final int featureCount;
  private final int qualityCount;

  /**
   * The columns of a header.
   *
   * @throws IllegalArgumentException if one is missing, unknown, or there twice
   */
  ItemColumns(List<String> header) {
    for (String column : header) {
      if (!FIXED.contains(column) && !column.matches("[fq](0|[1-9][0-9]{0,4})")) {
        throw new IllegalArgumentException(
            "unknown column %s; expected %s, f0, f1, ... and q0, q1, ..."
                .formatted(Utf8Lines.quoted(column), String.join(", ", FIXED)));
      }
      if (places.put(column, places.size()) != null) {
        throw new IllegalArgumentException("column " + column + " is there twice");
      }
    }
    for (String column : FIXED) require(column);
    featureCount = count("f");
    qualityCount = count("q");
  }

  private int count(String letter) {
    int count =
        (int) places.keySet().stream().filter(each -> each.matches(letter + "\\d+")).count();
    for (int i = 0; i < Math.max(1, count); i++) require(letter + i);
    return count;
  }

  private void require(String column) {
    if (!places.containsKey(column)) {
      throw new IllegalArgumentException("column " + column + " is missing");
    }
  }

  int featureCount() {
    return featureCount;
  }

  int qualityCount() {
    return qualityCount;
  }

  /** Checks that a line has a cell for each column. */
  void requireAll(List<String> cells) {
    if (cells.size() != places.size()) {
      throw new IllegalArgumentException(
          "expected %d cells, got %d".formatted(places.size(), cells.size()));
    }
  }

  String cell(List<String> cells, String column) {
    return cells.get(places.getOrDefault(column, 0));
  }

  /** A finite number. */
  double number(List<String> cells, String column) {
    try {
      return Utf8Lines.number(cell(cells, column));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(column + ": " + e.getMessage(), e);
    }
  }
}
