package io.fabula.envs.platform;

import static io.fabula.envs.platform.PlatformConstants.*;

import java.util.List;

/**
 * The nine numbers that an agent sees of a {@link PlatformState}: first scaled to 0..1, then to
 * -1..1. Height and vertical velocity are not among them; an agent's steps end on the ground.
 */
final class PlatformObservation {
  static final int SIZE = 9;

  static final List<String> NAMES =
      List.of(
          "Agent Position",
          "Agent Velocity",
          "Enemy Position",
          "Enemy Velocity",
          "Platform Width 1",
          "Platform Width 2",
          "Gap",
          "Platform Identifier",
          "Platform Height");

  /** All platforms stand at the same height. */
  private static final double HEIGHT_DIFFERENCE = 0;

  private PlatformObservation() {}

  /** Writes the features on a scale of 0 to 1, {@code [9]}, to {@code target}. */
  static void unit(PlatformDynamics world, double[] target) {
    double x = world.x();
    int enemy = x > SECOND_LEFT ? 1 : 0;
    double width;
    double nextWidth;
    double gap;
    double left;
    if (x < SECOND_LEFT) { // at exactly this x the features are the second platform's already
      width = FIRST_WIDTH;
      nextWidth = SECOND_WIDTH;
      gap = FIRST_GAP;
      left = 0;
    } else if (x < THIRD_LEFT) {
      width = SECOND_WIDTH;
      nextWidth = THIRD_WIDTH;
      gap = SECOND_GAP;
      left = SECOND_LEFT;
    } else {
      width = THIRD_WIDTH;
      nextWidth = 0;
      gap = 0;
      left = THIRD_LEFT;
    }
    target[0] = (x + PLAYER_WIDTH) / (TOTAL_WIDTH + PLAYER_WIDTH);
    target[1] = world.vx() / MAXIMUM_SPEED_X;
    target[2] = world.enemyX(enemy) / TOTAL_WIDTH;
    target[3] = (world.enemyVx(enemy) + ENEMY_SPEED) / (2 * ENEMY_SPEED);
    target[4] = width / SECOND_WIDTH;
    target[5] = nextWidth / SECOND_WIDTH;
    target[6] = gap / SECOND_GAP;
    target[7] = left / TOTAL_WIDTH;
    target[8] = HEIGHT_DIFFERENCE;
  }

  /** Writes the features on a scale of -1 to 1, {@code [9]}, to {@code target}. */
  static void scaled(PlatformDynamics world, double[] target) {
    unit(world, target);
    for (int i = 0; i < SIZE; i++) target[i] = 2 * target[i] - 1;
  }
}
