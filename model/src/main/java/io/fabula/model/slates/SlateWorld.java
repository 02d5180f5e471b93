package io.fabula.model.slates;

import java.util.List;

/**
 * Some users who choose from slates at the same time, out of the same candidates. Each takes part
 * until its own episode ends.
 */
public interface SlateWorld {
  /** Users at the beginning of an episode. */
  int users();

  /** Items in a slate. */
  int slateSize();

  /** What agents see of items. */
  ItemFeatures items();

  /** Begins an episode with new candidates and new users. */
  void begin(long seed);

  /** Ids of the episode's candidates. */
  int[] candidates();

  /** Whether a user still takes part. */
  boolean isActive(int user);

  /** Writes what is seen of a user; of one who has just left, what stands for the end. */
  void observe(int user, float[] target, int offset);

  /**
   * Shows each user who takes part a slate.
   *
   * @param slates ids, {@code [users, slateSize]}; those of users who have left are ignored
   */
  void step(int[] slates);

  /** What the last step earned of a user who took part in it. */
  double reward(int user);

  /** Names of the numbers that {@link #measure} writes. */
  List<String> measures();

  /** Writes numbers about a user's last step; of an episode their means are of interest. */
  void measure(int user, double[] target);
}
