package io.fabula.envs.create;

import static io.fabula.envs.create.CreateConstants.BALL_ELASTICITY;
import static io.fabula.envs.create.CreateConstants.BALL_MASS;
import static io.fabula.envs.create.CreateConstants.BALL_RADIUS;
import static io.fabula.envs.create.CreateConstants.BASKET_BALL_RADIUS;
import static io.fabula.envs.create.CreateConstants.SEGMENT_ELASTICITY;

/** Makes things out of the parts of a level. */
final class LevelMaker {
  private static final double THIN = 1;

  private final Workshop workshop;

  LevelMaker(Workshop workshop) {
    this.workshop = workshop;
  }

  /** The thing that a part is, at a place in world units; everything in a level is active. */
  Thing make(LevelPart part, double x, double y) {
    return new Thing(plan(part, x, y), role(part.kind()), null, true);
  }

  private static Role role(LevelPart.Kind kind) {
    return switch (kind) {
      case TARGET, BASKETBALL -> Role.TARGET;
      case GOAL, GOALBALL, BASKET -> Role.GOAL;
      case MARKER -> Role.MARKER;
      case STATION -> Role.TARGET_STATION;
      case MARKERSTATION -> Role.MARKER_STATION;
      case BALL, BOX -> Role.LOOSE;
      default -> Role.SCENERY;
    };
  }

  private Plan plan(LevelPart part, double x, double y) {
    double length = part.number("length", 16);
    double angle = Math.toRadians(part.number("angle", 0));
    double size = part.number("size", 10);
    double elasticity = part.number("elasticity", BALL_ELASTICITY);
    double mass = part.number("mass", BALL_MASS);
    double radius = part.number("radius", BALL_RADIUS);
    return switch (part.kind()) {
      case TARGET -> ball(Look.TARGET, x, y, radius, new Behaviour.Noticing(Role.MARKER));
      case BASKETBALL ->
          ball(Look.BASKET_BALL, x, y, BASKET_BALL_RADIUS, new Behaviour.Noticing(Role.MARKER));
      case GOALBALL -> ball(Look.GOAL_BALL, x, y, radius, new Behaviour.Noticing(Role.TARGET));
      case MARKER -> ball(Look.MARKER, x, y, radius, Behaviour.NONE);
      case BALL -> workshop.ball(Look.BALL, x, y, radius, mass, elasticity, Behaviour.NONE);
      case BOX -> workshop.looseBox(x, y, part.number("side", 5), mass, elasticity);
      case GOAL -> workshop.star(x, y);
      case BASKET -> workshop.basket(x, y);
      case STATION, MARKERSTATION -> workshop.station(x, y);
      case FLOOR -> line(Look.FLOOR, part, x, y, 0, length);
      case WALL -> line(Look.FLOOR, part, x, y, StrictMath.PI / 2, length);
      case OUTERFLOOR -> line(Look.OUTER_WALL, part, x, y, 0, length);
      case OUTERWALL -> line(Look.OUTER_WALL, part, x, y, StrictMath.PI / 2, length);
      case SLOPE -> line(Look.FIXED, part, x, y, angle, length);
      case TRAMPOLINE ->
          workshop.segment(
              Look.TRAMPOLINE, x, y, 0, length, CreateConstants.SEGMENT_RADIUS, elasticity);
      case CANNON -> workshop.cannon(x, y, angle, part.number("force", 120));
      case FUNNEL -> workshop.funnel(x, y, angle, size);
      case BUCKET -> workshop.bucket(x, y, angle, size);
      case BELT -> workshop.belt(x, y, length, part.number("speed", 0));
      case LADDER -> workshop.ladder(x, y, length);
      case SEESAW -> {
        double maximum = Math.toRadians(part.number("maximum", 30));
        yield workshop.seeSaw(x, y, length, 1, maximum, true, part.number("weight", 1));
      }
    };
  }

  private Plan ball(Look look, double x, double y, double radius, Behaviour behaviour) {
    return workshop.ball(look, x, y, radius, BALL_MASS, BALL_ELASTICITY, behaviour);
  }

  /** The radius is half the thickness in whole units: 0 for thin lines, as published. */
  private Plan line(Look look, LevelPart part, double x, double y, double angle, double length) {
    double radius = Math.floor(part.number("thickness", THIN) / 2);
    return workshop.segment(look, x, y, angle, length, radius, SEGMENT_ELASTICITY);
  }
}
