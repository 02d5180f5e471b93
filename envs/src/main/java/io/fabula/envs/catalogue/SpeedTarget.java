package io.fabula.envs.catalogue;

/**
 * How many steps a world must make per second of one processor under random play.
 *
 * @param observed with an observation after each step
 * @param unobserved without any observation, or 0 if nothing is asked
 */
public record SpeedTarget(double observed, double unobserved) {
  /** A target for steps with observation alone. */
  public static SpeedTarget observed(double stepsPerSecond) {
    return new SpeedTarget(stepsPerSecond, 0);
  }

  /** The target that applies, or 0 if there is none. */
  public double of(boolean observing) {
    return observing ? observed : unobserved;
  }
}
