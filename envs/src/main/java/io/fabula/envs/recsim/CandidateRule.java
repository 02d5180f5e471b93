package io.fabula.envs.recsim;

/** How the items that are available in an episode are drawn; all without replacement. */
public sealed interface CandidateRule {
  /**
   * The published rule: about {@code ratio} of the candidates (up to two fewer, but one per
   * sub-category at least) are of one main category, the others of the rest.
   *
   * @param ratio share of the common category, above 0 and at most 1
   */
  record Skewed(double ratio) implements CandidateRule {
    public Skewed {
      if (!(ratio > 0 && ratio <= 1)) {
        throw new IllegalArgumentException("ratio must be within 0..1, got " + ratio);
      }
    }
  }

  /**
   * Special items, some ordinary ones of their main categories, and ordinary ones of the others.
   *
   * @param specials special items of as many main categories, at least 1
   * @param companions ordinary items of each of these categories, at least 1
   */
  record WithSpecials(int specials, int companions) implements CandidateRule {
    public WithSpecials {
      if (specials < 1) {
        throw new IllegalArgumentException("specials must be at least 1, got " + specials);
      }
      if (companions < 1) {
        throw new IllegalArgumentException("companions must be at least 1, got " + companions);
      }
    }
  }

  /** Any items. */
  record Random() implements CandidateRule {}

  /** Equally many of every main category; the last takes the remainder. */
  record EvenCategories() implements CandidateRule {}

  /**
   * Several common main categories with equal shares of all candidates but {@code noise}, which are
   * of the others.
   *
   * @param categories common main categories, at least 1
   * @param noise items of other categories at least; what division leaves over comes on top
   */
  record CommonCategories(int categories, int noise) implements CandidateRule {
    public CommonCategories {
      if (categories < 1) {
        throw new IllegalArgumentException("categories must be at least 1, got " + categories);
      }
      if (noise < 0) throw new IllegalArgumentException("noise must be at least 0, got " + noise);
    }
  }
}
