package io.fabula.model.agents;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;

/**
 * Chooses what a world is reset with for a recorded episode: its level, or in worlds without levels
 * the seed of the episode.
 *
 * @param first lowest seed
 * @param count how many there are, or 0 for all of 0..2^31-2
 */
public record LevelChoice(int first, int count) {
  public LevelChoice {
    if (first < 0 || count < 0 || count > Integer.MAX_VALUE - first) {
      throw new IllegalArgumentException(
          "levels must be numbers from 0 below 2^31, got " + count + " from " + first);
    }
  }

  /** All levels. */
  public static LevelChoice unlimited() {
    return new LevelChoice(0, 0);
  }

  /** What the world of an episode is reset with, uniform over the choice. */
  public long episodeSeed(long seed, long episode) {
    RandomStream random = new RandomStream(Seeds.of(seed, "level", episode));
    return count == 0 ? random.nextInt(Integer.MAX_VALUE) : first + (long) random.nextInt(count);
  }
}
