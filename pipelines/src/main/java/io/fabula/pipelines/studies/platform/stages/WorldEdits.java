package io.fabula.pipelines.studies.platform.stages;

import io.fabula.envs.platform.PlatformState;
import java.util.Optional;

/**
 * Gives a feature of what an agent sees another value by changing the world. The platforms cannot
 * be changed, so features that describe them follow the player's place and have no edit.
 */
final class WorldEdits {
  /** Features that can be changed: player's place and velocity, enemy's place and velocity. */
  static final int EDITABLE = 4;

  private WorldEdits() {}

  /**
   * The state in which a feature has the value that it has in another state; nothing where it has
   * that value already, where the enemy of the other platform would be meant, or where player and
   * enemy would touch, which ends the episode whatever an agent does.
   *
   * @param feature within 0..3
   * @param other a state that occurred
   */
  static Optional<PlatformState> with(PlatformState state, int feature, PlatformState other) {
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
}
