package io.fabula.envs.create;

import static io.fabula.envs.create.CreateConstants.BEAM_MASS;
import static io.fabula.envs.create.CreateConstants.BEAM_MOMENT;
import static io.fabula.envs.create.CreateConstants.DEVICE_ELASTICITY;
import static io.fabula.envs.create.CreateConstants.FRICTION;
import static io.fabula.envs.create.CreateConstants.SEGMENT_ELASTICITY;
import static io.fabula.envs.create.CreateConstants.VESSEL_ELASTICITY;
import static io.fabula.envs.create.CreateConstants.WEIGHT_PLACE;

import io.fabula.envs.create.drawing.Appearance;
import io.fabula.envs.create.physics.Body;
import io.fabula.envs.create.physics.Circle;
import io.fabula.envs.create.physics.GearJoint;
import io.fabula.envs.create.physics.Hull;
import io.fabula.envs.create.physics.Joint;
import io.fabula.envs.create.physics.PivotJoint;
import io.fabula.envs.create.physics.RodJoint;
import io.fabula.envs.create.physics.Shape;
import java.util.List;

/**
 * Builds the parts of tools and scenery (tool classes of the AGILE code). Places are in world
 * units, angles in radians.
 */
final class PartFactory {
  private final Body ground = Body.fixed();

  PartSpec segment(
      Appearance appearance,
      double x,
      double y,
      double angle,
      double length,
      double radius,
      double elasticity) {
    Hull shape = line(x, y, angle, length, radius, elasticity);
    return grounded(appearance, shape, x, y, angle, length, true, Behaviour.NONE);
  }

  PartSpec belt(double x, double y, double length, double speed) {
    Hull shape = line(x, y, 0, length, CreateConstants.SEGMENT_RADIUS, SEGMENT_ELASTICITY);
    Behaviour carrying = new Behaviour.Carrying(speed, 0);
    double direction = speed < 0 ? StrictMath.PI : 0;
    return grounded(Appearance.BELT, shape, x, y, direction, length, false, carrying);
  }

  PartSpec ladder(double x, double y, double length) {
    double angle = Math.toRadians(CreateConstants.LADDER_ANGLE);
    double speed = CreateConstants.LADDER_SPEED;
    Behaviour carrying =
        new Behaviour.Carrying(
            CreateConstants.LADDER_SIDEWAYS * speed * StrictMath.cos(angle),
            speed * StrictMath.sin(angle));
    Hull shape = line(x, y, angle, length, CreateConstants.SEGMENT_RADIUS, SEGMENT_ELASTICITY);
    return grounded(Appearance.LADDER, shape, x, y, angle, length, false, carrying);
  }

  private Hull line(
      double x, double y, double angle, double length, double radius, double elasticity) {
    double dx = StrictMath.cos(angle) * length / 2;
    double dy = StrictMath.sin(angle) * length / 2;
    return Hull.segment(ground, x - dx, y - dy, x + dx, y + dy, radius, elasticity, FRICTION);
  }

  /** A regular polygon with a corner at the angle. */
  PartSpec polygon(
      Appearance appearance,
      int corners,
      double x,
      double y,
      double angle,
      double size,
      double elasticity) {
    double[] points = ring(corners, x, y, angle, size);
    Hull shape = Hull.polygon(ground, elasticity, FRICTION, points);
    return grounded(appearance, shape, x, y, angle, size, true, Behaviour.NONE);
  }

  /** A disc without friction. */
  PartSpec disc(Appearance appearance, double x, double y, double radius, double elasticity) {
    Circle shape = new Circle(ground, x, y, radius, elasticity, 0);
    return grounded(appearance, shape, x, y, 0, radius, true, Behaviour.NONE);
  }

  PartSpec box(Appearance appearance, double x, double y, double side, double elasticity) {
    double[] points = rectangle(x, y, side, side, 0);
    Hull shape = Hull.polygon(ground, elasticity, FRICTION, points);
    return grounded(appearance, shape, x, y, 0, side, true, Behaviour.NONE);
  }

  PartSpec cannon(double x, double y, double angle, double force) {
    double width = CreateConstants.CANNON_WIDTH;
    double height = CreateConstants.CANNON_HEIGHT;
    double cosine = StrictMath.cos(angle);
    double sine = StrictMath.sin(angle);
    Behaviour shooting =
        new Behaviour.Shooting(
            x + cosine * width / 2, y + sine * height / 2, force * cosine, force * sine);
    double[] points =
        rectangle(
            x,
            y,
            CreateConstants.CANNON_BOX_WIDTH,
            CreateConstants.CANNON_BOX_HEIGHT,
            CreateConstants.CANNON_BOX_ANGLE);
    Hull shape = Hull.polygon(ground, DEVICE_ELASTICITY, FRICTION, points);
    return grounded(Appearance.CANNON, shape, x, y, angle, width, false, shooting);
  }

  PartSpec fan(double x, double y, double angle, double force) {
    double width = CreateConstants.FAN_WIDTH;
    double height = CreateConstants.FAN_HEIGHT;
    Behaviour blowing =
        new Behaviour.Blowing(force * StrictMath.cos(angle), force * StrictMath.sin(angle));
    double[] points = rectangle(x, y, width, height, angle);
    Hull shape = Hull.polygon(ground, DEVICE_ELASTICITY, FRICTION, points);
    return grounded(Appearance.FAN, shape, x, y, angle, height, false, blowing);
  }

  /** A triangle whose second corner is the nozzle. */
  PartSpec funnel(double x, double y, double angle, double size) {
    double[] points = ring(3, x, y, angle + StrictMath.PI * 5 / 6, size);
    Hull shape = Hull.polygon(ground, VESSEL_ELASTICITY, FRICTION, points);
    Behaviour funnelling = new Behaviour.Funnelling(points);
    return grounded(Appearance.FUNNEL, shape, x, y, angle, size, true, funnelling);
  }

  /** A square whose first and last corners are the rim. */
  PartSpec bucket(double x, double y, double angle, double size) {
    double[] points = ring(4, x, y, angle + StrictMath.PI * 3 / 4, size);
    Hull shape = Hull.polygon(ground, VESSEL_ELASTICITY, FRICTION, points);
    Behaviour catching = new Behaviour.Catching(x, y, points);
    return grounded(Appearance.BUCKET, shape, x, y, angle, size, true, catching);
  }

  PartSpec activator(Activator kind, double x, double y) {
    double size = CreateConstants.ACTIVATOR_SIZE;
    double[] points = ring(4, x, y, StrictMath.PI / 2, size);
    Hull shape = Hull.polygon(ground, VESSEL_ELASTICITY, FRICTION, points);
    return grounded(kind.appearance(), shape, x, y, 0, size, false, Behaviour.NONE);
  }

  /** The goal; only the hull of the star's points counts. */
  PartSpec star(double x, double y) {
    double size = CreateConstants.GOAL_SIZE;
    double[] points = ring(5, x, y, StrictMath.PI / 10, size);
    Hull shape = Hull.polygon(ground, SEGMENT_ELASTICITY, FRICTION, points);
    Behaviour noticing = new Behaviour.Noticing(ObjectRole.TARGET);
    return grounded(Appearance.STAR, shape, x, y, 0, size, false, noticing);
  }

  /** A goal that does not remember touches. */
  PartSpec basket(double x, double y) {
    double size = CreateConstants.BASKET_SIZE;
    double[] points = rectangle(x, y, size, size, 0);
    Hull shape = Hull.polygon(ground, DEVICE_ELASTICITY, FRICTION, points);
    return grounded(Appearance.BASKET, shape, x, y, 0, size, false, Behaviour.NONE);
  }

  PartSpec station(double x, double y) {
    double radius = CreateConstants.SUB_GOAL_RADIUS;
    Circle shape = new Circle(ground, x, y, radius, 0, 0);
    return grounded(Appearance.STATION, shape, x, y, 0, radius, false, Behaviour.NONE);
  }

  PartSpec ball(
      Appearance appearance,
      double x,
      double y,
      double radius,
      double mass,
      double elasticity,
      Behaviour behaviour) {
    Body body = new Body(mass, mass * radius * radius / 2, x, y);
    Circle shape = new Circle(body, 0, 0, radius, elasticity, FRICTION);
    return new PartSpec(
        appearance, shape, x, y, 0, radius, true, behaviour, List.of(body), List.of());
  }

  PartSpec looseBox(double x, double y, double side, double mass, double elasticity) {
    Body body = new Body(mass, mass * side * side / 6, x, y);
    Hull shape = Hull.polygon(body, elasticity, FRICTION, rectangle(0, 0, side, side, 0));
    return new PartSpec(
        Appearance.FIXED, shape, x, y, 0, side, true, Behaviour.NONE, List.of(body), List.of());
  }

  /** A beam that turns freely. */
  PartSpec hinge(double x, double y, double length, double friction) {
    Body body = new Body(BEAM_MASS, BEAM_MOMENT, x, y);
    return beam(body, x, y, 0, length, friction, List.of(body), List.of(pin(body, x, y)));
  }

  /** A beam that turns within an angle to both sides. */
  PartSpec limitedHinge(double x, double y, double length, double friction, double maximum) {
    Body body = new Body(BEAM_MASS, BEAM_MOMENT, x, y);
    List<Joint> joints = List.of(pin(body, x, y), limit(body, x, y, 0, maximum));
    return beam(body, x, y, 0, length, friction, List.of(body), joints);
  }

  PartSpec seeSaw(
      double x,
      double y,
      double length,
      double friction,
      double maximum,
      boolean onLeft,
      double mass) {
    double start = onLeft ? -maximum : maximum;
    Body body = new Body(BEAM_MASS, BEAM_MOMENT, x, y);
    double reach = (onLeft ? 1 : -1) * WEIGHT_PLACE * length;
    double weightX = x + reach * StrictMath.cos(start);
    double weightY = y + reach * StrictMath.sin(start);
    Body weight = new Body(mass, mass, weightX, weightY);
    List<Joint> joints =
        List.of(
            pin(body, x, y),
            limit(body, x, y, start, maximum),
            new PivotJoint(body, weight, weightX, weightY),
            new GearJoint(body, weight));
    return beam(body, x, y, start, length, friction, List.of(body, weight), joints);
  }

  private static PartSpec beam(
      Body body,
      double x,
      double y,
      double start,
      double length,
      double friction,
      List<Body> bodies,
      List<Joint> joints) {
    double dx = StrictMath.cos(start) * length / 2;
    double dy = StrictMath.sin(start) * length / 2;
    Hull shape = Hull.segment(body, -dx, -dy, dx, dy, 0, 0, 0);
    Behaviour damping = friction > 1 ? new Behaviour.Damping(2 - friction) : Behaviour.NONE;
    return new PartSpec(Appearance.BEAM, shape, x, y, start, length, true, damping, bodies, joints);
  }

  private Joint pin(Body body, double x, double y) {
    return RodJoint.pin(body, ground, 0, 0, x, y);
  }

  /** A rope from a point of the beam, one unit from the pivot, to where it is when level. */
  private Joint limit(Body body, double x, double y, double start, double maximum) {
    double slack = 2 * StrictMath.sin(maximum / 2);
    return RodJoint.rope(
        body, ground, -StrictMath.cos(start), -StrictMath.sin(start), x - 1, y, slack);
  }

  private static PartSpec grounded(
      Appearance appearance,
      Shape shape,
      double x,
      double y,
      double angle,
      double size,
      boolean solid,
      Behaviour behaviour) {
    return new PartSpec(
        appearance, shape, x, y, angle, size, solid, behaviour, List.of(), List.of());
  }

  /** Corners on a circle, counter-clockwise from the angle. */
  private static double[] ring(int corners, double x, double y, double angle, double size) {
    double[] points = new double[2 * corners];
    for (int i = 0; i < corners; i++) {
      double at = angle + 2 * StrictMath.PI * i / corners;
      points[2 * i] = x + size * StrictMath.cos(at);
      points[2 * i + 1] = y + size * StrictMath.sin(at);
    }
    return points;
  }

  private static double[] rectangle(double x, double y, double width, double height, double angle) {
    double cosine = StrictMath.cos(angle);
    double sine = StrictMath.sin(angle);
    double[] points = new double[8];
    for (int i = 0; i < 4; i++) {
      double dx = (i == 0 || i == 3 ? 1 : -1) * width / 2;
      double dy = (i < 2 ? 1 : -1) * height / 2;
      points[2 * i] = x + dx * cosine - dy * sine;
      points[2 * i + 1] = y + dx * sine + dy * cosine;
    }
    return points;
  }
}
