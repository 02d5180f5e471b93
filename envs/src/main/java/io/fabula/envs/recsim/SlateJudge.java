package io.fabula.envs.recsim;

import io.fabula.envs.recsim.ChoiceOptions.Constraint.Label;
import java.util.Arrays;

/**
 * Looks at a slate with a user's eyes: its metrics, and the chances of each item and of a skip.
 *
 * <p>An instance belongs to one thread; arrays that it returns are overwritten by the next call.
 */
final class SlateJudge {
  private final ItemCatalogue catalogue;
  private final ChoiceOptions options;
  private final SlateScores scores;
  private final ChoiceModel model;

  private final int[] slate;
  private final int[] main;
  private final int[] sub;
  private final double[] affinities;
  private final double[] cpr;
  private final boolean[] labelled;
  private final double[] features;

  /** Main categories all of whose sub-categories are among the candidates. */
  private final boolean[] complete;

  SlateJudge(ItemCatalogue catalogue, ChoiceOptions options, int slateSize) {
    this.catalogue = catalogue;
    this.options = options;
    scores = new SlateScores(slateSize, catalogue.categories(), catalogue.subcategories());
    model = new ChoiceModel(options, slateSize);
    slate = new int[slateSize];
    main = new int[slateSize];
    sub = new int[slateSize];
    affinities = new double[slateSize];
    cpr = new double[slateSize];
    labelled = new boolean[slateSize];
    features = new double[slateSize * catalogue.featureCount()];
    complete = new boolean[catalogue.categories()];
  }

  /** Takes note of the episode's candidates. */
  void beginWith(int[] candidates) {
    int subcategories = catalogue.subcategories();
    boolean[] present = new boolean[catalogue.categories() * subcategories];
    for (int item : candidates) {
      present[catalogue.main(item) * subcategories + catalogue.sub(item)] = true;
    }
    Arrays.fill(complete, true);
    for (int i = 0; i < present.length; i++) complete[i / subcategories] &= present[i];
  }

  /** Sets the slate that all methods below evaluate. */
  void lookAt(int[] newSlate) {
    System.arraycopy(newSlate, 0, slate, 0, slate.length);
    for (int i = 0; i < slate.length; i++) {
      main[i] = catalogue.main(slate[i]);
      sub[i] = catalogue.sub(slate[i]);
    }
    scores.count(main, sub);
  }

  /** Chances of each item in slate order, then of a skip, {@code [slateSize + 1]}. */
  double[] probabilities(User user) {
    double whole = scores.cpr(options.cprOperation());
    int favourite = options.constraint().label() == Label.USER ? user.favourite() : -1;
    for (int i = 0; i < slate.length; i++) {
      affinities[i] = catalogue.dot(slate[i], user.interests);
      cpr[i] = options.cprPerItem() ? scores.cpr(options.cprOperation(), main[i]) : whole;
      labelled[i] =
          switch (options.constraint().label()) {
            case NOBODY -> false;
            case USER -> main[i] == favourite;
            case CANDIDATE -> complete[main[i]];
          };
    }
    SlateMetric metric = options.metric();
    return model.probabilities(affinities, cpr, metric == null ? 0 : metric(metric), labelled);
  }

  /** The position that a uniform number chooses by the last probabilities, or -1 for a skip. */
  int choose(double uniform) {
    return model.choose(uniform);
  }

  double metric(SlateMetric metric) {
    return switch (metric) {
      case INTRASESSION_DIVERSITY -> scores.diversity(features(), catalogue.featureCount());
      case SHANNON_ENTROPY -> scores.entropy();
      case SPECIFICITY ->
          options.specificityByFeatures()
              ? scores.cosineSpecificity(features(), catalogue.featureCount())
              : scores.specificity();
      case CPR -> scores.cpr(options.cprOperation());
    };
  }

  double subcategoryDiversity() {
    return scores.subcategoryDiversity();
  }

  /** Main categories of which the slate holds a special item and an ordinary one. */
  int pairs() {
    int pairs = 0;
    for (int m = 0; m < catalogue.categories(); m++) {
      boolean special = false;
      boolean ordinary = false;
      for (int item : slate) {
        if (catalogue.main(item) != m) continue;
        special |= catalogue.isSpecial(item);
        ordinary |= !catalogue.isSpecial(item);
      }
      if (special && ordinary) pairs++;
    }
    return pairs;
  }

  private double[] features() {
    int width = catalogue.featureCount();
    for (int i = 0; i < slate.length; i++) {
      System.arraycopy(catalogue.features(), slate[i] * width, features, i * width, width);
    }
    return features;
  }

  /** Euclidean distance from a taste to the slate's nearest item. */
  double nearestDistance(double[] taste) {
    double least = Double.POSITIVE_INFINITY;
    for (int item : slate) {
      double square = 0;
      for (int i = 0; i < taste.length; i++) {
        double difference = catalogue.feature(item, i) - taste[i];
        square += difference * difference;
      }
      least = Math.min(least, square);
    }
    return Math.sqrt(least);
  }

  /** Greatest inner product of a taste and one of the slate's items. */
  double greatestProduct(double[] taste) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int item : slate) greatest = Math.max(greatest, catalogue.dot(item, taste));
    return greatest;
  }
}
