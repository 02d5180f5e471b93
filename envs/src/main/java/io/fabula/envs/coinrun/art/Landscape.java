package io.fabula.envs.coinrun.art;

import io.fabula.envs.random.RandomStream;

/**
 * A picture of ridges one behind the other under a sky. Rows are quarter cells of the world: the
 * picture is 64 cells high, and since levels lie low, most of it stands in the lowest third.
 */
final class Landscape {
  static final int HEIGHT = 256;
  static final int CELL = HEIGHT / 64;

  private final Canvas canvas;
  private final int width;
  private final Palette palette;
  private final RandomStream random;

  Landscape(int width, Palette palette, RandomStream random) {
    this.width = width;
    this.palette = palette;
    this.random = random;
    canvas = new Canvas(width, HEIGHT);
  }

  Canvas canvas() {
    return canvas;
  }

  Palette palette() {
    return palette;
  }

  RandomStream random() {
    return random;
  }

  int width() {
    return width;
  }

  /** A number within {@code from..to}. */
  double between(double from, double to) {
    return from + (to - from) * random.nextDouble();
  }

  /** The row of a height above the ground in cells. */
  static double row(double cells) {
    return HEIGHT - cells * CELL;
  }

  /** Sky with a sun or moon, and clouds or stars. */
  Landscape sky() {
    canvas.fill((x, y) -> -1, Paint.vertical(palette.zenith(), 40, palette.horizon(), row(10)), 1);
    if (palette.dark()) {
      for (int i = 0; i < width / 3; i++) {
        star(between(0, width), between(0, row(8)), between(0.4, 1.1), between(0.3, 0.9));
      }
    }
    double sunX = between(0.2, 0.8) * width;
    double sunY = row(between(17, 27));
    int light = palette.dark() ? 0xf4f1dc : 0xfff6d6;
    for (int halo = 3; halo > 0; halo--) disk(sunX, sunY, 12 + 7 * halo, light, 0.12);
    disk(sunX, sunY, 12, light, 1);
    if (palette.dark()) disk(sunX + 5, sunY - 3, 10, palette.zenith(), 0.85);
    for (int i = 0; i < width / 26; i++) cloud(between(0, width), row(between(6, 50)));
    return this;
  }

  void star(double x, double y, double radius, double brightness) {
    disk(x, y, radius, 0xffffff, brightness);
  }

  void disk(double x, double y, double radius, int rgb, double opacity) {
    canvas.stamp(Shape.circle(x, y, radius), x, y, radius + 1, Paint.solid(rgb), opacity);
  }

  private void cloud(double x, double y) {
    double size = between(4, 9);
    Shape puffs = Shape.ellipse(x, y, size * 1.9, size * 0.55);
    for (int i = 0; i < 4; i++) {
      double radius = between(0.45, 0.8) * size;
      puffs = puffs.or(Shape.circle(x + (i - 1.5) * size * 0.75, y - radius * 0.5, radius));
    }
    Shape cut = puffs.and((px, py) -> py - y - size * 0.3);
    int rgb = palette.dark() ? Paint.lighter(palette.horizon(), 0.12) : 0xffffff;
    canvas.stamp(cut, x, y, size * 2.4, Paint.solid(rgb), palette.dark() ? 0.35 : 0.75);
  }

  /** Row of the crest for each column: smooth hills of some cells' height. */
  double[] rolling(double cells, double amplitude, double length) {
    double[] crest = new double[width];
    double[] phases = {between(0, 6.28), between(0, 6.28), between(0, 6.28)};
    double unit = 2 * StrictMath.PI / (length * CELL);
    for (int x = 0; x < width; x++) {
      double wave =
          StrictMath.sin(x * unit + phases[0])
              + 0.5 * StrictMath.sin(2.17 * x * unit + phases[1])
              + 0.25 * StrictMath.sin(4.6 * x * unit + phases[2]);
      crest[x] = row(cells + amplitude * wave / 1.75);
    }
    return crest;
  }

  /** Peaks and valleys with straight slopes. */
  double[] jagged(double cells, double amplitude, double length) {
    double[] crest = new double[width];
    double fromX = -between(0, length * CELL);
    double fromY = cells;
    boolean up = true;
    while (fromX < width) {
      double toX = fromX + between(0.5, 1.2) * length * CELL / 2;
      double toY = cells + (up ? 1 : -1) * between(0.3, 1) * amplitude;
      for (int x = (int) Math.max(0, Math.ceil(fromX)); x < Math.min(width, toX); x++) {
        double share = (x - fromX) / (toX - fromX);
        double chip = between(-0.12, 0.12);
        crest[x] = row(fromY + (toY - fromY) * share + chip);
      }
      fromX = toX;
      fromY = toY;
      up = !up;
    }
    return crest;
  }

  /** Flat roofs or mesas: steps of random widths and heights. */
  double[] stepped(double cells, double amplitude, double least, double most) {
    double[] crest = new double[width];
    int x = 0;
    while (x < width) {
      double roof = row(cells + amplitude * between(-1, 1));
      int end = x + (int) (between(least, most) * CELL);
      for (; x < Math.min(width, end); x++) crest[x] = roof;
    }
    return crest;
  }

  /** Paints everything below a crest, fading into the haze towards its foot. */
  void ridge(double[] crest, int rgb, double haze) {
    int foot = Paint.mixed(rgb, palette.horizon(), haze);
    canvas.fill(
        Shape.below(x -> crest[(int) x]),
        (x, y) -> Paint.mixed(rgb, foot, (y - crest[(int) x]) / (12 * CELL)),
        1);
  }
}
