package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.envs.coinrun.CoinRunOptions;
import io.fabula.envs.coinrun.CoinRunOptions.Distribution;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/**
 * Which CoinRun is played.
 *
 * @param distribution how levels are made
 * @param numLevels how many levels there are to train on, or 0 for all
 * @param startLevel seed of the first
 * @param useBackgrounds whether a picture stands behind the level
 */
public record WorldSettings(
    Distribution distribution, int numLevels, int startLevel, boolean useBackgrounds)
    implements Serializable {
  public WorldSettings {
    Range.atLeast("num_levels", numLevels, 0);
    Range.atLeast("start_level", startLevel, 0);
  }

  /** The levels to train on. */
  public CoinRunOptions training() {
    return unlimited().withLevels(startLevel, numLevels);
  }

  /** The same world with all levels. */
  public CoinRunOptions unlimited() {
    return CoinRunOptions.DEFAULT.withDistribution(distribution).withBackgrounds(useBackgrounds);
  }
}
