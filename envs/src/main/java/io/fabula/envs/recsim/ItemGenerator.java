package io.fabula.envs.recsim;

import static io.fabula.envs.recsim.RecSimConstants.*;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.envs.random.Ziggurat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

  /** Where the centres of the sub-categories lie. */
  public enum Centres {
    /** Around the unit vector of the main category, each coordinate up to 0.5 away. */
    AROUND_UNIT_VECTORS,
    /** Anywhere within 0..1 in each coordinate. */
    UNIFORM,
    /** At the unit vector of the main category. */
    UNIT_VECTORS
  }

  /** Special items: one per main category and split, exactly at a centre. */
  public enum Specials {
    NONE,
    /** They look like others to an agent. */
    UNMARKED,
    /** What an agent sees of an item ends in 1 for special ones, else 0. */
    FLAGGED,
    /** What an agent sees of an item ends in (0, 1) for special ones, else (1, 0). */
    ONE_HOT
  }

  /**
   * Features that are uniform and say nothing about categories, on other ranges in the two splits.
   *
   * @param trainLow least coordinate of a training item
   * @param trainHigh greatest coordinate of a training item, above {@code trainLow}
   * @param testLow least coordinate of a held-back item, at most {@code trainLow}; held-back
   *     coordinates lie between the two outer bounds but outside the training range
   * @param testHigh greatest coordinate of a held-back item, at least {@code trainHigh}
   */
  public record UniformFeatures(
      double trainLow, double trainHigh, double testLow, double testHigh) {
    /** The published ranges. */
    public static final UniformFeatures PUBLISHED = new UniformFeatures(-0.6, 0.6, -1, 1);

    public UniformFeatures {
      if (!(trainLow < trainHigh)) {
        throw new IllegalArgumentException(
            "trainLow must be below trainHigh, got %s and %s".formatted(trainLow, trainHigh));
      }
      if (!(testLow <= trainLow && testHigh >= trainHigh && testHigh - testLow > 0)
          || (testLow == trainLow && testHigh == trainHigh)) {
        throw new IllegalArgumentException(
            "testLow..testHigh must reach beyond %s..%s, got %s..%s"
                .formatted(trainLow, trainHigh, testLow, testHigh));
      }
    }
  }

  /**
   * What to make.
   *
   * @param items number of items; half are for training, half are held back, none for an odd rest
   * @param categories main categories, at least 2; also the number of features
   * @param subcategories per main category, at least 1
   * @param leastDistance how far (Euclidean) a held-back item must be from every training item of
   *     its sub-category; 0 keeps all
   * @param trainShare share of the items that are for training, above 0 and below 1
   * @param centres where sub-categories lie
   * @param specials whether special items are added behind the others
   * @param uniform features without a mixture, or null for the mixture
   */
  public record Options(
      int items,
      int categories,
      int subcategories,
      double leastDistance,
      double trainShare,
      Centres centres,
      Specials specials,
      @Nullable UniformFeatures uniform) {
    /** 500 items, 10 categories of 4 sub-categories, no least distance. */
    public static final Options PUBLISHED = new Options(ITEMS, CATEGORIES, SUBCATEGORIES, 0);

    /** A mixture around unit vectors, half of it for training, without special items. */
    public Options(int items, int categories, int subcategories, double leastDistance) {
      this(
          items,
          categories,
          subcategories,
          leastDistance,
          0.5,
          Centres.AROUND_UNIT_VECTORS,
          Specials.NONE,
          null);
    }

    public Options {
      Objects.requireNonNull(centres, "centres");
      Objects.requireNonNull(specials, "specials");
      if (!(trainShare > 0 && trainShare < 1)) {
        throw new IllegalArgumentException(
            "trainShare must be above 0 and below 1, got " + trainShare);
      }
      if (categories < 2) {
        throw new IllegalArgumentException("categories must be at least 2, got " + categories);
      }
      if (subcategories < 1) {
        throw new IllegalArgumentException(
            "subcategories must be at least 1, got " + subcategories);
      }
      if (Math.min(trainItems(items, trainShare), heldBack(items, trainShare))
          < categories * subcategories) {
        throw new IllegalArgumentException(
            "items must hold at least one per sub-category, %d, in each split, got %d and %d"
                .formatted(
                    categories * subcategories,
                    trainItems(items, trainShare),
                    heldBack(items, trainShare)));
      }
      if (!(leastDistance >= 0 && leastDistance <= 1)) {
        throw new IllegalArgumentException(
            "leastDistance must be within 0..1, got " + leastDistance);
      }
    }

    private static int trainItems(int items, double share) {
      return (int) (items * share);
    }

    private static int heldBack(int items, double share) {
      return (int) (items * (1 - share));
    }

    int trainItems() {
      return trainItems(items, trainShare);
    }

    int ordinaryItems() {
      return trainItems() + heldBack(items, trainShare);
    }

    int specialItems() {
      return specials == Specials.NONE ? 0 : 2 * categories;
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
      int items = options.ordinaryItems() + options.specialItems();
      featureCount = options.categories();
      order = new RandomStream(Seeds.of(seed, "split")).permutation(options.ordinaryItems());
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
        centroids[i] =
            switch (options.centres()) {
              case AROUND_UNIT_VECTORS -> unit + CENTROID_NOISE * (2 * stream.nextDouble() - 1);
              case UNIFORM -> stream.nextDouble();
              case UNIT_VECTORS -> unit;
            };
      }
      int trainItems = options.trainItems();
      assign(0, trainItems, true);
      assign(trainItems, order.length, false);
      if (options.specials() != Specials.NONE) addSpecials();
      return new ItemCatalogue(
          options.categories(),
          options.subcategories(),
          features,
          qualities,
          lengths,
          main,
          sub,
          train,
          centroids,
          order.length,
          options.specials());
    }

    /** At the centre of the first sub-category of each main category, in both splits. */
    private void addSpecials() {
      int item = order.length;
      for (boolean forTraining : new boolean[] {true, false}) {
        for (int m = 0; m < options.categories(); m++) {
          main[item] = m;
          train[item] = forTraining;
          System.arraycopy(
              centroids,
              m * options.subcategories() * featureCount,
              features,
              item * featureCount,
              featureCount);
          drawRest(item++);
        }
      }
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
      if (options.uniform() != null) {
        drawUniform(item, options.uniform());
        return;
      }
      int centroid = (main[item] * options.subcategories() + sub[item]) * featureCount;
      for (int i = 0; i < featureCount; i++) {
        features[item * featureCount + i] =
            centroids[centroid + i] + Math.sqrt(VARIANCE) * Ziggurat.nextGaussian(stream);
      }
    }

    private void drawUniform(int item, UniformFeatures range) {
      double below = range.trainLow() - range.testLow();
      double above = range.testHigh() - range.trainHigh();
      for (int i = 0; i < featureCount; i++) {
        double uniform = stream.nextDouble();
        double value;
        if (train[item]) {
          value = range.trainLow() + uniform * (range.trainHigh() - range.trainLow());
        } else {
          double at = uniform * (below + above);
          value = at < below ? range.testLow() + at : range.trainHigh() + at - below;
        }
        features[item * featureCount + i] = value;
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
