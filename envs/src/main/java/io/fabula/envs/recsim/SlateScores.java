package io.fabula.envs.recsim;

import java.util.Arrays;

/**
 * Metrics of slates of one size: entropy over main categories, specificity, diversity over
 * sub-categories, CPR, and diversity of features (Jain et al. 2022, appendix on the recommender
 * world). Each is scaled by the least and greatest value a slate of this size can have.
 *
 * <p>An instance belongs to one thread.
 */
public final class SlateScores {
  private static final double LEAST_ENTROPY = 1e-10;
  private static final double GREATEST_DIVERSITY = 2;

  /** Similarity of all pairs, an item with itself included, that counts as least diverse. */
  private static final double GREATEST_SIMILARITY = 0.95;

  private final int slateSize;
  private final int subcategories;

  /** Term of the entropy for {@code n} of the slate's items, {@code [slateSize + 1]}. */
  private final double[] terms;

  private final double maximumEntropy;
  private final double minimumSpecificity;
  private final double maximumSpecificity;
  private final double maximumCosineSpecificity;

  private final int[] inMain;
  private final int[] inSub;

  /**
   * Prepares the scales.
   *
   * @param slateSize at least 2
   * @param categories main categories, at least 2
   * @param subcategories per main category, at least 1
   */
  public SlateScores(int slateSize, int categories, int subcategories) {
    if (slateSize < 2 || categories < 2 || subcategories < 1) {
      throw new IllegalArgumentException(
          "needs slateSize >= 2, categories >= 2, subcategories >= 1, got "
              + slateSize
              + ", "
              + categories
              + ", "
              + subcategories);
    }
    this.slateSize = slateSize;
    this.subcategories = subcategories;
    terms = new double[slateSize + 1];
    for (int n = 1; n < slateSize; n++) {
      double p = n / (double) slateSize;
      terms[n] = -p * StrictMath.log(p) / StrictMath.log(2);
    }
    double most = 0;
    for (int m = 0; m < categories; m++) {
      most += terms[slateSize / categories + (m < slateSize % categories ? 1 : 0)];
    }
    maximumEntropy = most;
    minimumSpecificity = 1 / most;
    maximumSpecificity = 1 / (terms[slateSize - 1] + terms[1]);
    if (!(minimumSpecificity < maximumSpecificity)) {
      throw new IllegalArgumentException(
          "all slates of "
              + slateSize
              + " items over "
              + categories
              + " categories are equally specific; take larger slates or more categories");
    }
    double likeness = (GREATEST_SIMILARITY * slateSize - 1) / (slateSize - 1);
    maximumCosineSpecificity = 1 / (1 - likeness);
    inMain = new int[categories];
    inSub = new int[categories * subcategories];
  }

  /** Greatest entropy in bits. */
  public double maximumEntropy() {
    return maximumEntropy;
  }

  /** Specificity of the most even slate. */
  public double minimumSpecificity() {
    return minimumSpecificity;
  }

  /** Specificity of the slate with one stranger; more counts as this. */
  public double maximumSpecificity() {
    return maximumSpecificity;
  }

  /** Specificity by features that is never exceeded. */
  public double maximumCosineSpecificity() {
    return maximumCosineSpecificity;
  }

  /** Least specificity by features. */
  public double minimumCosineSpecificity() {
    return 1 / GREATEST_DIVERSITY;
  }

  /**
   * Sets the slate that all methods below evaluate.
   *
   * @param main main category of each item, {@code [slateSize]}
   * @param sub sub-category of each item within its main category
   */
  public void count(int[] main, int[] sub) {
    Arrays.fill(inMain, 0);
    Arrays.fill(inSub, 0);
    for (int i = 0; i < slateSize; i++) {
      inMain[main[i]]++;
      inSub[main[i] * subcategories + sub[i]]++;
    }
  }

  /** Entropy over main categories, 0 to 1. */
  public double entropy() {
    return bits() / maximumEntropy;
  }

  private double bits() {
    double sum = 0;
    for (int n : inMain) sum += terms[n];
    return sum;
  }

  /** Specificity, 0 to 1. */
  public double specificity() {
    return scaledSpecificity(bits());
  }

  /** Sum of the main categories' sub-category diversities; about 1 at most. */
  public double subcategoryDiversity() {
    double sum = 0;
    for (int n : inSub) sum += terms[n];
    return sum / maximumEntropy;
  }

  /** The CPR score of the whole slate. */
  public double cpr(CprOperation operation) {
    return operation.apply(specificity(), subcategoryDiversity());
  }

  /** The share of one main category in the entropy. */
  public double entropy(int main) {
    return terms[inMain[main]] / maximumEntropy;
  }

  /** The specificity that the share of one main category alone would give. */
  public double specificity(int main) {
    return scaledSpecificity(terms[inMain[main]]);
  }

  /** The CPR score of one item, from its main category alone. */
  public double cpr(CprOperation operation, int main) {
    double sum = 0;
    for (int s = 0; s < subcategories; s++) sum += terms[inSub[main * subcategories + s]];
    return operation.apply(specificity(main), sum / maximumEntropy);
  }

  private double scaledSpecificity(double bits) {
    double specificity = Math.min(1 / Math.max(bits, LEAST_ENTROPY), maximumSpecificity);
    return (specificity - minimumSpecificity) / (maximumSpecificity - minimumSpecificity);
  }

  /**
   * Diversity of features, 0 to 1: one minus the mean cosine of all pairs, halved.
   *
   * @param features {@code [slateSize, width]} row by row
   */
  public double diversity(double[] features, int width) {
    return unscaledDiversity(features, width) / GREATEST_DIVERSITY;
  }

  /**
   * Specificity by features, 0 to 1: the inverse of their diversity.
   *
   * @param features {@code [slateSize, width]} row by row
   */
  public double cosineSpecificity(double[] features, int width) {
    double inverse = 1 / Math.max(unscaledDiversity(features, width), LEAST_ENTROPY);
    double least = minimumCosineSpecificity();
    return (Math.min(inverse, maximumCosineSpecificity) - least)
        / (maximumCosineSpecificity - least);
  }

  private double unscaledDiversity(double[] features, int width) {
    double sum = 0;
    for (int i = 0; i < slateSize; i++) {
      for (int j = 0; j < i; j++) {
        double product = dot(features, i, j, width);
        double squares = dot(features, i, i, width) * dot(features, j, j, width);
        sum += product / Math.sqrt(squares);
      }
    }
    return 1 - 2 * sum / (slateSize * (slateSize - 1.0));
  }

  private static double dot(double[] features, int i, int j, int width) {
    double sum = 0;
    for (int k = 0; k < width; k++) sum += features[i * width + k] * features[j * width + k];
    return sum;
  }
}
