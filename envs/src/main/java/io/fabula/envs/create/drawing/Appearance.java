package io.fabula.envs.create.drawing;

/** How an object is drawn. */
public enum Appearance {
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
  FIRE,
  WATER,
  ELECTRIC,
  MAGNET,
  SPRING;

  /** Whether it is one of the five activators, which are drawn last and half transparent. */
  public boolean isActivator() {
    return compareTo(FIRE) >= 0;
  }
}
