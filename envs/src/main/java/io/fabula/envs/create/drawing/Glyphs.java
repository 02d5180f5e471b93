package io.fabula.envs.create.drawing;

import io.fabula.envs.create.physics.Hull;

/**
 * Our own drawings of devices: the direction of cannons, fans, funnels and buckets can be seen, and
 * the five activators differ in grey by brightness and by symbol.
 */
final class Glyphs {
  private static final int IRON = 0x3C4250;
  private static final int STEEL = 0x8A93A3;
  private static final int PALE = 0xDDE4EE;
  private static final int WHITE = 0xFFFFFF;
  private static final int WOOD = 0x8B5E34;
  private static final int TIN = 0x5C7FA3;
  private static final int SAND = 0xC9A35B;
  private static final int STAR_POINTS = 5;

  /** Width of a fan as a share of its height. */
  private static final double FAN_WIDTH = 0.67;

  private final Canvas canvas;
  private double centreX;
  private double centreY;
  private double cosine;
  private double sine;

  Glyphs(Canvas canvas) {
    this.canvas = canvas;
  }

  void star(double x, double y, double size, int colour) {
    double[] corners = new double[4 * STAR_POINTS];
    for (int i = 0; i < 2 * STAR_POINTS; i++) {
      double angle = StrictMath.PI / 10 + StrictMath.PI * i / STAR_POINTS;
      double radius = i % 2 == 0 ? size : size / 2;
      corners[2 * i] = x + radius * StrictMath.cos(angle);
      corners[2 * i + 1] = y + radius * StrictMath.sin(angle);
    }
    canvas.polygon(colour, corners);
  }

  void basket(double x, double y, double size, int colour) {
    at(x, y, 0);
    double half = size / 2;
    shape(colour, -half, half, -half, half - 2, half, half - 2, half, half);
    shape(SAND, -half, half - 2, half, half - 2, 0.6 * half, -half, -0.6 * half, -half);
  }

  void trampoline(double x, double y, double angle, double length, int colour) {
    at(x, y, angle);
    double half = length / 2;
    stroke(-half, 0, half, 0, 2, colour);
    for (double t = -half + 2; t <= half - 2; t += 2) stroke(t - 0.5, 0, t + 0.5, 0, 1, PALE);
  }

  /** A barrel with a dark mouth that points where balls fly. */
  void cannon(double x, double y, double angle) {
    at(x, y, angle);
    shape(IRON, -3, -2.6, -3, 2.6, 4, 1.9, 4, -1.9);
    canvas.disc(x - 3 * cosine, y - 3 * sine, 2.6, IRON);
    stroke(4.5, -2.5, 4.5, 2.5, 1, STEEL);
    canvas.disc(x - 1.5 * cosine, y - 1.5 * sine, 1.5, WOOD);
  }

  /** A pale box with an arrow that points where it blows. */
  void fan(double x, double y, double angle, double height) {
    at(x, y, angle);
    double wide = FAN_WIDTH * height / 2;
    double high = height / 2;
    shape(PALE, -wide, -high, wide, -high, wide, high, -wide, high);
    stroke(-wide + 0.5, -high, -wide + 0.5, high, 1, STEEL);
    for (int i = -1; i <= 1; i++) stroke(-wide + 1, 3 * i, 0.5, 3 * i, 1, TIN);
    shape(IRON, 0, -3, 0, 3, wide, 0);
  }

  void belt(double x, double y, double angle, double length) {
    at(x, y, angle);
    double half = length / 2;
    stroke(-half, 0, half, 0, 2, IRON);
    for (double t = -half + 1; t + 1.5 <= half; t += 3) {
      shape(SAND, t, -0.9, t, 0.9, t + 1.5, 0);
    }
  }

  void ladder(double x, double y, double angle, double length) {
    at(x, y, angle);
    double half = length / 2;
    stroke(-half, -1.4, half, -1.4, 0.8, WOOD);
    stroke(-half, 1.4, half, 1.4, 0.8, WOOD);
    for (double t = -half + 1; t < half; t += 2) stroke(t, -1.4, t, 1.4, 0.8, WOOD);
  }

  /** Two walls that meet at the nozzle, the second corner. */
  void funnel(Hull hull) {
    canvas.polygon(
        PALE,
        hull.cornerX(0),
        hull.cornerY(0),
        hull.cornerX(1),
        hull.cornerY(1),
        hull.cornerX(2),
        hull.cornerY(2));
    wall(hull, 0, 1);
    wall(hull, 1, 2);
    canvas.disc(hull.cornerX(1), hull.cornerY(1), 1, IRON);
  }

  /** Three walls, open between the last corner and the first. */
  void bucket(Hull hull) {
    canvas.polygon(
        PALE,
        hull.cornerX(0),
        hull.cornerY(0),
        hull.cornerX(1),
        hull.cornerY(1),
        hull.cornerX(2),
        hull.cornerY(2),
        hull.cornerX(3),
        hull.cornerY(3));
    wall(hull, 0, 1);
    wall(hull, 1, 2);
    wall(hull, 2, 3);
  }

  private void wall(Hull hull, int from, int to) {
    canvas.line(
        hull.cornerX(from), hull.cornerY(from), hull.cornerX(to), hull.cornerY(to), 1.2, TIN);
  }

  void activator(Appearance kind, double x, double y, double size) {
    at(x, y, 0);
    shape(colour(kind), 0, size, -size, 0, 0, -size, size, 0);
    switch (kind) {
      case FIRE -> shape(0xFFD23F, -1.8, -2.2, 1.8, -2.2, 1.4, 0.4, 0, 3, -1.4, 0.4);
      case WATER -> {
        canvas.disc(x, y - 0.7, 1.7, WHITE);
        shape(WHITE, -1.4, 0, 1.4, 0, 0, 3);
      }
      case ELECTRIC -> shape(IRON, 0.8, 3, -2, -0.6, -0.2, -0.6, -0.8, -3, 2, 0.6, 0.2, 0.6);
      case MAGNET -> {
        stroke(-1.8, -1.5, -1.8, 2, 1.2, WHITE);
        stroke(1.8, -1.5, 1.8, 2, 1.2, WHITE);
        stroke(-2.4, -2, 2.4, -2, 1.2, WHITE);
      }
      case SPRING -> {
        stroke(-2.4, 2, 2.4, 2, 1, IRON);
        stroke(-2.4, 0, 2.4, 0, 1, IRON);
        stroke(-2.4, -2, 2.4, -2, 1, IRON);
      }
      default -> throw new IllegalArgumentException(kind + " is not an activator");
    }
  }

  /** The colour by which an activator and what needs it are known. */
  static int colour(Appearance kind) {
    return switch (kind) {
      case FIRE -> 0xC1272D;
      case WATER -> 0x2F6FDE;
      case ELECTRIC -> 0xFFE45C;
      case MAGNET -> 0x3B2A4A;
      case SPRING -> 0x6CC08B;
      default -> throw new IllegalArgumentException(kind + " is not an activator");
    };
  }

  private void at(double x, double y, double angle) {
    centreX = x;
    centreY = y;
    cosine = StrictMath.cos(angle);
    sine = StrictMath.sin(angle);
  }

  /** A polygon in the glyph's own frame. */
  private void shape(int colour, double... corners) {
    for (int i = 0; i < corners.length; i += 2) {
      double x = corners[i];
      double y = corners[i + 1];
      corners[i] = centreX + x * cosine - y * sine;
      corners[i + 1] = centreY + x * sine + y * cosine;
    }
    canvas.polygon(colour, corners);
  }

  private void stroke(double x0, double y0, double x1, double y1, double width, int colour) {
    canvas.line(
        centreX + x0 * cosine - y0 * sine,
        centreY + x0 * sine + y0 * cosine,
        centreX + x1 * cosine - y1 * sine,
        centreY + x1 * sine + y1 * cosine,
        width,
        colour);
  }
}
