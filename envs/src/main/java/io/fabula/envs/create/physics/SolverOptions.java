package io.fabula.envs.create.physics;

/**
 * The constants of a {@link Space}. Units are the user's own, time included.
 *
 * @param gravityX acceleration of every moving body
 * @param gravityY acceleration of every moving body
 * @param iterations passes over contacts and joints per step, at least 1
 * @param slop depth of overlap that is left alone, so that resting contacts stay in touch
 * @param correction share of the remaining overlap or joint error that one step removes, in (0, 1]
 * @param persistence steps for which the impulses of a lost contact are remembered
 * @param sleepTime a group of touching bodies falls asleep after being idle for this long
 */
public record SolverOptions(
    double gravityX,
    double gravityY,
    int iterations,
    double slop,
    double correction,
    int persistence,
    double sleepTime) {
  public SolverOptions {
    if (iterations < 1) {
      throw new IllegalArgumentException("iterations must be at least 1, got " + iterations);
    }
    if (!(slop >= 0)) throw new IllegalArgumentException("slop must not be negative, got " + slop);
    if (!(correction > 0 && correction <= 1)) {
      throw new IllegalArgumentException("correction must be within (0, 1], got " + correction);
    }
    if (persistence < 1) {
      throw new IllegalArgumentException("persistence must be at least 1, got " + persistence);
    }
  }
}
