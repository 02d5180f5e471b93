package io.fabula.analysis;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.util.Arrays;

/** Bounded samples of rows for fits whose cost grows faster than the number of rows. */
public final class RowSample {
  private RowSample() {}

  /**
   * Chooses at most {@code limit} of {@code rows} rows, uniformly without replacement.
   *
   * @return the chosen indices in ascending order; all of them if there are no more than the limit
   */
  public static int[] choose(int rows, int limit, long seed) {
    if (limit < 1) throw new IllegalArgumentException("limit must be at least 1, got " + limit);
    int[] order = new RandomStream(Seeds.of(seed, "row-sample", rows)).permutation(rows);
    int[] chosen = Arrays.copyOf(order, Math.min(rows, limit));
    Arrays.sort(chosen);
    return chosen;
  }
}
