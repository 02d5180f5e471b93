package io.fabula.envs.recsim;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Reads an item catalogue from CSV with the columns {@code item_id, split, main_category,
 * sub_category, video_length}, then features {@code f0, f1, ...} and qualities {@code q0, q1, ...};
 * ids must be 0, 1, 2, ... in this order.
 *
 * <p>A table has no centroids; the mean of a sub-category's items stands for its centre (the main
 * category's mean if it has none).
 */
public final class ItemTable {
  private static final List<String> FIXED =
      List.of("item_id", "split", "main_category", "sub_category", "video_length");
  private static final String PUBLISHED = "published-items.csv";

  private ItemTable() {}

  /** The 500 items of the published experiments, with their uneven sub-categories. */
  public static ItemCatalogue published() {
    try (InputStream in = ItemTable.class.getResourceAsStream(PUBLISHED)) {
      if (in == null) throw new IllegalStateException("resource " + PUBLISHED + " is missing");
      return parse(
          PUBLISHED, new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
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
    try (BufferedReader in = Files.newBufferedReader(file)) {
      return parse(file.toString(), in);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private static ItemCatalogue parse(String name, BufferedReader in) {
    List<String> lines = in.lines().filter(line -> !line.isBlank()).toList();
    if (lines.size() < 2) throw new IllegalArgumentException(name + " holds no items");
    List<String> header = Arrays.asList(lines.get(0).split(",", -1));
    if (header.size() < FIXED.size() || !header.subList(0, FIXED.size()).equals(FIXED)) {
      throw new IllegalArgumentException(name + ": expected columns " + FIXED + ", got " + header);
    }
    int featureCount = (int) header.stream().filter(column -> column.matches("f\\d+")).count();
    int qualityCount = header.size() - FIXED.size() - featureCount;
    if (featureCount == 0 || qualityCount == 0) {
      throw new IllegalArgumentException(name + ": expected columns f0.. and q0.., got " + header);
    }
    Columns columns = new Columns(lines.size() - 1, featureCount, qualityCount);
    for (int item = 0; item < lines.size() - 1; item++) {
      String[] cells = lines.get(item + 1).split(",", -1);
      try {
        if (cells.length != header.size()) {
          throw new IllegalArgumentException(cells.length + " cells instead of " + header.size());
        }
        columns.put(item, cells);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(name + " line " + (item + 2) + ": " + e.getMessage(), e);
      }
    }
    return columns.toCatalogue();
  }

  /** The table by columns while it is being read. */
  private static final class Columns {
    private final int featureCount;
    private final int qualityCount;
    private final double[] features;
    private final double[] qualities;
    private final double[] lengths;
    private final int[] main;
    private final int[] sub;
    private final boolean[] train;

    Columns(int items, int featureCount, int qualityCount) {
      this.featureCount = featureCount;
      this.qualityCount = qualityCount;
      features = new double[items * featureCount];
      qualities = new double[items * qualityCount];
      lengths = new double[items];
      main = new int[items];
      sub = new int[items];
      train = new boolean[items];
    }

    void put(int item, String[] cells) {
      if (Integer.parseInt(cells[0]) != item) {
        throw new IllegalArgumentException("expected item_id " + item + ", got " + cells[0]);
      }
      train[item] =
          switch (cells[1]) {
            case "train" -> true;
            case "test" -> false;
            default ->
                throw new IllegalArgumentException("split is train or test, got " + cells[1]);
          };
      main[item] = category(cells[2]);
      sub[item] = category(cells[3]);
      lengths[item] = Double.parseDouble(cells[4]);
      int at = FIXED.size();
      for (int i = 0; i < featureCount; i++) {
        features[item * featureCount + i] = Double.parseDouble(cells[at++]);
      }
      for (int i = 0; i < qualityCount; i++) {
        qualities[item * qualityCount + i] = Double.parseDouble(cells[at++]);
      }
    }

    private static int category(String cell) {
      int category = Integer.parseInt(cell);
      if (category < 0) {
        throw new IllegalArgumentException("a category is at least 0, got " + category);
      }
      return category;
    }

    ItemCatalogue toCatalogue() {
      int categories = Arrays.stream(main).max().orElseThrow() + 1;
      int subcategories = Arrays.stream(sub).max().orElseThrow() + 1;
      return new ItemCatalogue(
          categories,
          subcategories,
          features,
          qualities,
          lengths,
          main,
          sub,
          train,
          means(categories, subcategories));
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
