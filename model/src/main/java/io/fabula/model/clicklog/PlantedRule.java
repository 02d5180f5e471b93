package io.fabula.model.clicklog;

import io.fabula.envs.recsim.CprOperation;
import io.fabula.envs.recsim.SlateScores;

/**
 * The rule by which clicks of generated logs are drawn: the logit of a click is {@code -2.5 + 4
 * CPR(slate) + 1.5 cos(u, mean of the slate's dense attributes)}, where u are the first numbers of
 * the user, as many as an item has dense attributes. A user's history plays no part.
 */
public final class PlantedRule implements ClickChances {
  static final double INTERCEPT = -2.5;
  static final double CPR_WEIGHT = 4;
  static final double TASTE_WEIGHT = 1.5;

  private final LogItems items;
  private final LogUsers users;
  private final SlateScores scores;
  private final int[] main;
  private final int[] sub;

  /**
   * @param slateSize items in a slate
   */
  public PlantedRule(LogItems items, LogUsers users, int slateSize) {
    if (users.size() < items.deepSize()) {
      throw new IllegalArgumentException(
          "users must have at least the %d numbers of items, got %d"
              .formatted(items.deepSize(), users.size()));
    }
    this.items = items;
    this.users = users;
    scores = new SlateScores(slateSize, items.categories(), items.subcategories());
    main = new int[slateSize];
    sub = new int[slateSize];
  }

  @Override
  public void of(LoggedSlate[] rows, int count, double[] target) {
    for (int i = 0; i < count; i++) target[i] = chance(rows[i].user(), rows[i].slate());
  }

  /** The chance that a user clicks on a slate. */
  public double chance(int user, int[] slate) {
    double logit = INTERCEPT + CPR_WEIGHT * cpr(slate) + TASTE_WEIGHT * taste(user, slate);
    return 1 / (1 + StrictMath.exp(-logit));
  }

  private double cpr(int[] slate) {
    for (int j = 0; j < slate.length; j++) {
      main[j] = items.main()[slate[j]];
      sub[j] = items.sub()[slate[j]];
    }
    scores.count(main, sub);
    return scores.cpr(CprOperation.MULTIPLY);
  }

  private double taste(int user, int[] slate) {
    int size = items.deepSize();
    double product = 0;
    double own = 0;
    double shown = 0;
    for (int i = 0; i < size; i++) {
      double mean = 0;
      for (int id : slate) mean += items.deep()[id * size + i] / slate.length;
      double value = users.values()[user * users.size() + i];
      product += value * mean;
      own += value * value;
      shown += mean * mean;
    }
    return own == 0 || shown == 0 ? 0 : product / Math.sqrt(own * shown);
  }
}
