package io.fabula.envs.create.physics;

/**
 * Contacts of two hulls: the axis of least overlap if they overlap, the line between the nearest
 * points otherwise, and along that axis the overlapping part of the two facing edges.
 */
final class HullCollision {
  private HullCollision() {}

  static void collide(Hull a, Hull b, Manifold out) {
    double reach = a.radius + b.radius;
    if (!overlapAxis(a, b, out) && nearestAxis(a, b, out) > reach) return;
    clip(a, b, out);
  }

  /** Sets the normal of least overlap; false if the hulls, without their radii, are apart. */
  private static boolean overlapAxis(Hull a, Hull b, Manifold out) {
    double best = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < a.x.length; i++) {
      double gap = gap(a, i, b);
      if (gap > 0) return false;
      if (gap > best) {
        best = gap;
        out.clear(a.normalX[i], a.normalY[i]);
      }
    }
    for (int i = 0; i < b.x.length; i++) {
      double gap = gap(b, i, a);
      if (gap > 0) return false;
      if (gap > best) {
        best = gap;
        out.clear(-b.normalX[i], -b.normalY[i]);
      }
    }
    // two segments on one line are apart only along it, which no normal shows
    return a.x.length > 2 || b.x.length > 2 || meetAlong(a, b);
  }

  private static boolean meetAlong(Hull a, Hull b) {
    double ux = a.x[1] - a.x[0];
    double uy = a.y[1] - a.y[0];
    double length = ux * ux + uy * uy;
    double start = (b.x[0] - a.x[0]) * ux + (b.y[0] - a.y[0]) * uy;
    double end = (b.x[1] - a.x[0]) * ux + (b.y[1] - a.y[0]) * uy;
    return Math.max(start, end) >= 0 && Math.min(start, end) <= length;
  }

  /** Height of the other hull over an edge's line; negative if it reaches below. */
  private static double gap(Hull hull, int edge, Hull other) {
    double nx = hull.normalX[edge];
    double ny = hull.normalY[edge];
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < other.x.length; i++) {
      double height = (other.x[i] - hull.x[edge]) * nx + (other.y[i] - hull.y[edge]) * ny;
      least = Math.min(least, height);
    }
    return least;
  }

  /** Sets the normal along the shortest connection of hulls that are apart; returns its length. */
  private static double nearestAxis(Hull a, Hull b, Manifold out) {
    double best = nearest(a, b, 1, Double.POSITIVE_INFINITY, out);
    return Math.sqrt(nearest(b, a, -1, best, out));
  }

  private static double nearest(Hull from, Hull to, int sign, double limit, Manifold out) {
    double best = limit;
    int n = to.x.length;
    for (int corner = 0; corner < from.x.length; corner++) {
      for (int i = 0; i < n; i++) {
        int before = i == 0 ? n - 1 : i - 1;
        double ex = to.x[i] - to.x[before];
        double ey = to.y[i] - to.y[before];
        double cx = from.x[corner] - to.x[before];
        double cy = from.y[corner] - to.y[before];
        double t = Math.min(Math.max((ex * cx + ey * cy) / (ex * ex + ey * ey), 0), 1);
        double dx = ex * t - cx;
        double dy = ey * t - cy;
        double squared = dx * dx + dy * dy;
        if (squared < best) {
          best = squared;
          double length = Math.sqrt(squared);
          if (length > 0) out.clear(sign * dx / length, sign * dy / length);
          else out.clear(-sign * to.normalX[i], -sign * to.normalY[i]);
        }
      }
    }
    return best;
  }

  /** Adds the points where the facing edges overlap, seen along the normal. */
  private static void clip(Hull a, Hull b, Manifold out) {
    double nx = out.normalX;
    double ny = out.normalY;
    int edgeA = a.supportEdge(nx, ny);
    int edgeB = b.supportEdge(-nx, -ny);
    int startA = edgeA == 0 ? a.x.length - 1 : edgeA - 1;
    int startB = edgeB == 0 ? b.x.length - 1 : edgeB - 1;
    double placeA0 = a.x[startA] * ny - a.y[startA] * nx;
    double placeA1 = a.x[edgeA] * ny - a.y[edgeA] * nx;
    double placeB0 = b.x[startB] * ny - b.y[startB] * nx;
    double placeB1 = b.x[edgeB] * ny - b.y[edgeB] * nx;
    double scaleA = 1 / (placeA1 - placeA0 + Double.MIN_NORMAL);
    double scaleB = 1 / (placeB1 - placeB0 + Double.MIN_NORMAL);
    // edges face each other, so the start of one lies opposite the end of the other
    add(
        a,
        startA,
        edgeA,
        share((placeB1 - placeA0) * scaleA),
        b,
        startB,
        edgeB,
        share((placeA0 - placeB0) * scaleB),
        16 * startA + edgeB + 1,
        out);
    add(
        a,
        startA,
        edgeA,
        share((placeB0 - placeA0) * scaleA),
        b,
        startB,
        edgeB,
        share((placeA1 - placeB0) * scaleB),
        16 * edgeA + startB + 1,
        out);
  }

  private static double share(double t) {
    return Math.min(Math.max(t, 0), 1);
  }

  private static void add(
      Hull a,
      int startA,
      int endA,
      double shareA,
      Hull b,
      int startB,
      int endB,
      double shareB,
      int name,
      Manifold out) {
    double nx = out.normalX;
    double ny = out.normalY;
    double ax = a.x[startA] + (a.x[endA] - a.x[startA]) * shareA + nx * a.radius;
    double ay = a.y[startA] + (a.y[endA] - a.y[startA]) * shareA + ny * a.radius;
    double bx = b.x[startB] + (b.x[endB] - b.x[startB]) * shareB - nx * b.radius;
    double by = b.y[startB] + (b.y[endB] - b.y[startB]) * shareB - ny * b.radius;
    if ((bx - ax) * nx + (by - ay) * ny <= 0) out.add(ax, ay, bx, by, name);
  }
}
