package io.fabula.envs;

import io.fabula.envs.random.Seeds;

/** Which episode a world of a batch plays next. */
@FunctionalInterface
public interface EpisodeSeeds {
  /**
   * The seed of an episode.
   *
   * @param world index of the world in its batch
   * @param episode counted from 0 in each world
   */
  long seed(int world, long episode);

  /** Episode {@code e} of world {@code i} has the seed {@code Seeds.of(root, "episode", i, e)}. */
  static EpisodeSeeds of(long root) {
    return (world, episode) -> Seeds.of(root, "episode", world, episode);
  }
}
