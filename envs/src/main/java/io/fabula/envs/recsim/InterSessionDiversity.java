package io.fabula.envs.recsim;

/**
 * How unlike the slates are that different users are shown in the same step: the mean over all
 * pairs of users of the share of a slate that the other does not hold. 0 where all see the same
 * items, 1 where no two users see a common one. Order does not count.
 *
 * <p>It is only of use where users choose from the same candidates.
 *
 * @implNote the published figure of this name takes ids of items for ranks, so that renaming items
 *     changes it; this one does not.
 */
public final class InterSessionDiversity {
  private InterSessionDiversity() {}

  /**
   * The diversity of some users' slates.
   *
   * @param slates of at least 2 users, all of the same size, each of different items
   * @param items number of items that exist; ids are {@code 0..items-1}
   */
  public static double of(int[][] slates, int items) {
    if (slates.length < 2) {
      throw new IllegalArgumentException("needs slates of at least 2 users, got " + slates.length);
    }
    int size = slates[0].length;
    int[] shown = new int[items];
    for (int[] slate : slates) {
      if (slate.length != size) {
        throw new IllegalArgumentException(
            "slates must have the same size, got %d and %d".formatted(size, slate.length));
      }
      for (int item : slate) shown[item]++;
    }
    double common = 0; // items that a pair has in common, over all pairs
    for (int n : shown) common += n * (n - 1) / 2.0;
    double pairs = slates.length * (slates.length - 1) / 2.0;
    return 1 - common / (pairs * size);
  }
}
