package io.fabula.envs.recsim;

import io.fabula.envs.text.Utf8Lines;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Reads an item catalogue from CSV. The first line names the columns, in any order: {@code item_id,
 * split, main_category, sub_category, video_length}, features {@code f0, f1, ...} and qualities
 * {@code q0, q1, ...}. Ids must be 0, 1, 2, ... from line to line; numbers are finite, lengths
 * above 0. Blank lines are skipped; quotes are not understood.
 *
 * <p>A table has no centroids; the mean of a sub-category's items stands for its centre (the main
 * category's mean if it has none).
 */
public final class ItemTable {
  private static final String PUBLISHED = "published-items.csv";
  private static final int MOST_CATEGORIES = 10_000;

  private ItemTable() {}

  /** The 500 items of the published experiments, with their uneven sub-categories. */
  public static ItemCatalogue published() {
    try (InputStream in = ItemTable.class.getResourceAsStream(PUBLISHED)) {
      if (in == null) throw new IllegalStateException("resource " + PUBLISHED + " is missing");
      return parse(PUBLISHED, Utf8Lines.decode(PUBLISHED, in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException naming file and line if it is not such a table
   * @throws UncheckedIOException if it cannot be read
   */
  public static ItemCatalogue read(Path file) {
    try {
      return parse(file.toString(), Utf8Lines.read(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  /**
   * The catalogue of a table that was read elsewhere, such as Parquet.
   *
   * @param source named in messages
   * @param header names of the columns, as in a file of text
   * @param rows cells of each item, ids ascending from 0
   * @throws IllegalArgumentException naming source and row (from 1) if it is not such a table
   */
  public static ItemCatalogue of(String source, List<String> header, List<List<String>> rows) {
    Columns columns = new Columns(new ItemColumns(header), rows.size());
    for (int i = 0; i < rows.size(); i++) {
      try {
        columns.put(rows.get(i));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s, row %d: %s".formatted(source, i + 1, e.getMessage()), e);
      }
    }
    if (columns.items == 0) throw new IllegalArgumentException(source + " holds no items");
    return columns.toCatalogue(source);
  }

  private static ItemCatalogue parse(String source, List<String> lines) {
    Columns columns = null;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) continue;
      List<String> cells = Arrays.stream(lines.get(i).split(",", -1)).map(String::strip).toList();
      try {
        if (columns == null) columns = new Columns(new ItemColumns(cells), lines.size() - i - 1);
        else columns.put(cells);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s, line %d: %s".formatted(source, i + 1, e.getMessage()), e);
      }
    }
    if (columns == null || columns.items == 0) {
      throw new IllegalArgumentException(source + " holds no items");
    }
    return columns.toCatalogue(source);
  }

  /** The table by columns while it is being read. */
  private static final class Columns {
    private final ItemColumns places;
    private final int featureCount;
    private final int qualityCount;
    private double[] features;
    private double[] qualities;
    private double[] lengths;
    private int[] main;
    private int[] sub;
    private boolean[] train;
    private int items;

    Columns(ItemColumns places, int most) {
      this.places = places;
      featureCount = places.featureCount();
      qualityCount = places.qualityCount();
      features = new double[Math.multiplyExact(most, featureCount)];
      qualities = new double[Math.multiplyExact(most, qualityCount)];
      lengths = new double[most];
      main = new int[most];
      sub = new int[most];
      train = new boolean[most];
    }

    void put(List<String> cells) {
      places.requireAll(cells);
      int item = items;
      String id = places.cell(cells, ItemColumns.ID);
      if (Utf8Lines.whole(id) != item) {
        throw new IllegalArgumentException("item_id must be " + item + ", got " + id);
      }
      String split = places.cell(cells, ItemColumns.SPLIT);
      if (!split.equals("train") && !split.equals("test")) {
        throw new IllegalArgumentException(
            "split must be train or test, got " + Utf8Lines.quoted(split));
      }
      train[item] = split.equals("train");
      main[item] = category(ItemColumns.MAIN, cells);
      sub[item] = category(ItemColumns.SUB, cells);
      lengths[item] = places.number(cells, ItemColumns.LENGTH);
      if (!(lengths[item] > 0)) {
        throw new IllegalArgumentException(
            "video_length must be above 0, got " + places.cell(cells, ItemColumns.LENGTH));
      }
      for (int i = 0; i < featureCount; i++) {
        features[item * featureCount + i] = places.number(cells, "f" + i);
      }
      for (int i = 0; i < qualityCount; i++) {
        qualities[item * qualityCount + i] = places.number(cells, "q" + i);
      }
      items++;
    }

    private int category(String column, List<String> cells) {
      int category = Utf8Lines.whole(places.cell(cells, column));
      if (category < 0 || category >= MOST_CATEGORIES) {
        throw new IllegalArgumentException(
            "%s must be within 0..%d, got %d".formatted(column, MOST_CATEGORIES - 1, category));
      }
      return category;
    }

    /** Blank lines were counted as items when the arrays were made. */
    private void trim() {
      features = Arrays.copyOf(features, items * featureCount);
      qualities = Arrays.copyOf(qualities, items * qualityCount);
      lengths = Arrays.copyOf(lengths, items);
      main = Arrays.copyOf(main, items);
      sub = Arrays.copyOf(sub, items);
      train = Arrays.copyOf(train, items);
    }

    ItemCatalogue toCatalogue(String source) {
      trim();
      int categories = Arrays.stream(main).max().orElseThrow() + 1;
      int subcategories = Arrays.stream(sub).max().orElseThrow() + 1;
      if ((long) categories * subcategories > 100L * MOST_CATEGORIES) {
        throw new IllegalArgumentException(
            "%s: %d categories of %d sub-categories are too many"
                .formatted(source, categories, subcategories));
      }
      return new ItemCatalogue(
          categories,
          subcategories,
          features,
          qualities,
          lengths,
          main,
          sub,
          train,
          means(categories, subcategories),
          lengths.length,
          ItemGenerator.Specials.NONE);
    }

    private double[] means(int categories, int subcategories) {
      double[] ofSub = new double[categories * subcategories * featureCount];
      double[] ofMain = new double[categories * featureCount];
      int[] inSub = new int[categories * subcategories];
      int[] inMain = new int[categories];
      for (int item = 0; item < lengths.length; item++) {
        int pair = main[item] * subcategories + sub[item];
        inSub[pair]++;
        inMain[main[item]]++;
        for (int i = 0; i < featureCount; i++) {
          ofSub[pair * featureCount + i] += features[item * featureCount + i];
          ofMain[main[item] * featureCount + i] += features[item * featureCount + i];
        }
      }
      for (int pair = 0; pair < inSub.length; pair++) {
        int m = pair / subcategories;
        for (int i = 0; i < featureCount; i++) {
          int at = pair * featureCount + i;
          if (inSub[pair] > 0) ofSub[at] /= inSub[pair];
          else if (inMain[m] > 0) ofSub[at] = ofMain[m * featureCount + i] / inMain[m];
        }
      }
      return ofSub;
    }
  }
}
