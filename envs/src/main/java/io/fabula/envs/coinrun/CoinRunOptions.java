package io.fabula.envs.coinrun;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * Which levels are played and how they look. Names and defaults are those of Procgen 0.10.7, whose
 * default levels are the hard ones.
 *
 * @param distribution how levels are made
 * @param numLevels how many levels there are, or 0 for all 2^31 - 1 (then {@code startLevel} is
 *     ignored)
 * @param startLevel seed of the first level; levels are {@code startLevel} and the following ones
 * @param sequentialLevels whether a completed level is followed at once by the level with seed +
 *     997 as part of the same episode; only for worlds that go on by themselves
 * @param debugMode a sum of 2 (no pits), 4 (no crates) and 8 (level ground), or 0
 * @param centerAgent whether the view is 13 cells wide around the agent; otherwise the whole world
 * @param useBackgrounds whether a picture stands behind the level; otherwise black
 * @param monochromeAssets whether everything is a plain rectangle of one colour
 * @param restrictThemes whether everything is drawn in its first theme; levels stay the same
 * @param paintVelocityInfo whether two grey squares at the upper left show the agent's velocity
 * @param coin where the coin lies
 * @param movedCoins share of the levels, 0 to 1, for which {@code coin} counts; in the others the
 *     coin lies at the end
 */
public record CoinRunOptions(
    Distribution distribution,
    int numLevels,
    int startLevel,
    boolean sequentialLevels,
    int debugMode,
    boolean centerAgent,
    boolean useBackgrounds,
    boolean monochromeAssets,
    boolean restrictThemes,
    boolean paintVelocityInfo,
    Coin coin,
    double movedCoins) {
  /** Procgen's defaults: hard, all levels, centred on the agent, with backgrounds. */
  public static final CoinRunOptions DEFAULT =
      new CoinRunOptions(
          Distribution.HARD, 0, 0, false, 0, true, true, false, false, false, Coin.END, 1);

  private static final int EXPLORATION_LEVEL = 1949448038;
  private static final int DEBUG_BITS = 2 | 4 | 8;

  /**
   * Where the coin lies. In levels with a moved coin nothing is at the end, and everything else is
   * as in the level with the same seed whose coin was not moved: the variant in which agents that
   * were trained with the coin at the end are known to run past it (Langosco et al. 2022, "Goal
   * Misgeneralization in Deep Reinforcement Learning").
   */
  public enum Coin {
    /** At the end of the level, as in Procgen. */
    END,
    /** On the ground of any column between the start and the end. */
    ANYWHERE;

    /**
     * The place of that name, in lower case.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Coin named(String name) {
      return Arrays.stream(values())
          .filter(each -> each.toString().equals(name))
          .findFirst()
          .orElseThrow(
              () -> new IllegalArgumentException("coin must be end or anywhere, got " + name));
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How levels are made. */
  public enum Distribution {
    /** One theme, enemies only in pits. */
    EASY,
    /** All themes, enemies everywhere. */
    HARD,
    /** One single hard level, 1949448038, that is long and full of enemies. */
    EXPLORATION;

    /**
     * The distribution of that name, in lower case.
     *
     * @throws IllegalArgumentException if CoinRun has none of that name
     */
    public static Distribution named(String name) {
      return Arrays.stream(values())
          .filter(each -> each.toString().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "distribution must be easy, hard or exploration, got " + name));
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public CoinRunOptions {
    Objects.requireNonNull(distribution, "distribution");
    Objects.requireNonNull(coin, "coin");
    if (!(movedCoins >= 0 && movedCoins <= 1)) {
      throw new IllegalArgumentException("movedCoins must be within 0..1, got " + movedCoins);
    }
    if (numLevels < 0) {
      throw new IllegalArgumentException(
          "numLevels must be at least 0 (0 = all levels), got " + numLevels);
    }
    if (startLevel < 0) {
      throw new IllegalArgumentException("startLevel must be at least 0, got " + startLevel);
    }
    if ((long) startLevel + numLevels > 1L << 31) {
      throw new IllegalArgumentException(
          "startLevel + numLevels must be at most 2^31, got " + startLevel + " + " + numLevels);
    }
    if (distribution == Distribution.EXPLORATION && (numLevels != 0 || startLevel != 0)) {
      throw new IllegalArgumentException(
          "exploration is one fixed level: numLevels and startLevel must be 0, got "
              + numLevels
              + " and "
              + startLevel);
    }
    if ((debugMode & ~DEBUG_BITS) != 0) {
      throw new IllegalArgumentException(
          "debugMode must be a sum of 2, 4 and 8, or 0, got " + debugMode);
    }
  }

  boolean easy() {
    return distribution == Distribution.EASY;
  }

  /** Least level seed. */
  int firstLevel() {
    if (distribution == Distribution.EXPLORATION) return EXPLORATION_LEVEL;
    return numLevels == 0 ? 0 : startLevel;
  }

  /** Number of different level seeds from {@link #firstLevel} on. */
  int levelCount() {
    if (distribution == Distribution.EXPLORATION) return 1;
    return numLevels == 0 ? Integer.MAX_VALUE : numLevels;
  }

  /** The level that belongs to any 64-bit seed: itself if it is in the range. */
  int levelOf(long seed) {
    return (int) (firstLevel() + Math.floorMod(seed - firstLevel(), (long) levelCount()));
  }

  public CoinRunOptions withDistribution(Distribution value) {
    return new CoinRunOptions(
        value,
        numLevels,
        startLevel,
        sequentialLevels,
        debugMode,
        centerAgent,
        useBackgrounds,
        monochromeAssets,
        restrictThemes,
        paintVelocityInfo,
        coin,
        movedCoins);
  }

  /** Levels {@code start} to {@code start + count - 1}; all levels if {@code count} is 0. */
  public CoinRunOptions withLevels(int start, int count) {
    return new CoinRunOptions(
        distribution,
        count,
        start,
        sequentialLevels,
        debugMode,
        centerAgent,
        useBackgrounds,
        monochromeAssets,
        restrictThemes,
        paintVelocityInfo,
        coin,
        movedCoins);
  }

  public CoinRunOptions withSequentialLevels(boolean value) {
    return new CoinRunOptions(
        distribution,
        numLevels,
        startLevel,
        value,
        debugMode,
        centerAgent,
        useBackgrounds,
        monochromeAssets,
        restrictThemes,
        paintVelocityInfo,
        coin,
        movedCoins);
  }

  public CoinRunOptions withDebugMode(int value) {
    return new CoinRunOptions(
        distribution,
        numLevels,
        startLevel,
        sequentialLevels,
        value,
        centerAgent,
        useBackgrounds,
        monochromeAssets,
        restrictThemes,
        paintVelocityInfo,
        coin,
        movedCoins);
  }

  public CoinRunOptions withCenterAgent(boolean value) {
    return new CoinRunOptions(
        distribution,
        numLevels,
        startLevel,
        sequentialLevels,
        debugMode,
        value,
        useBackgrounds,
        monochromeAssets,
        restrictThemes,
        paintVelocityInfo,
        coin,
        movedCoins);
  }

  public CoinRunOptions withBackgrounds(boolean value) {
    return new CoinRunOptions(
        distribution,
        numLevels,
        startLevel,
        sequentialLevels,
        debugMode,
        centerAgent,
        value,
        monochromeAssets,
        restrictThemes,
        paintVelocityInfo,
        coin,
        movedCoins);
  }

  public CoinRunOptions withMonochromeAssets(boolean value) {
    return new CoinRunOptions(
        distribution,
        numLevels,
        startLevel,
        sequentialLevels,
        debugMode,
        centerAgent,
        useBackgrounds,
        value,
        restrictThemes,
        paintVelocityInfo,
        coin,
        movedCoins);
  }

  public CoinRunOptions withRestrictThemes(boolean value) {
    return new CoinRunOptions(
        distribution,
        numLevels,
        startLevel,
        sequentialLevels,
        debugMode,
        centerAgent,
        useBackgrounds,
        monochromeAssets,
        value,
        paintVelocityInfo,
        coin,
        movedCoins);
  }

  public CoinRunOptions withPaintVelocityInfo(boolean value) {
    return new CoinRunOptions(
        distribution,
        numLevels,
        startLevel,
        sequentialLevels,
        debugMode,
        centerAgent,
        useBackgrounds,
        monochromeAssets,
        restrictThemes,
        value,
        coin,
        movedCoins);
  }

  /** The coin of every level there. */
  public CoinRunOptions withCoin(Coin value) {
    return withCoin(value, 1);
  }

  /**
   * The coin there in a share of the levels, which their seeds choose, and at the end in others.
   */
  public CoinRunOptions withCoin(Coin value, double share) {
    return new CoinRunOptions(
        distribution,
        numLevels,
        startLevel,
        sequentialLevels,
        debugMode,
        centerAgent,
        useBackgrounds,
        monochromeAssets,
        restrictThemes,
        paintVelocityInfo,
        value,
        share);
  }
}
