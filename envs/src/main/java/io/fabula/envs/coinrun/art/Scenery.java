package io.fabula.envs.coinrun.art;

/** Seven kinds of country to run through. */
enum Scenery {
  MEADOWS {
    @Override
    void paint(Landscape land) {
      for (int layer = 0; layer < LAYERS; layer++) {
        double[] crest = land.rolling(height(layer), 1.6, 26 - 3 * layer);
        for (int i = 0; layer > 0 && i < land.width() / 16; i++) tree(land, crest, layer);
        ridge(land, crest, layer);
        flowers(land, crest, layer);
      }
    }
  },
  MOUNTAINS {
    @Override
    void paint(Landscape land) {
      for (int layer = 0; layer < LAYERS; layer++) {
        if (layer < 2) {
          double[] crest = land.jagged(height(layer) + 1, 5, 18);
          ridge(land, crest, layer);
          snow(land, crest);
        } else {
          double[] crest = land.rolling(height(layer), 1.3, 20);
          for (int i = 0; i < land.width() / 14; i++) pine(land, crest, layer);
          ridge(land, crest, layer);
        }
      }
    }
  },
  FOREST {
    @Override
    void paint(Landscape land) {
      for (int layer = 0; layer < LAYERS; layer++) {
        double[] crest = land.rolling(height(layer) - 1, 1.2, 22);
        for (int i = 0; i < land.width() / 5; i++) pine(land, crest, layer);
        ridge(land, crest, layer);
      }
    }
  },
  DESERT {
    @Override
    void paint(Landscape land) {
      for (int layer = 0; layer < LAYERS; layer++) {
        double[] crest =
            layer == 0
                ? land.stepped(height(layer) - 2, 4, 5, 14)
                : land.rolling(height(layer), 1.8, 34 - 4 * layer);
        int sand = Paint.mixed(land.palette().ridge(layer, LAYERS), 0xe9c48c, 0.55);
        for (int i = 0; layer > 1 && i < land.width() / 34; i++) cactus(land, crest, layer);
        land.ridge(crest, sand, HAZE);
      }
    }
  },
  CITY {
    @Override
    void paint(Landscape land) {
      for (int layer = 0; layer < LAYERS; layer++) {
        double[] crest = land.stepped(height(layer) - 0.5, 3.2 - 0.4 * layer, 2, 5);
        ridge(land, crest, layer);
        windows(land, crest, layer);
      }
    }
  },
  WINTER {
    @Override
    void paint(Landscape land) {
      for (int layer = 0; layer < LAYERS; layer++) {
        double[] crest = land.rolling(height(layer), 1.5, 24);
        for (int i = 0; i < land.width() / 15; i++) pine(land, crest, layer);
        int white = Paint.mixed(land.palette().ridge(layer, LAYERS), 0xf4fbff, 0.6);
        land.ridge(crest, white, 0.25);
      }
      for (int i = 0; i < land.width(); i++) {
        double y = land.between(Landscape.row(40), Landscape.HEIGHT);
        land.star(land.between(0, land.width()), y, land.between(0.5, 1.2), 0.6);
      }
    }
  },
  SEA {
    @Override
    void paint(Landscape land) {
      for (int layer = 0; layer < LAYERS; layer++) {
        double level = height(layer) - 3;
        if (layer % 2 == 0) {
          double[] island = land.jagged(level - 2, 6, 30);
          ridge(land, island, layer);
        }
        int water = Paint.mixed(land.palette().ridge(layer, LAYERS), 0x4f9fd0, 0.5);
        double[] crest = land.rolling(level, 0.25, 5);
        land.ridge(crest, water, 0.35);
        glints(land, level, layer);
      }
    }
  };

  private static final int LAYERS = 5;
  private static final double HAZE = 0.45;
  private static final double[] HEIGHTS = {19, 14, 9.5, 6, 3};

  /** Paints the country below a sky that is already there. */
  abstract void paint(Landscape land);

  private static double height(int layer) {
    return HEIGHTS[layer];
  }

  private static void ridge(Landscape land, double[] crest, int layer) {
    land.ridge(crest, land.palette().ridge(layer, LAYERS), HAZE);
  }

  /** Things grow with nearness. */
  private static double scale(Landscape land, int layer) {
    return (0.6 + 0.16 * layer) * land.between(0.75, 1.25) * Landscape.CELL;
  }

  private static int leaves(Landscape land, int layer) {
    int ridge = land.palette().ridge(layer, LAYERS);
    return Paint.darker(ridge, land.between(0.06, 0.2));
  }

  private static void tree(Landscape land, double[] crest, int layer) {
    double x = land.between(0, land.width() - 1);
    double y = crest[(int) x];
    double size = scale(land, layer);
    int rgb = leaves(land, layer);
    Shape trunk = Shape.line(x, y + size, x, y - size, size * 0.35);
    land.canvas().stamp(trunk, x, y, 2 * size, Paint.solid(Paint.darker(rgb, 0.3)), 1);
    Shape crown =
        Shape.circle(x, y - 1.7 * size, size)
            .or(Shape.circle(x - 0.7 * size, y - 1.2 * size, 0.7 * size))
            .or(Shape.circle(x + 0.7 * size, y - 1.2 * size, 0.7 * size));
    land.canvas().stamp(crown, x, y - size, 3 * size, Paint.solid(rgb), 1);
    Shape light = Shape.circle(x - 0.25 * size, y - 1.95 * size, 0.5 * size);
    land.canvas().stamp(light, x, y - size, 3 * size, Paint.solid(Paint.lighter(rgb, 0.25)), 0.6);
  }

  private static void pine(Landscape land, double[] crest, int layer) {
    double x = land.between(0, land.width() - 1);
    double y = crest[(int) x] + 2;
    double size = scale(land, layer) * 0.8;
    Shape shape = Shape.line(x, y, x, y - size, size * 0.35);
    for (int i = 0; i < 3; i++) {
      double foot = y - size * (0.5 + i * 0.95);
      double half = size * (1.05 - 0.25 * i);
      shape = shape.or(Shape.polygon(x - half, foot, x + half, foot, x, foot - 1.6 * size));
    }
    land.canvas().stamp(shape, x, y - 2 * size, 2.6 * size, Paint.solid(leaves(land, layer)), 1);
  }

  private static void cactus(Landscape land, double[] crest, int layer) {
    double x = land.between(0, land.width() - 1);
    double y = crest[(int) x];
    double size = scale(land, layer);
    double thick = size * 0.5;
    Shape shape =
        Shape.line(x, y + 2, x, y - 2.6 * size, thick)
            .or(Shape.line(x, y - size, x + size, y - size, thick * 0.8))
            .or(Shape.line(x + size, y - size, x + size, y - 1.9 * size, thick * 0.8))
            .or(Shape.line(x, y - 1.4 * size, x - size, y - 1.4 * size, thick * 0.8))
            .or(Shape.line(x - size, y - 1.4 * size, x - size, y - 2.2 * size, thick * 0.8));
    int green = Paint.mixed(leaves(land, layer), 0x6f9a5d, 0.6);
    land.canvas().stamp(shape, x, y - size, 3 * size, Paint.solid(green), 1);
  }

  private static void flowers(Landscape land, double[] crest, int layer) {
    for (int i = 0; layer > 1 && i < land.width() / 5; i++) {
      double x = land.between(0, land.width() - 1);
      double y = crest[(int) x] + land.between(2, 14);
      land.disk(x, y, 0.5 + 0.15 * layer, land.palette().accent(), 0.8);
    }
  }

  private static void snow(Landscape land, double[] crest) {
    double line = Landscape.row(HEIGHTS[0] + 1.5);
    Shape caps =
        Shape.below(x -> crest[(int) x])
            .minus(Shape.below(x -> Math.max(crest[(int) x], line + 3 * ((int) x / 3 % 2))));
    int white = Paint.mixed(land.palette().horizon(), 0xffffff, land.palette().dark() ? 0.2 : 0.7);
    land.canvas().fill(caps, white, 0.9);
  }

  private static void windows(Landscape land, double[] crest, int layer) {
    Palette palette = land.palette();
    int lit = palette.dark() ? 0xffdf8a : Paint.lighter(palette.ridge(layer, LAYERS), 0.35);
    for (int x = 2; x < land.width() - 2; x += 4) {
      if (crest[x] != crest[x + 1] || crest[x] != crest[x - 1]) continue;
      for (double y = crest[x] + 4; y < crest[x] + 36; y += 5) {
        if (land.between(0, 1) > (palette.dark() ? 0.4 : 0.65)) continue;
        Shape pane = Shape.box(x - 0.9, y - 1.2, x + 0.9, y + 1.2, 0);
        land.canvas().stamp(pane, x, y, 3, Paint.solid(lit), palette.dark() ? 0.8 : 0.6);
      }
    }
  }

  private static void glints(Landscape land, double level, int layer) {
    for (int i = 0; i < land.width() / 6; i++) {
      double x = land.between(0, land.width());
      double y = Landscape.row(level) + land.between(3, 14);
      double half = land.between(1, 3) * (0.6 + 0.2 * layer);
      Shape glint = Shape.line(x - half, y, x + half, y, 0.9);
      land.canvas().stamp(glint, x, y, half + 2, Paint.solid(0xffffff), 0.45);
    }
  }
}
