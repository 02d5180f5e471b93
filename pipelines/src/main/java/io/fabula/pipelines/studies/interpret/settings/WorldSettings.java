package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.envs.coinrun.CoinRunOptions;
import io.fabula.envs.coinrun.CoinRunOptions.Coin;
import io.fabula.envs.coinrun.CoinRunOptions.Distribution;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** Which CoinRun is played. */
public record WorldSettings(
    @Meaning("how levels are made") Distribution distribution,
    @Meaning("levels there are to train on, or 0 for all") int numLevels,
    @Meaning("seed of the first level; counts where num_levels is above 0") int startLevel,
    @Meaning("whether a picture stands behind the level") boolean useBackgrounds,
    @Meaning(
            "share of levels, 0 to 1, whose coin lies anywhere on the way and not at the end; their"
                + " seeds say which")
        double movedCoins)
    implements Serializable {
  public WorldSettings {
    Range.atLeast("num_levels", numLevels, 0);
    Range.atLeast("start_level", startLevel, 0);
    Range.within("moved_coins", movedCoins, 0, 1);
  }

  /** The levels to train on. */
  public CoinRunOptions training() {
    return unlimited().withLevels(startLevel, numLevels);
  }

  /** Whether all of these levels are ones that the agent is not trained on. */
  public boolean keepsFromTraining(int first, int count) {
    if (numLevels == 0 || distribution == Distribution.EXPLORATION) return false;
    return (long) first + count <= startLevel || first >= (long) startLevel + numLevels;
  }

  /** The same world with all levels. */
  public CoinRunOptions unlimited() {
    return CoinRunOptions.DEFAULT
        .withDistribution(distribution)
        .withBackgrounds(useBackgrounds)
        .withCoin(movedCoins > 0 ? Coin.ANYWHERE : Coin.END, movedCoins);
  }

  /** The same with the coin moved in another share of the levels. */
  public WorldSettings withMovedCoins(double share) {
    return new WorldSettings(distribution, numLevels, startLevel, useBackgrounds, share);
  }
}
