package io.fabula.envs.create.drawing;

import io.fabula.envs.create.physics.Body;
import io.fabula.envs.create.physics.Circle;
import io.fabula.envs.create.physics.Hull;

/**
 * Draws the objects of a scene in the published order and colours (constants of the AGILE code);
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

  void draw(DrawnScene scene) {
    draw(scene.target());
    draw(scene.goal());
    for (DrawnObject object : scene.placed()) {
      if (!object.appearance().isActivator()) draw(object);
    }
    for (DrawnObject object : scene.scenery()) draw(object);
    canvas.seeThrough(ACTIVATOR_SEE_THROUGH);
    for (DrawnObject object : scene.placed()) {
      if (object.appearance().isActivator()) {
        glyphs.activator(object.appearance(), object.x(), object.y(), object.size());
      }
    }
    canvas.seeThrough(0);
  }

  private void draw(DrawnObject object) {
    switch (object.appearance()) {
      case TARGET -> solid(object, TARGET);
      case MARKER -> solid(object, MARKER);
      case BALL -> solid(object, LOOSE_BALL);
      case BASKET_BALL -> solid(object, BASKET_BALL);
      case GOAL_BALL -> solid(object, GOAL);
      case STATION -> solid(object, STATION);
      case FLOOR -> solid(object, FLOOR);
      case OUTER_WALL -> solid(object, OUTER_WALL);
      case FIXED -> solid(object, FIXED);
      case BOUNCY -> solid(object, BOUNCY);
      case BEAM -> beam(object);
      case STAR -> glyphs.star(object.x(), object.y(), object.size(), GOAL);
      case BASKET -> glyphs.basket(object.x(), object.y(), object.size(), GOAL);
      case TRAMPOLINE ->
          glyphs.trampoline(object.x(), object.y(), object.angle(), object.size(), BOUNCY);
      case CANNON -> glyphs.cannon(object.x(), object.y(), object.angle());
      case FAN -> glyphs.fan(object.x(), object.y(), object.angle(), object.size());
      case BELT -> glyphs.belt(object.x(), object.y(), object.angle(), object.size());
      case LADDER -> glyphs.ladder(object.x(), object.y(), object.angle(), object.size());
      case FUNNEL -> glyphs.funnel((Hull) object.shape());
      case BUCKET -> glyphs.bucket((Hull) object.shape());
      case FIRE, WATER, ELECTRIC, MAGNET, SPRING ->
          throw new IllegalArgumentException("activators are drawn last");
    }
  }

  private void solid(DrawnObject object, int colour) {
    if (object.shape() instanceof Circle circle) {
      Body body = object.shape().body();
      boolean moves = object.moves();
      double x = moves ? body.x() : circle.centreX();
      double y = moves ? body.y() : circle.centreY();
      canvas.disc(x, y, circle.radius(), colour);
    } else if (object.shape() instanceof Hull hull) {
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

  private void beam(DrawnObject object) {
    segment((Hull) object.shape(), HINGE);
    Body body = object.shape().body();
    double x = body.x();
    double y = body.y();
    canvas.polygon(HINGE, x, y, x - PIVOT, y - PIVOT, x + PIVOT, y - PIVOT);
    Body weight = object.weight();
    if (weight != null) canvas.disc(weight.x(), weight.y(), WEIGHT_RADIUS, HINGE);
  }
}
