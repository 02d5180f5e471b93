package io.fabula.pipelines.studies.platform.stages;

import io.fabula.envs.platform.PlatformState;
import java.util.Optional;

/**
 * Gives a feature of what an agent sees another value by changing the world. The platforms cannot
 * be changed, so features that describe them follow the player's place and have no edit.
 */
public final class WorldEdits {
  /** Features that can be changed: player's place and velocity, enemy's place and velocity. */
  public static final int EDITABLE = 4;

  private WorldEdits() {}

  /**
   * The state in which a feature has the value that it has in another state; nothing where it has
   * that value already, where the enemy of the other platform would be meant, or where player and
   * enemy would touch, which ends the episode whatever an agent does.
   *
   * @param feature within 0..3
   * @param other a state that occurred
   */
  public static Optional<PlatformState> with(
      PlatformState state, int feature, PlatformState other) {
    if (feature >= 2 && state.seesSecondEnemy() != other.seesSecondEnemy()) {
      return Optional.empty();
    }
    PlatformState edited =
        switch (feature) {
          case 0 -> state.withX(other.x());
          case 1 -> state.withVx(other.vx());
          case 2 -> state.withSeenEnemy(other.seenEnemyX(), state.seenEnemyVx());
          case 3 -> state.withSeenEnemy(state.seenEnemyX(), other.seenEnemyVx());
          default ->
              throw new IllegalArgumentException("feature must be within 0..3, got " + feature);
        };
    return edited.equals(state) || edited.touchesEnemy() ? Optional.empty() : Optional.of(edited);
  }

  /**
   * The state in which a feature is larger by some amount; nothing where the edit cannot be made.
   *
   * @param feature within 0..3
   * @param amount units of the world, or units per unit of time
   */
  public static Optional<PlatformState> pushed(PlatformState state, int feature, double amount) {
    PlatformState other =
        switch (feature) {
          case 0 -> state.withX(state.x() + amount);
          case 1 -> state.withVx(state.vx() + amount);
          case 2 -> state.withSeenEnemy(state.seenEnemyX() + amount, state.seenEnemyVx());
          case 3 -> state.withSeenEnemy(state.seenEnemyX(), state.seenEnemyVx() + amount);
          default ->
              throw new IllegalArgumentException("feature must be within 0..3, got " + feature);
        };
    return with(state, feature, other);
  }
}
