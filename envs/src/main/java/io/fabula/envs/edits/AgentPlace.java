package io.fabula.envs.edits;

/**
 * Where an agent is, in cells of its world.
 *
 * @param x from the left
 * @param y in the direction in which the world counts its rows
 */
public record AgentPlace(double x, double y) {
  /** Whether two places are the same for the purpose of comparing worlds. */
  public boolean near(AgentPlace other, double tolerance) {
    return Math.abs(x - other.x) <= tolerance && Math.abs(y - other.y) <= tolerance;
  }
}
