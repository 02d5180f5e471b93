package io.fabula.envs.catalogue;

/**
 * How many steps a world must make per second of one processor under random play; 0 where nothing
 * is asked.
 *
 * @param observed with an observation after each step
 * @param unobserved without any observation
 * @param together with observations, {@link #WORLDS_TOGETHER} worlds stepped together
 */
public record SpeedTarget(double observed, double unobserved, double together) {
  /** How many worlds {@link #together} speaks of. */
  public static final int WORLDS_TOGETHER = 64;

  /** A target for single worlds with observation alone. */
  public static SpeedTarget observed(double stepsPerSecond) {
    return new SpeedTarget(stepsPerSecond, 0, 0);
  }

  /** A target for worlds stepped together alone. */
  public static SpeedTarget together(double stepsPerSecond) {
    return new SpeedTarget(0, 0, stepsPerSecond);
  }
}
