package io.fabula.envs.create;

import io.fabula.envs.create.physics.SolverOptions;

/**
 * The numbers of CREATE (Jain et al. 2020; settings and tool classes of the AGILE code, Jain et al.
 * 2022). Lengths are world units of a square world, positions of tools and levels are normalised to
 * -1..1.
 */
final class CreateConstants {
  // world and time
  static final double WORLD = 84;
  static final double PHYSICS_STEP = 1.0 / 30;
  static final int PHYSICS_STEPS = 40;
  static final int PAUSED_PHYSICS_STEPS = 1;

  /** Gravity of CREATE; the rest are the defaults of Chipmunk 7 and CREATE's sleep threshold. */
  static final SolverOptions SOLVER =
      new SolverOptions(0, -2, 10, 0.1, 1 - StrictMath.pow(0.9, 60 * PHYSICS_STEP), 3, 0.3);

  // balls and boxes
  static final double BALL_MASS = 10;
  static final double BALL_RADIUS = 4;
  static final double BASKET_BALL_RADIUS = 3.5;
  static final double BALL_ELASTICITY = 1;
  static final double FRICTION = 1;

  // tools
  static final double SEGMENT_ELASTICITY = 0.5;
  static final double SEGMENT_RADIUS = 1;
  static final double BEAM_MASS = 10;
  static final double BEAM_MOMENT = 10_000;

  /** The weight of a see-saw sits at this share of the length from the pivot. */
  static final double WEIGHT_PLACE = 3.0 / 8;

  static final double CANNON_WIDTH = 10;
  static final double CANNON_HEIGHT = 7.3;

  /** Every cannon's box is shifted arguments: height for width, and 10 radians for its angle. */
  static final double CANNON_BOX_WIDTH = 7.3;

  static final double CANNON_BOX_HEIGHT = 10;
  static final double CANNON_BOX_ANGLE = 10;

  static final double FAN_WIDTH = 6.7;
  static final double FAN_HEIGHT = 10;
  static final double DEVICE_ELASTICITY = 0.4;
  static final double VESSEL_ELASTICITY = 0.5;
  static final double ACTIVATOR_SIZE = 5;
  static final double LADDER_ANGLE = 95;
  static final double LADDER_SPEED = 4;
  static final double LADDER_SIDEWAYS = 4;

  // goal
  static final double GOAL_SIZE = 4;
  static final double SUB_GOAL_RADIUS = 3;
  static final double BASKET_SIZE = 10;

  // placing
  static final int SET_SIZE = 25;
  static final int SET_ACTIVATORS = 2;
  static final double NEAR = 0.3;

  // rewards
  static final double STEP_REWARD = 0.01;
  static final double BLOCKED_REWARD = -0.01;
  static final double ACTIVATION_REWARD = 0.05;
  static final double GOAL_REWARD = 10;
  static final double SUB_GOAL_REWARD = 2;
  static final double PRICE_PER_OBJECT = 0.1;

  // ends
  /** Share of the world's diagonal that the target must move to count as hit. */
  static final double MOVED = 0.03;

  static final double SLOW = 0.05;
  static final int SLOW_STEPS = 2;

  // observation
  static final int SEEN_OBJECTS = 16;

  private CreateConstants() {}

  /** World units of a normalised coordinate. */
  static double world(double normalised) {
    return (normalised + 1) * WORLD / 2;
  }

  /** Normalised coordinate of world units. */
  static double normalised(double world) {
    return world / WORLD * 2 - 1;
  }
}
