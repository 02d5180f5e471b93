package io.fabula.envs.platform;

import static io.fabula.envs.platform.PlatformConstants.*;

import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The motion of player and enemies, substep by substep, in double precision and in the original's
 * order of operations, so that equal noise gives equal bits.
 *
 * @implNote the original's fourth action, an unparameterised jump that no index reaches, is left
 *     out.
 */
final class PlatformDynamics {
  /** Standard normal draws, taken in this order: jump x, jump y, drag, enemy. */
  private final DoubleSupplier noise;

  private double x;
  private double y;
  private double vx;
  private double vy;
  private final double[] enemyX = new double[2];
  private final double[] enemyVx = new double[2];

  private double reward;
  private boolean terminal;

  PlatformDynamics(DoubleSupplier noise) {
    this.noise = noise;
    setState(PlatformState.START);
  }

  PlatformState state() {
    return new PlatformState(x, y, vx, vy, enemyX[0], enemyVx[0], enemyX[1], enemyVx[1]);
  }

  void setState(PlatformState state) {
    x = state.x();
    y = state.y();
    vx = state.vx();
    vy = state.vy();
    enemyX[0] = state.enemy1X();
    enemyVx[0] = state.enemy1Vx();
    enemyX[1] = state.enemy2X();
    enemyVx[1] = state.enemy2Vx();
    reward = 0;
    terminal = false;
  }

  /** Displacement over the total width, from the start of the step to the last substep. */
  double reward() {
    return reward;
  }

  boolean terminal() {
    return terminal;
  }

  /**
   * One agent step: a run lasts 20 substeps, a jump until the player stands again.
   *
   * @param parameter in world units; clipped to the action's range
   * @param afterSubstep called after each substep, if given
   * @return the number of substeps
   */
  int step(int action, double parameter, @Nullable Runnable afterSubstep) {
    double clipped = clip(parameter, 0, MAXIMUM_PARAMETER[action]);
    double startX = x;
    double remaining = STEP;
    int substeps = 0;
    boolean running = true;
    while (running) {
      substep(action, clipped, startX);
      substeps++;
      if (afterSubstep != null) afterSubstep.run();
      if (action == RUN) {
        remaining -= SUBSTEP;
        running = remaining > 0;
      } else {
        running = !standing();
      }
      if (terminal) running = false;
    }
    return substeps;
  }

  /** One substep; {@code startX} is where the agent's step began, which the reward refers to. */
  void substep(int action, double parameter, double startX) {
    boolean standing = standing();
    if (standing) {
      apply(action, parameter);
      vx = clip(vx, 0, MAXIMUM_SPEED_STANDING);
    } else {
      accelerate(0, -GRAVITY);
    }
    int mover = x > SECOND_LEFT ? 1 : 0; // only the enemy of the player's side moves
    movePlayer();
    moveEnemy(mover);
    for (int i = 0; i < PLATFORM_LEFT.length; i++) {
      if (overlapsPlayer(PLATFORM_LEFT[i], 0, PLATFORM_WIDTH[i], PLATFORM_HEIGHT)) {
        pushOut(i);
        vx = 0;
      }
    }
    reward = (x - startX) / TOTAL_WIDTH;
    terminal = y < PLATFORM_HEIGHT || touchesEnemy(0) || touchesEnemy(1);
    if (x >= TOTAL_WIDTH) {
      reward = (TOTAL_WIDTH - startX) / TOTAL_WIDTH;
      terminal = true;
    }
  }

  /** Whether the feet are exactly on a platform; landing sets y to exactly its height. */
  boolean standing() {
    if (y != PLATFORM_HEIGHT) return false;
    for (int i = 0; i < PLATFORM_LEFT.length; i++) {
      double fromLeft = x - PLATFORM_LEFT[i];
      if (fromLeft >= -PLAYER_WIDTH && fromLeft <= PLATFORM_WIDTH[i]) return true;
    }
    return false;
  }

  private void apply(int action, double parameter) {
    switch (action) {
      case RUN -> accelerate(parameter / SUBSTEP, 0);
      case HOP -> jump(parameter, HOP_SPEED_Y);
      case LEAP -> jump(parameter, LEAP_SPEED_Y);
      default -> throw new IllegalArgumentException("action must be within 0..2, got " + action);
    }
  }

  /** Aims at a distance as if the flight lasted 2 v/g + 1 without drag, as the original does. */
  private void jump(double distance, double speedY) {
    double seconds = 2 * speedY / GRAVITY + 1;
    double speedX =
        clip(distance / seconds - vx, -MAXIMUM_ACCELERATION_X, MAXIMUM_SPEED_Y - speedY);
    double noiseX = Math.abs(JUMP_NOISE * noise.getAsDouble());
    double noiseY = Math.abs(JUMP_NOISE * noise.getAsDouble());
    accelerate((speedX - noiseX) / SUBSTEP, (speedY - noiseY) / SUBSTEP);
  }

  private void accelerate(double ax, double ay) {
    vx += clip(ax, -MAXIMUM_ACCELERATION_X, MAXIMUM_ACCELERATION_X) * SUBSTEP;
    vy += clip(ay, -MAXIMUM_ACCELERATION_Y, MAXIMUM_ACCELERATION_Y) * SUBSTEP;
    vx -= Math.abs(DRAG_NOISE * noise.getAsDouble());
    vx = clip(vx, -MAXIMUM_SPEED_X, MAXIMUM_SPEED_X);
    vy = clip(vy, -MAXIMUM_SPEED_Y, MAXIMUM_SPEED_Y);
    vx = Math.max(vx, 0);
  }

  private void movePlayer() {
    x = clip(x + vx * SUBSTEP, 0, TOTAL_WIDTH);
    y += vy * SUBSTEP;
    vx *= VELOCITY_KEPT;
  }

  /**
   * An enemy turns at the ends of its platform; it starts on the right end, so it turns at once.
   */
  private void moveEnemy(int i) {
    double left = PLATFORM_LEFT[i];
    double right = left + PLATFORM_WIDTH[i] - ENEMY_WIDTH;
    double velocity = enemyVx[i];
    if (!(left < enemyX[i] && enemyX[i] < right)) velocity = -velocity;
    velocity = clip(velocity + ENEMY_NOISE * noise.getAsDouble(), -ENEMY_SPEED, ENEMY_SPEED);
    enemyVx[i] = velocity;
    enemyX[i] = clip(enemyX[i] + velocity * SUBSTEP, left, right);
  }

  /** Moves the player out of platform {@code i}, on the side where it is the less deep. */
  private void pushOut(int i) {
    double left = PLATFORM_LEFT[i];
    double newX = x;
    double newY = y;
    if (x < left) {
      newX = left - PLAYER_WIDTH;
    } else if (x > left + PLATFORM_WIDTH[i] - PLAYER_WIDTH) {
      newX = left + PLATFORM_WIDTH[i];
    }
    if (y < 0) {
      newY = -PLAYER_HEIGHT;
    } else if (y > PLATFORM_HEIGHT - PLAYER_HEIGHT) {
      newY = PLATFORM_HEIGHT;
    }
    boolean sideways = newX != x && (newY == y || Math.abs(x - newX) < Math.abs(y - newY));
    if (sideways) {
      vx = 0;
      x = newX;
    } else {
      vy = 0;
      y = newY;
    }
  }

  private boolean touchesEnemy(int i) {
    return overlapsPlayer(enemyX[i], PLATFORM_HEIGHT, ENEMY_WIDTH, ENEMY_HEIGHT);
  }

  /** Strict overlap: exact contact does not count. */
  private boolean overlapsPlayer(double left, double bottom, double width, double height) {
    return left - PLAYER_WIDTH < x
        && x < left + width
        && bottom - PLAYER_HEIGHT < y
        && y < bottom + height;
  }

  double x() {
    return x;
  }

  double vx() {
    return vx;
  }

  double enemyX(int i) {
    return enemyX[i];
  }

  double enemyVx(int i) {
    return enemyVx[i];
  }

  private static double clip(double value, double minimum, double maximum) {
    return Math.min(Math.max(value, minimum), maximum);
  }
}
