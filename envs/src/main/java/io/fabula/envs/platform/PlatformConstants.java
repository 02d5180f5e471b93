package io.fabula.envs.platform;

/**
 * The numbers of Platform, in world units and units of its time (Masson, Ranchod and Konidaris
 * 2016, "Reinforcement Learning with Parameterized Actions", section 5; values of the Gym port by
 * Bester 2018).
 */
final class PlatformConstants {
  // time
  static final double SUBSTEP = 0.05;
  static final double STEP = 1.0;
  static final int MAXIMUM_STEPS = 200;

  // geometry; platforms lie on the ground one behind the other, all of one height
  static final double PLAYER_WIDTH = 20;
  static final double PLAYER_HEIGHT = 30;
  static final double ENEMY_WIDTH = 20;
  static final double ENEMY_HEIGHT = 30;
  static final double PLATFORM_HEIGHT = 40;
  static final double FIRST_WIDTH = 250;
  static final double SECOND_WIDTH = 275;
  static final double THIRD_WIDTH = 50;
  static final double FIRST_GAP = 225;
  static final double SECOND_GAP = 235;
  static final double SECOND_LEFT = FIRST_WIDTH + FIRST_GAP;
  static final double THIRD_LEFT = SECOND_LEFT + SECOND_WIDTH + SECOND_GAP;
  static final double TOTAL_WIDTH = THIRD_LEFT + THIRD_WIDTH;
  static final double[] PLATFORM_LEFT = {0, SECOND_LEFT, THIRD_LEFT};
  static final double[] PLATFORM_WIDTH = {FIRST_WIDTH, SECOND_WIDTH, THIRD_WIDTH};

  // motion
  static final double GRAVITY = 9.8;
  static final double VELOCITY_KEPT = 0.99;
  static final double MAXIMUM_SPEED_X = 100;
  static final double MAXIMUM_SPEED_Y = 200;
  static final double MAXIMUM_SPEED_STANDING = 70;
  static final double MAXIMUM_ACCELERATION_X = (MAXIMUM_SPEED_X - MAXIMUM_SPEED_STANDING) / SUBSTEP;
  static final double MAXIMUM_ACCELERATION_Y = MAXIMUM_SPEED_Y / SUBSTEP;
  static final double HOP_SPEED_Y = 35;
  static final double LEAP_SPEED_Y = 25;
  static final double ENEMY_SPEED = 30;

  // noise: standard deviations of one draw
  static final double DRAG_NOISE = 0.5 * SUBSTEP;
  static final double ENEMY_NOISE = 0.5 * SUBSTEP;
  static final double JUMP_NOISE = 1.0;

  // actions, in the order of their indices
  static final int RUN = 0;
  static final int HOP = 1;
  static final int LEAP = 2;
  static final String[] ACTION_NAMES = {"run", "hop", "leap"};
  static final double[] MAXIMUM_PARAMETER = {30, 720, 430};

  private PlatformConstants() {}
}
