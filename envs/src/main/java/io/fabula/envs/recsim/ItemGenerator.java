package io.fabula.envs.recsim;

import static io.fabula.envs.recsim.RecSimConstants.*;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.envs.random.Ziggurat;

/**
 * Makes item catalogues: a mixture of normal distributions with one centre per sub-category, the
 * same in both splits.
 *
 * @implNote unlike the published generator it fills every sub-category evenly in both splits (there
 *     an index shared by mistake empties some), and draws every item's length anew (there all are
 *     4.04).
 */
public final class ItemGenerator {
  private ItemGenerator() {}

  /**
   * What to make.
   *
   * @param items number of items; half are for training, half are held back, none for an odd rest
   * @param categories main categories, at least 2; also the number of features
   * @param subcategories per main category, at least 1
   * @param leastDistance how far (Euclidean) a held-back item must be from every training item of
   *     its sub-category; 0 keeps all
   */
  public record Options(int items, int categories, int subcategories, double leastDistance) {
    /** 500 items, 10 categories of 4 sub-categories, no least distance. */
    public static final Options PUBLISHED = new Options(ITEMS, CATEGORIES, SUBCATEGORIES, 0);

    public Options {
      if (categories < 2) {
        throw new IllegalArgumentException("categories must be at least 2, got " + categories);
      }
      if (subcategories < 1) {
        throw new IllegalArgumentException(
            "subcategories must be at least 1, got " + subcategories);
      }
      if (items / 2 < categories * subcategories) {
        throw new IllegalArgumentException(
            "items must be at least two per sub-category, "
                + 2 * categories * subcategories
                + ", got "
                + items);
      }
      if (!(leastDistance >= 0 && leastDistance <= 1)) {
        throw new IllegalArgumentException(
            "leastDistance must be within 0..1, got " + leastDistance);
      }
    }
  }

  /** Makes the catalogue that belongs to a seed. */
  public static ItemCatalogue generate(Options options, long seed) {
    return new Draft(options, seed).fill();
  }

  private static final class Draft {
    private final Options options;
    private final int featureCount;
    private final int[] order;
    private final RandomStream stream;
    private final double[] centroids;
    private final double[] features;
    private final double[] qualities;
    private final double[] lengths;
    private final int[] main;
    private final int[] sub;
    private final boolean[] train;

    Draft(Options options, long seed) {
      this.options = options;
      int items = options.items() / 2 * 2;
      featureCount = options.categories();
      order = new RandomStream(Seeds.of(seed, "split")).permutation(items);
      stream = new RandomStream(Seeds.of(seed, "items"));
      centroids = new double[options.categories() * options.subcategories() * featureCount];
      features = new double[items * featureCount];
      qualities = new double[items * QUALITIES];
      lengths = new double[items];
      main = new int[items];
      sub = new int[items];
      train = new boolean[items];
    }

    ItemCatalogue fill() {
      for (int i = 0; i < centroids.length; i++) {
        int m = i / (options.subcategories() * featureCount);
        double unit = i % featureCount == m ? 1 : 0;
        centroids[i] = unit + CENTROID_NOISE * (2 * stream.nextDouble() - 1);
      }
      int half = order.length / 2;
      assign(0, half, true);
      assign(half, order.length, false);
      return new ItemCatalogue(
          options.categories(),
          options.subcategories(),
          features,
          qualities,
          lengths,
          main,
          sub,
          train,
          centroids);
    }

    /** Deals the items of a split out to categories and those to sub-categories, evenly. */
    private void assign(int from, int to, boolean forTraining) {
      int at = from;
      for (int m = 0; m < options.categories(); m++) {
        int end = at + share(to - from, options.categories(), m);
        int size = end - at;
        for (int s = 0; s < options.subcategories(); s++) {
          int subEnd = at + share(size, options.subcategories(), s);
          for (; at < subEnd; at++) {
            int item = order[at];
            main[item] = m;
            sub[item] = s;
            train[item] = forTraining;
            do {
              drawFeatures(item);
            } while (!forTraining && tooClose(item, from));
            drawRest(item);
          }
        }
      }
    }

    private static int share(int total, int parts, int part) {
      return total / parts + (part < total % parts ? 1 : 0);
    }

    private void drawFeatures(int item) {
      int centroid = (main[item] * options.subcategories() + sub[item]) * featureCount;
      for (int i = 0; i < featureCount; i++) {
        features[item * featureCount + i] =
            centroids[centroid + i] + Math.sqrt(VARIANCE) * Ziggurat.nextGaussian(stream);
      }
    }

    private boolean tooClose(int item, int trainItems) {
      if (options.leastDistance() == 0) return false;
      for (int k = 0; k < trainItems; k++) {
        int other = order[k];
        if (main[other] != main[item] || sub[other] != sub[item]) continue;
        double square = 0;
        for (int i = 0; i < featureCount; i++) {
          double d = features[item * featureCount + i] - features[other * featureCount + i];
          square += d * d;
        }
        if (Math.sqrt(square) <= options.leastDistance()) return true;
      }
      return false;
    }

    private void drawRest(int item) {
      double mean = 0;
      for (int i = 0; i < featureCount; i++) mean += features[item * featureCount + i];
      mean /= featureCount;
      for (int i = 0; i < QUALITIES; i++) {
        qualities[item * QUALITIES + i] = mean + QUALITY_DEVIATION * Ziggurat.nextGaussian(stream);
      }
      do {
        lengths[item] = LENGTH_MEAN + LENGTH_DEVIATION * Ziggurat.nextGaussian(stream);
      } while (lengths[item] < LENGTH_MINIMUM || lengths[item] > LENGTH_MAXIMUM);
    }
  }
}
