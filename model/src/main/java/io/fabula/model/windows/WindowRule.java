package io.fabula.model.windows;

/**
 * How windows are cut.
 *
 * @param length rows in a window, {@code S}; at least {@code contextFrames}
 * @param contextFrames rows that the simulator sees before it starts, at least 1
 * @param original whether to repeat the published sampler's flaws; see {@link #published}
 */
public record WindowRule(int length, int contextFrames, boolean original) {
  /** The action that fills rows outside an episode: "do nothing" in Procgen. */
  public static final int NULL_ACTION = 4;

  /** Checks the sizes. */
  public WindowRule {
    if (contextFrames < 1) {
      throw new IllegalArgumentException("contextFrames must be at least 1, got " + contextFrames);
    }
    if (length < contextFrames) {
      throw new IllegalArgumentException(
          "length must be at least contextFrames = " + contextFrames + ", got " + length);
    }
  }

  /** The corrected rule: windows are filled to the end and padded with the null action. */
  public static WindowRule corrected(int length, int contextFrames) {
    return new WindowRule(length, contextFrames, false);
  }

  /**
   * The rule of the published code. Where a window begins with the next episode its last row stays
   * empty although the episode goes on, and padding holds action 0 (down-left).
   */
  public static WindowRule published(int length, int contextFrames) {
    return new WindowRule(length, contextFrames, true);
  }

  /** The action that fills padding rows. */
  public int paddingAction() {
    return original ? 0 : NULL_ACTION;
  }
}
