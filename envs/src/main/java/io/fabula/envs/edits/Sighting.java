package io.fabula.envs.edits;

/**
 * The nearest occurrence of a feature in the agent's view.
 *
 * @param present whether there is one
 * @param distance in cells from the agent's edge to its edge, negative where they overlap; positive
 *     infinity if there is none
 */
public record Sighting(boolean present, double distance) {
  /** Nothing in view. */
  public static final Sighting NONE = new Sighting(false, Double.POSITIVE_INFINITY);

  /** Something in view. */
  public static Sighting at(double distance) {
    return new Sighting(true, distance);
  }
}
