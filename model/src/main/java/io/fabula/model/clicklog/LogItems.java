package io.fabula.model.clicklog;

import java.util.Arrays;

/**
 * The items of a log: those of the offline log first, then those of the online log.
 *
 * @param offline number of the offline log's items; they have the ids 0..offline-1
 * @param deep dense attributes, {@code [items, deepSize]}, best within -1..1
 * @param deepSize numbers of each
 * @param wide further attributes, {@code [items, wideSize]}, best within -1..1
 * @param wideSize numbers of each
 * @param main main category of each item, 0..categories-1
 * @param sub sub-category of each item, 0..subcategories-1
 */
@SuppressWarnings("ArrayRecordComponent") // shared tables, never compared
public record LogItems(
    int offline, float[] deep, int deepSize, float[] wide, int wideSize, int[] main, int[] sub) {
  public LogItems {
    int items = main.length;
    if (offline < 1 || offline > items) {
      throw new IllegalArgumentException(
          "offline must be within 1..%d, got %d".formatted(items, offline));
    }
    if (sub.length != items || deep.length != items * deepSize || wide.length != items * wideSize) {
      throw new IllegalArgumentException(
          "categories and attributes must be those of %d items".formatted(items));
    }
  }

  /** Number of items. */
  public int count() {
    return main.length;
  }

  /** Number of main categories. */
  public int categories() {
    return Arrays.stream(main).max().orElseThrow() + 1;
  }

  /** Number of sub-categories of a main category. */
  public int subcategories() {
    return Arrays.stream(sub).max().orElseThrow() + 1;
  }
}
