package io.fabula.envs.coordinates;

import io.fabula.envs.Environment;
import java.util.List;
import java.util.OptionalInt;

/**
 * A world whose states are the combinations of a few whole-numbered coordinates. The observation
 * depends on the coordinates alone, and there are finitely many discrete actions.
 *
 * <p>Several objectives of one world differ in their rewards and in which coordinates matter, not
 * in coordinates, observations or actions.
 */
public interface CoordinateWorld extends Environment {
  /** Names and numbers of values of the coordinates, outermost first. */
  List<Coordinate> coordinates();

  /**
   * One coordinate.
   *
   * @param name such as {@code x}
   * @param values how many values it has, {@code 0..values-1}; at least 2
   */
  record Coordinate(String name, int values) {
    public Coordinate {
      if (name.isBlank()) throw new IllegalArgumentException("name must not be blank");
      if (values < 2) {
        throw new IllegalArgumentException("values of " + name + " must be at least 2: " + values);
      }
    }
  }

  /** The current value of a coordinate, also after the end of an episode. */
  int coordinate(int index);

  /** Whether this objective's best actions depend on a coordinate. */
  boolean matters(int index);

  /** Whether the world can be in this state at all. */
  boolean exists(int... state);

  /**
   * Writes what is observed in a state, as {@link #observe(float[], int)} would there.
   *
   * @param state coordinates, all within their ranges
   */
  void observeAt(float[] target, int offset, int... state);

  /** Whether an episode can begin at these coordinates. */
  boolean canStart(int... start);

  /**
   * Begins an episode at chosen coordinates.
   *
   * @throws IllegalArgumentException if none can begin there
   */
  void resetAt(int... start);

  /**
   * Least number of steps to the reward in an episode that begins at these coordinates; empty where
   * it cannot be reached, 0 at a place of the reward.
   */
  OptionalInt optimalStepsFrom(int... start);
}
