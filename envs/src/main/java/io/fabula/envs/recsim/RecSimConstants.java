package io.fabula.envs.recsim;

/**
 * The numbers of the published recommender world (defaults of the AGILE code, Jain et al. 2022).
 */
final class RecSimConstants {
  // catalogue
  static final int ITEMS = 500;
  static final int CATEGORIES = 10;
  static final int SUBCATEGORIES = 4;
  static final int QUALITIES = 20;

  /** Centroids are a unit vector plus uniform noise of this much on both sides. */
  static final double CENTROID_NOISE = 0.5;

  /** Variance of items around their centroid, and of users' tastes. */
  static final double VARIANCE = 0.1;

  static final double QUALITY_DEVIATION = 0.05;
  static final double LENGTH_MEAN = 4;
  static final double LENGTH_DEVIATION = 0.05;
  static final double LENGTH_MINIMUM = 2;
  static final double LENGTH_MAXIMUM = 10;

  // episodes
  static final int SLATE_SIZE = 6;
  static final int CANDIDATES = 20;
  static final double SKEW_RATIO = 0.4;
  static final double TIME_BUDGET = 200;
  static final double SKIP_PENALTY = 50;
  static final int HISTORY = 3;
  static final int NO_ITEM = -1;

  // what a click does to a user
  /** Step size at a taste of 0, and how much it shrinks towards tastes of -1 and 1. */
  static final double STEP_SIZE = 0.3;

  static final double SATISFACTION_BONUS = 0.9 / 3.4;

  // choice
  static final double USER_ALPHA = 0.3;
  static final double CPR_ALPHA = 5;
  static final double NO_CLICK_MASS = 4;
  static final double NO_CLICK_ALPHA = 0.1;
  static final double ATTENTION = 0.9;
  static final double SCORE_SCALING = 0.05;
  static final double CONSTRAINT_FACTOR = 3;
  static final double CONSTRAINT_BONUS = 2;

  /** All users of the published experiments share one stream of this seed. */
  static final int SHARED_SEED = 10;

  private RecSimConstants() {}
}
