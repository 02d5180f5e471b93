package io.fabula.envs.recsim;

/** One number that describes a whole slate, scaled to about 0..1. */
public enum SlateMetric {
  /** How unlike the items' features are. */
  INTRASESSION_DIVERSITY,
  /** How evenly main categories are spread. */
  SHANNON_ENTROPY,
  /** How much the slate keeps to few main categories. */
  SPECIFICITY,
  /** Complementary product recommendation: few main categories, many sub-categories. */
  CPR
}
