package io.fabula.envs.platform;

import static io.fabula.envs.platform.PlatformConstants.ENEMY_HEIGHT;
import static io.fabula.envs.platform.PlatformConstants.ENEMY_SPEED;
import static io.fabula.envs.platform.PlatformConstants.ENEMY_WIDTH;
import static io.fabula.envs.platform.PlatformConstants.FIRST_WIDTH;
import static io.fabula.envs.platform.PlatformConstants.PLATFORM_HEIGHT;
import static io.fabula.envs.platform.PlatformConstants.PLAYER_HEIGHT;
import static io.fabula.envs.platform.PlatformConstants.PLAYER_WIDTH;
import static io.fabula.envs.platform.PlatformConstants.SECOND_LEFT;
import static io.fabula.envs.platform.PlatformConstants.SECOND_WIDTH;

/**
 * Where everything is and how it moves. Positions are lower left corners in world units (1 unit = 1
 * pixel of the picture), x to the right, y up; velocities are units per unit of time.
 *
 * @param x the player's left edge, 0 to 1035
 * @param y the player's feet; 40 when standing
 * @param vx the player's velocity to the right, 0 to 100
 * @param vy the player's velocity upwards, -200 to 200
 * @param enemy1X left edge of the enemy on the first platform
 * @param enemy1Vx its velocity, -30 to 30
 * @param enemy2X left edge of the enemy on the second platform
 * @param enemy2Vx its velocity, -30 to 30
 */
public record PlatformState(
    double x,
    double y,
    double vx,
    double vy,
    double enemy1X,
    double enemy1Vx,
    double enemy2X,
    double enemy2Vx) {
  /**
   * How every episode begins: the player at rest far left, the enemies at the right, moving left.
   */
  public static final PlatformState START =
      new PlatformState(
          0,
          PLATFORM_HEIGHT,
          0,
          0,
          FIRST_WIDTH - ENEMY_WIDTH,
          -ENEMY_SPEED,
          SECOND_LEFT + SECOND_WIDTH - ENEMY_WIDTH,
          -ENEMY_SPEED);

  /** Whether the enemy that an agent sees is the second one. */
  public boolean seesSecondEnemy() {
    return x > SECOND_LEFT;
  }

  /** Left edge of the enemy that an agent sees. */
  public double seenEnemyX() {
    return seesSecondEnemy() ? enemy2X : enemy1X;
  }

  /** Velocity of the enemy that an agent sees. */
  public double seenEnemyVx() {
    return seesSecondEnemy() ? enemy2Vx : enemy1Vx;
  }

  /** Whether the player touches an enemy, which ends an episode with the next substep. */
  public boolean touchesEnemy() {
    return touches(enemy1X) || touches(enemy2X);
  }

  private boolean touches(double enemyX) {
    return x > enemyX - PLAYER_WIDTH
        && x < enemyX + ENEMY_WIDTH
        && y > PLATFORM_HEIGHT - PLAYER_HEIGHT
        && y < PLATFORM_HEIGHT + ENEMY_HEIGHT;
  }

  /** The same with the player somewhere else. */
  public PlatformState withX(double newX) {
    return new PlatformState(newX, y, vx, vy, enemy1X, enemy1Vx, enemy2X, enemy2Vx);
  }

  /** The same with the player at another velocity to the right. */
  public PlatformState withVx(double newVx) {
    return new PlatformState(x, y, newVx, vy, enemy1X, enemy1Vx, enemy2X, enemy2Vx);
  }

  /** The same with the enemy that an agent sees somewhere else or at another velocity. */
  public PlatformState withSeenEnemy(double newX, double newVx) {
    return seesSecondEnemy()
        ? new PlatformState(x, y, vx, vy, enemy1X, enemy1Vx, newX, newVx)
        : new PlatformState(x, y, vx, vy, newX, newVx, enemy2X, enemy2Vx);
  }
}
