package io.fabula.model.twins;

/** Rewrites what an agent remembers after each step. */
public interface StateRule {
  /** Memory stays as it is. */
  StateRule NONE = (previous, current) -> current;

  /**
   * The memory that the next step begins with.
   *
   * @param previous before the step, {@code [stateSize]}; not changed
   * @param current after it; what was done and predicted was read from this; not changed
   */
  float[] apply(float[] previous, float[] current);
}
