package io.fabula.envs.create;

import io.fabula.envs.create.physics.Body;
import io.fabula.envs.create.physics.Circle;
import io.fabula.envs.create.physics.Hull;

/**
 * Draws the things of a stage in the published order and colours (constants of the AGILE code);
 * where the original has sprites, these are drawings of our own. A tool looks the same whether it
 * is active or not.
 */
final class SceneDrawing {
  private static final int MARKER = 0x79ADDC;
  private static final int TARGET = 0xF45B69;
  private static final int GOAL = 0x7CFD2E;
  private static final int STATION = 0xD3FEB9;
  private static final int FIXED = 0xFA8535;
  private static final int BOUNCY = 0x086788;
  private static final int HINGE = 0xFA9149;
  private static final int FLOOR = 0x4682B4;
  private static final int OUTER_WALL = 0xB0C4DE;
  private static final int LOOSE_BALL = 0x6E5A46;
  private static final int BASKET_BALL = 0xD9722C;
  private static final double ACTIVATOR_SEE_THROUGH = 0.3;
  private static final double PIVOT = 2;
  private static final double WEIGHT_RADIUS = 1.5;
  private static final double HAIRLINE = 1;

  private final Canvas canvas;
  private final Glyphs glyphs;

  SceneDrawing(Canvas canvas) {
    this.canvas = canvas;
    glyphs = new Glyphs(canvas);
  }

  void draw(Stage stage) {
    draw(stage.target);
    draw(stage.goal);
    for (Thing thing : stage.placed) if (!thing.isActivator()) draw(thing);
    for (Thing thing : stage.scenery) draw(thing);
    canvas.seeThrough(ACTIVATOR_SEE_THROUGH);
    for (Thing thing : stage.placed) {
      Tool tool = thing.tool;
      if (thing.isActivator() && tool != null) {
        tool.activates().ifPresent(kind -> glyphs.activator(kind, thing.x, thing.y));
      }
    }
    canvas.seeThrough(0);
  }

  private void draw(Thing thing) {
    switch (thing.look) {
      case TARGET -> solid(thing, TARGET);
      case MARKER -> solid(thing, MARKER);
      case BALL -> solid(thing, LOOSE_BALL);
      case BASKET_BALL -> solid(thing, BASKET_BALL);
      case GOAL_BALL -> solid(thing, GOAL);
      case STATION -> solid(thing, STATION);
      case FLOOR -> solid(thing, FLOOR);
      case OUTER_WALL -> solid(thing, OUTER_WALL);
      case FIXED -> solid(thing, FIXED);
      case BOUNCY -> solid(thing, BOUNCY);
      case BEAM -> beam(thing);
      case STAR -> glyphs.star(thing.x, thing.y, thing.size, GOAL);
      case BASKET -> glyphs.basket(thing.x, thing.y, thing.size, GOAL);
      case TRAMPOLINE -> glyphs.trampoline(thing.x, thing.y, thing.angle, thing.size, BOUNCY);
      case CANNON -> glyphs.cannon(thing.x, thing.y, thing.angle);
      case FAN -> glyphs.fan(thing.x, thing.y, thing.angle);
      case BELT -> glyphs.belt(thing.x, thing.y, thing.angle, thing.size);
      case LADDER -> glyphs.ladder(thing.x, thing.y, thing.angle, thing.size);
      case FUNNEL -> glyphs.funnel((Hull) thing.shape);
      case BUCKET -> glyphs.bucket((Hull) thing.shape);
      case ACTIVATOR -> throw new IllegalArgumentException("activators are drawn last");
    }
  }

  private void solid(Thing thing, int colour) {
    if (thing.shape instanceof Circle circle) {
      Body body = thing.shape.body();
      boolean moves = thing.moves();
      double x = moves ? body.x() : circle.centreX();
      double y = moves ? body.y() : circle.centreY();
      canvas.disc(x, y, circle.radius(), colour);
    } else if (thing.shape instanceof Hull hull) {
      if (hull.corners() == 2) segment(hull, colour);
      else canvas.polygon(colour, corners(hull));
    }
  }

  private void segment(Hull hull, int colour) {
    double width = Math.max(HAIRLINE, 2 * hull.radius());
    canvas.line(hull.cornerX(0), hull.cornerY(0), hull.cornerX(1), hull.cornerY(1), width, colour);
  }

  private static double[] corners(Hull hull) {
    double[] corners = new double[2 * hull.corners()];
    for (int i = 0; i < hull.corners(); i++) {
      corners[2 * i] = hull.cornerX(i);
      corners[2 * i + 1] = hull.cornerY(i);
    }
    return corners;
  }

  private void beam(Thing thing) {
    segment((Hull) thing.shape, HINGE);
    Body body = thing.shape.body();
    double x = body.x();
    double y = body.y();
    canvas.polygon(HINGE, x, y, x - PIVOT, y - PIVOT, x + PIVOT, y - PIVOT);
    Body weight = thing.weight();
    if (weight != null) canvas.disc(weight.x(), weight.y(), WEIGHT_RADIUS, HINGE);
  }
}
