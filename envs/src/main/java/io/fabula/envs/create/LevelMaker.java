package io.fabula.envs.create;

import static io.fabula.envs.create.CreateConstants.BALL_ELASTICITY;
import static io.fabula.envs.create.CreateConstants.BALL_MASS;
import static io.fabula.envs.create.CreateConstants.BALL_RADIUS;
import static io.fabula.envs.create.CreateConstants.BASKET_BALL_RADIUS;
import static io.fabula.envs.create.CreateConstants.SEGMENT_ELASTICITY;

import io.fabula.envs.create.drawing.Appearance;

/** Makes objects out of the parts of a level. */
final class LevelMaker {
  private static final double THIN = 1;

  private final PartFactory parts;

  LevelMaker(PartFactory parts) {
    this.parts = parts;
  }

  /** The object that a part is, at a place in world units; everything in a level is active. */
  SceneObject make(LevelPart part, double x, double y) {
    return new SceneObject(spec(part, x, y), role(part.kind()), null, true);
  }

  private static ObjectRole role(LevelPart.Kind kind) {
    return switch (kind) {
      case TARGET, BASKETBALL -> ObjectRole.TARGET;
      case GOAL, GOALBALL, BASKET -> ObjectRole.GOAL;
      case MARKER -> ObjectRole.MARKER;
      case STATION -> ObjectRole.TARGET_STATION;
      case MARKERSTATION -> ObjectRole.MARKER_STATION;
      case BALL, BOX -> ObjectRole.LOOSE;
      default -> ObjectRole.SCENERY;
    };
  }

  private PartSpec spec(LevelPart part, double x, double y) {
    double length = part.number("length", 16);
    double angle = Math.toRadians(part.number("angle", 0));
    double size = part.number("size", 10);
    double elasticity = part.number("elasticity", BALL_ELASTICITY);
    double mass = part.number("mass", BALL_MASS);
    double radius = part.number("radius", BALL_RADIUS);
    return switch (part.kind()) {
      case TARGET ->
          ball(Appearance.TARGET, x, y, radius, new Behaviour.Noticing(ObjectRole.MARKER));
      case BASKETBALL ->
          ball(
              Appearance.BASKET_BALL,
              x,
              y,
              BASKET_BALL_RADIUS,
              new Behaviour.Noticing(ObjectRole.MARKER));
      case GOALBALL ->
          ball(Appearance.GOAL_BALL, x, y, radius, new Behaviour.Noticing(ObjectRole.TARGET));
      case MARKER -> ball(Appearance.MARKER, x, y, radius, Behaviour.NONE);
      case BALL -> parts.ball(Appearance.BALL, x, y, radius, mass, elasticity, Behaviour.NONE);
      case BOX -> parts.looseBox(x, y, part.number("side", 5), mass, elasticity);
      case GOAL -> parts.star(x, y);
      case BASKET -> parts.basket(x, y);
      case STATION, MARKERSTATION -> parts.station(x, y);
      case FLOOR -> line(Appearance.FLOOR, part, x, y, 0, length);
      case WALL -> line(Appearance.FLOOR, part, x, y, StrictMath.PI / 2, length);
      case OUTERFLOOR -> line(Appearance.OUTER_WALL, part, x, y, 0, length);
      case OUTERWALL -> line(Appearance.OUTER_WALL, part, x, y, StrictMath.PI / 2, length);
      case SLOPE -> line(Appearance.FIXED, part, x, y, angle, length);
      case TRAMPOLINE ->
          parts.segment(
              Appearance.TRAMPOLINE, x, y, 0, length, CreateConstants.SEGMENT_RADIUS, elasticity);
      case CANNON -> parts.cannon(x, y, angle, part.number("force", 120));
      case FUNNEL -> parts.funnel(x, y, angle, size);
      case BUCKET -> parts.bucket(x, y, angle, size);
      case BELT -> parts.belt(x, y, length, part.number("speed", 0));
      case LADDER -> parts.ladder(x, y, length);
      case SEESAW -> {
        double maximum = Math.toRadians(part.number("maximum", 30));
        yield parts.seeSaw(x, y, length, 1, maximum, true, part.number("weight", 1));
      }
    };
  }

  private PartSpec ball(
      Appearance appearance, double x, double y, double radius, Behaviour behaviour) {
    return parts.ball(appearance, x, y, radius, BALL_MASS, BALL_ELASTICITY, behaviour);
  }

  /** The radius is half the thickness in whole units: 0 for thin lines, as published. */
  private PartSpec line(
      Appearance appearance, LevelPart part, double x, double y, double angle, double length) {
    double radius = Math.floor(part.number("thickness", THIN) / 2);
    return parts.segment(appearance, x, y, angle, length, radius, SEGMENT_ELASTICITY);
  }
}
