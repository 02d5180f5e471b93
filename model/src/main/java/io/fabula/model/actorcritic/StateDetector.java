package io.fabula.model.actorcritic;

import io.fabula.envs.Environment;

/** Tells from the state of a world how likely an event is said to happen in it. */
@FunctionalInterface
public interface StateDetector {
  /**
   * The probability of firing in the world's current state.
   *
   * @return within 0..1
   */
  double fires(Environment world);

  /** Never fires. */
  StateDetector NEVER = world -> 0;
}
