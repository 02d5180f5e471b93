package io.fabula.envs.coinrun.art;

import java.util.function.DoubleUnaryOperator;

/**
 * An area of the plane given by the signed distance to its edge: negative inside, in pixels, exact
 * or at least right near the edge, which is what smooth edges need. x points right, y down.
 */
@FunctionalInterface
interface Shape {
  double distance(double x, double y);

  static Shape circle(double cx, double cy, double radius) {
    return (x, y) -> length(x - cx, y - cy) - radius;
  }

  /** An upright ellipse; distances are right to first order at the edge. */
  static Shape ellipse(double cx, double cy, double rx, double ry) {
    return (x, y) -> {
      double u = (x - cx) / rx;
      double v = (y - cy) / ry;
      double value = length(u, v);
      double slope = length(u / rx, v / ry);
      return slope == 0 ? -Math.min(rx, ry) : value * (value - 1) / slope;
    };
  }

  /** A rectangle with rounded corners. */
  static Shape box(double left, double top, double right, double bottom, double corner) {
    double cx = (left + right) / 2;
    double cy = (top + bottom) / 2;
    double halfWidth = (right - left) / 2 - corner;
    double halfHeight = (bottom - top) / 2 - corner;
    return (x, y) -> {
      double dx = Math.abs(x - cx) - halfWidth;
      double dy = Math.abs(y - cy) - halfHeight;
      return length(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - corner;
    };
  }

  /** A line with round ends. */
  static Shape line(double x0, double y0, double x1, double y1, double thickness) {
    double dx = x1 - x0;
    double dy = y1 - y0;
    double square = dx * dx + dy * dy;
    return (x, y) -> {
      double along = square == 0 ? 0 : ((x - x0) * dx + (y - y0) * dy) / square;
      double t = Math.max(0, Math.min(1, along));
      return length(x - x0 - t * dx, y - y0 - t * dy) - thickness / 2;
    };
  }

  /** A polygon through {@code x0, y0, x1, y1, ...}, of any orientation. */
  static Shape polygon(double... corners) {
    return (x, y) -> {
      double nearest = Double.POSITIVE_INFINITY;
      boolean inside = false;
      int n = corners.length / 2;
      for (int i = 0, j = n - 1; i < n; j = i++) {
        double ax = corners[2 * i];
        double ay = corners[2 * i + 1];
        double bx = corners[2 * j];
        double by = corners[2 * j + 1];
        double ex = bx - ax;
        double ey = by - ay;
        double t = ((x - ax) * ex + (y - ay) * ey) / (ex * ex + ey * ey);
        t = Math.max(0, Math.min(1, t));
        nearest = Math.min(nearest, length(x - ax - t * ex, y - ay - t * ey));
        if (ay > y != by > y && x < ex * (y - ay) / ey + ax) inside = !inside;
      }
      return inside ? -nearest : nearest;
    };
  }

  /** Everything below the curve {@code y = f(x)}, which must not be steep. */
  static Shape below(DoubleUnaryOperator curve) {
    return (x, y) -> curve.applyAsDouble(x) - y;
  }

  /** What lies in this or in the other. */
  default Shape or(Shape other) {
    return (x, y) -> Math.min(distance(x, y), other.distance(x, y));
  }

  /** What lies in both. */
  default Shape and(Shape other) {
    return (x, y) -> Math.max(distance(x, y), other.distance(x, y));
  }

  /** What lies in this but not in the other. */
  default Shape minus(Shape other) {
    return (x, y) -> Math.max(distance(x, y), -other.distance(x, y));
  }

  /** This and its surroundings as far as {@code margin}; less of it if that is negative. */
  default Shape grown(double margin) {
    return (x, y) -> distance(x, y) - margin;
  }

  /** The same elsewhere. */
  default Shape moved(double dx, double dy) {
    return (x, y) -> distance(x - dx, y - dy);
  }

  private static double length(double x, double y) {
    return Math.sqrt(x * x + y * y);
  }
}
