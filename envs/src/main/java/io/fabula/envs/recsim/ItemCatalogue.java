package io.fabula.envs.recsim;

import java.util.Arrays;

/**
 * All items that exist: features, quality, length, categories and split. Immutable; shared by all
 * users' worlds.
 */
public final class ItemCatalogue {
  private final int categories;
  private final int subcategories;
  private final int featureCount;
  private final int qualityCount;
  private final double[] features;
  private final double[] qualities;
  private final double[] lengths;
  private final int[] main;
  private final int[] sub;
  private final boolean[] train;
  private final double[] centroids;
  private final int ordinary;
  private final ItemGenerator.Specials specials;

  /**
   * Takes over the arrays.
   *
   * @param features {@code [items, features]}
   * @param qualities {@code [items, qualities]}
   * @param lengths minutes, {@code [items]}
   * @param main main category of each item
   * @param sub sub-category of each item within its main category
   * @param train whether each item is for training (else held back)
   * @param centroids {@code [categories, subcategories, features]}
   * @param ordinary how many items are not special; those behind them are
   * @param specials how an agent sees special items
   */
  ItemCatalogue(
      int categories,
      int subcategories,
      double[] features,
      double[] qualities,
      double[] lengths,
      int[] main,
      int[] sub,
      boolean[] train,
      double[] centroids,
      int ordinary,
      ItemGenerator.Specials specials) {
    this.categories = categories;
    this.subcategories = subcategories;
    this.features = features;
    this.qualities = qualities;
    this.lengths = lengths;
    this.main = main;
    this.sub = sub;
    this.train = train;
    this.centroids = centroids;
    this.ordinary = ordinary;
    this.specials = specials;
    featureCount = features.length / lengths.length;
    qualityCount = qualities.length / lengths.length;
  }

  /** Number of items; ids are {@code 0..size-1}. */
  public int size() {
    return lengths.length;
  }

  /** Number of main categories. */
  public int categories() {
    return categories;
  }

  /** Number of sub-categories in each main category. */
  public int subcategories() {
    return subcategories;
  }

  /** Numbers that describe an item to an agent, and tastes of a user. */
  public int featureCount() {
    return featureCount;
  }

  /** Whether an item is one of those that stand exactly at the centre of their category. */
  public boolean isSpecial(int item) {
    return item >= ordinary;
  }

  /** Numbers that an agent sees of an item: its features, and the marks of special items if any. */
  public int representationSize() {
    return featureCount
        + switch (specials) {
          case NONE, UNMARKED -> 0;
          case FLAGGED -> 1;
          case ONE_HOT -> 2;
        };
  }

  /** Writes what an agent sees of an item, {@code [representationSize]}. */
  public void represent(int item, float[] target, int offset) {
    for (int i = 0; i < featureCount; i++) target[offset + i] = (float) feature(item, i);
    float special = isSpecial(item) ? 1 : 0;
    switch (specials) {
      case NONE, UNMARKED -> {}
      case FLAGGED -> target[offset + featureCount] = special;
      case ONE_HOT -> {
        target[offset + featureCount] = 1 - special;
        target[offset + featureCount + 1] = special;
      }
    }
  }

  /** Numbers of an item's quality, and of a user's satisfaction. */
  public int qualityCount() {
    return qualityCount;
  }

  /** Feature {@code i} of an item. */
  public double feature(int item, int i) {
    return features[item * featureCount + i];
  }

  /** Quality {@code i} of an item. */
  public double quality(int item, int i) {
    return qualities[item * qualityCount + i];
  }

  /** Length of an item's video in minutes. */
  public double length(int item) {
    return lengths[item];
  }

  /** The greatest length of all. */
  double greatestLength() {
    return Arrays.stream(lengths).max().orElseThrow();
  }

  /** Main category of an item. */
  public int main(int item) {
    return main[item];
  }

  /** Sub-category of an item within its main category. */
  public int sub(int item) {
    return sub[item];
  }

  /** Whether an item belongs to a split. */
  public boolean isIn(int item, Split split) {
    return switch (split) {
      case TRAIN -> train[item];
      case TEST -> !train[item];
      case ALL -> true;
    };
  }

  /** Number of items in a split. */
  public int size(Split split) {
    int count = 0;
    for (int item = 0; item < size(); item++) if (isIn(item, split)) count++;
    return count;
  }

  /** Coordinate {@code i} of the centre of a sub-category, which items and tastes spread around. */
  public double centroid(int main, int sub, int i) {
    return centroids[(main * subcategories + sub) * featureCount + i];
  }

  /** All features, {@code [items, features]}; read only. */
  double[] features() {
    return features;
  }

  /** All qualities, {@code [items, qualities]}; read only. */
  double[] qualities() {
    return qualities;
  }

  /** Inner product of an item's features with a vector. */
  double dot(int item, double[] vector) {
    int at = item * featureCount;
    double sum = 0;
    for (int i = 0; i < featureCount; i++) sum += vector[i] * features[at + i];
    return sum;
  }

  /** Inner product of an item's quality with a vector. */
  double qualityDot(int item, double[] vector) {
    int at = item * qualityCount;
    double sum = 0;
    for (int i = 0; i < qualityCount; i++) sum += vector[i] * qualities[at + i];
    return sum;
  }
}
