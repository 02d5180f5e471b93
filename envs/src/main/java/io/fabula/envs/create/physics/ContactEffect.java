package io.fabula.envs.create.physics;

/**
 * What a shape does beyond bouncing. The effects of both shapes of a pair are asked; each may veto.
 * Sensors are asked too, though they never push back.
 */
public interface ContactEffect {
  /**
   * The shapes begin to touch.
   *
   * @return false to ignore the pair until it separates
   */
  default boolean begins(Shape self, Shape other) {
    return true;
  }

  /**
   * The shapes touch in this step; called before velocities change.
   *
   * @return false for no response in this step
   */
  default boolean touches(Shape self, Shape other) {
    return true;
  }

  /** The response of the pair has been solved for this step. */
  default void solved(Shape self, Shape other) {}
}
