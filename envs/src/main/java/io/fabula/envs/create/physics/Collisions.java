package io.fabula.envs.create.physics;

/** Finds the contact points of two shapes. */
final class Collisions {
  private Collisions() {}

  /** Whether a pair must be swapped: circles come before hulls, segments before polygons. */
  static boolean swapped(Shape a, Shape b) {
    return rank(a) > rank(b);
  }

  private static int rank(Shape shape) {
    if (shape instanceof Hull hull) return hull.corners() == 2 ? 1 : 2;
    return 0;
  }

  /**
   * Fills the manifold.
   *
   * @return whether there is at least one contact point
   */
  static boolean collide(Shape a, Shape b, Manifold out) {
    out.clear(0, 0);
    if (a instanceof Circle first) {
      if (b instanceof Circle second) circles(first, second, out);
      else if (b instanceof Hull second) circleAndHull(first, second, out);
    } else if (a instanceof Hull first) {
      if (b instanceof Circle second) circleAndHull(second, first, out);
      else if (b instanceof Hull second) HullCollision.collide(first, second, out);
    }
    return out.count > 0;
  }

  private static void circles(Circle a, Circle b, Manifold out) {
    double reach = a.radius + b.radius;
    double dx = b.centreX - a.centreX;
    double dy = b.centreY - a.centreY;
    double squared = dx * dx + dy * dy;
    if (squared >= reach * reach) return;
    double distance = Math.sqrt(squared);
    double nx = distance > 0 ? dx / distance : 1;
    double ny = distance > 0 ? dy / distance : 0;
    out.clear(nx, ny);
    out.add(
        a.centreX + nx * a.radius,
        a.centreY + ny * a.radius,
        b.centreX - nx * b.radius,
        b.centreY - ny * b.radius,
        0);
  }

  private static void circleAndHull(Circle circle, Hull hull, Manifold out) {
    double cx = circle.centreX;
    double cy = circle.centreY;
    int n = hull.x.length;
    int shallowest = 0;
    double depth = Double.NEGATIVE_INFINITY;
    double nearest = Double.POSITIVE_INFINITY;
    double px = 0;
    double py = 0;
    for (int i = 0; i < n; i++) {
      int before = i == 0 ? n - 1 : i - 1;
      double height = (cx - hull.x[i]) * hull.normalX[i] + (cy - hull.y[i]) * hull.normalY[i];
      if (height > depth) {
        depth = height;
        shallowest = i;
      }
      double ex = hull.x[i] - hull.x[before];
      double ey = hull.y[i] - hull.y[before];
      double t = (ex * (cx - hull.x[before]) + ey * (cy - hull.y[before])) / (ex * ex + ey * ey);
      t = Math.min(Math.max(t, 0), 1);
      double qx = hull.x[before] + ex * t;
      double qy = hull.y[before] + ey * t;
      double squared = (qx - cx) * (qx - cx) + (qy - cy) * (qy - cy);
      if (squared < nearest) {
        nearest = squared;
        px = qx;
        py = qy;
      }
    }
    double nx;
    double ny;
    if (n > 2 && depth <= 0) { // the centre is inside: out through the nearest edge
      nx = -hull.normalX[shallowest];
      ny = -hull.normalY[shallowest];
      px = cx - nx * -depth;
      py = cy - ny * -depth;
    } else {
      double reach = circle.radius + hull.radius;
      if (n > 2 ? nearest > reach * reach : nearest >= reach * reach) return;
      double distance = Math.sqrt(nearest);
      nx = distance > 0 ? (px - cx) / distance : hull.normalX[1];
      ny = distance > 0 ? (py - cy) / distance : hull.normalY[1];
    }
    out.clear(nx, ny);
    out.add(
        cx + nx * circle.radius,
        cy + ny * circle.radius,
        px - nx * hull.radius,
        py - ny * hull.radius,
        0);
  }
}
