package io.fabula.envs.coinrun.art;

import io.fabula.envs.random.RandomStream;

/** Stars, clouds of gas, planets, and the surface of a moon. */
final class Space {
  private static final int[][] GASES = {
    {0x7a3fa0, 0x2f5fb0}, {0x1f7f8f, 0x4a3f9f}, {0xa03f6a, 0x5f2f8f}, {0x2f8f6a, 0x2f4f9f},
  };
  private static final int[] PLANETS = {0xd98f5c, 0x6fa8c9, 0xc9a0d6, 0x8fc98a, 0xd6706f};

  private Space() {}

  static Sprite paint(int width, int variant, RandomStream random) {
    int[] gas = GASES[variant % GASES.length];
    Palette palette =
        new Palette(
            0x070914, Paint.mixed(0x141a35, gas[1], 0.25), 0x3a3f5c, 0x2b2f48, gas[0], true);
    Landscape land = new Landscape(width, palette, random);
    land.canvas()
        .fill((x, y) -> -1, Paint.vertical(palette.zenith(), 0, palette.horizon(), 256), 1);
    for (int i = 0; i < width / 9; i++) {
      double x = land.between(0, width);
      double y = land.between(Landscape.row(30), 256) + 12 * StrictMath.sin(x / 40);
      int rgb = gas[random.nextInt(2)];
      for (int ring = 4; ring > 0; ring--) land.disk(x, y, 7.0 * ring, rgb, 0.07);
    }
    for (int i = 0; i < width * 2; i++) {
      double bright = land.between(0, 1);
      land.star(
          land.between(0, width),
          land.between(0, 256),
          0.3 + 0.6 * bright * bright * bright,
          0.15 + 0.75 * bright * bright);
    }
    int planets = 2 + variant % 3;
    for (int i = 0; i < planets; i++) {
      double x = (i + land.between(0.2, 0.8)) * width / planets;
      planet(land, x, Landscape.row(land.between(4, 24)), land.between(7, 22), i + variant);
    }
    if (variant % 3 == 0) moonscape(land);
    return land.canvas().toSprite();
  }

  private static void planet(Landscape land, double x, double y, double radius, int kind) {
    int rgb = PLANETS[kind % PLANETS.length];
    Canvas canvas = land.canvas();
    Shape disk = Shape.circle(x, y, radius);
    double reach = 2 * radius;
    canvas.stamp(disk, x, y, reach, Paint.solid(rgb), 1);
    for (int band = -2; band <= 2; band++) {
      double middle = y + band * radius * 0.42;
      Shape stripe = Shape.ellipse(x, middle, radius * 1.2, radius * 0.09);
      canvas.stamp(
          stripe.and(disk), x, y, reach, Paint.solid(Paint.lighter(rgb, 0.3)), kind % 2 * 0.6);
    }
    Shape shade = disk.minus(Shape.circle(x - radius * 0.45, y - radius * 0.4, radius * 1.15));
    canvas.stamp(shade, x, y, reach, Paint.solid(0x05060f), 0.6);
    if (kind % 3 == 0) {
      Shape ring =
          Shape.ellipse(x, y, radius * 1.75, radius * 0.42)
              .minus(Shape.ellipse(x, y, radius * 1.45, radius * 0.3))
              .minus(disk.and((px, py) -> py - y));
      canvas.stamp(ring, x, y, reach, Paint.solid(Paint.lighter(rgb, 0.45)), 0.85);
    }
  }

  private static void moonscape(Landscape land) {
    for (int layer = 0; layer < 3; layer++) {
      double[] crest = land.rolling(9 - 3 * layer, 0.9, 22);
      land.ridge(crest, land.palette().ridge(layer, 3), 0.3);
      for (int i = 0; i < land.width() / 22; i++) {
        double x = land.between(0, land.width() - 1);
        double y = crest[(int) x] + land.between(4, 12);
        double half = land.between(1.5, 4);
        Shape crater = Shape.ellipse(x, y, half, half * 0.45);
        int rgb = Paint.darker(land.palette().ridge(layer, 3), 0.3);
        land.canvas().stamp(crater, x, y, half + 1, Paint.solid(rgb), 0.9);
      }
    }
  }
}
