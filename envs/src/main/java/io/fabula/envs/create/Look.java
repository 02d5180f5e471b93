package io.fabula.envs.create;

/** How a thing is drawn. */
enum Look {
  TARGET,
  MARKER,
  BALL,
  BASKET_BALL,
  GOAL_BALL,
  STAR,
  BASKET,
  STATION,
  FLOOR,
  OUTER_WALL,
  FIXED,
  BOUNCY,
  TRAMPOLINE,
  BEAM,
  CANNON,
  FAN,
  BELT,
  LADDER,
  FUNNEL,
  BUCKET,
  ACTIVATOR
}
