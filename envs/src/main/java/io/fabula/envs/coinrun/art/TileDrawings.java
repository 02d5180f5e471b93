package io.fabula.envs.coinrun.art;

import java.util.function.DoubleUnaryOperator;

/** Ground and lava, tiles of 128 by 128 that join without seams. */
public final class TileDrawings {
  private static final int SIZE = 128;
  private static final int MOLTEN = 0xe26616;
  private static final int MOLTEN_BAND = 0xf2721e;
  private static final Shape ALL = (x, y) -> -SIZE;

  private TileDrawings() {}

  private enum Pattern {
    ZIGZAG,
    WAVES,
    BLOCKS
  }

  /** How one kind of ground looks: two tones of its body and its cap. */
  private record Ground(Pattern body, int base, int band, boolean wavyCap, int cap) {}

  private static final Ground[] GROUNDS = {
    new Ground(Pattern.ZIGZAG, 0xb2c2c2, 0xc6d2d2, false, 0xc58f5c),
    new Ground(Pattern.ZIGZAG, 0xbe8a5a, 0xca9a6a, true, 0x80be1f),
    new Ground(Pattern.WAVES, 0xbacaca, 0xaec2c2, true, 0x9c73ae),
    new Ground(Pattern.WAVES, 0xbe8a5a, 0xca9a6a, true, 0xe7dfc2),
    new Ground(Pattern.ZIGZAG, 0xb2c2c2, 0xc6d2d2, true, 0xe9fcff),
    new Ground(Pattern.BLOCKS, 0xaec2c2, 0xbccccc, false, 0x869595),
  };

  /** Solid ground, one picture per theme. */
  public static Sprite[] bodies() {
    Sprite[] sprites = new Sprite[GROUNDS.length];
    for (int i = 0; i < sprites.length; i++) sprites[i] = body(GROUNDS[i]).toSprite();
    return sprites;
  }

  /** The uppermost layer of ground, one picture per theme. */
  public static Sprite[] tops() {
    Sprite[] sprites = new Sprite[GROUNDS.length];
    for (int i = 0; i < sprites.length; i++) sprites[i] = top(GROUNDS[i]).toSprite();
    return sprites;
  }

  private static Canvas body(Ground ground) {
    Canvas canvas = new Canvas(SIZE, SIZE).fill(ALL, ground.base());
    switch (ground.body()) {
      case ZIGZAG -> bands(canvas, ALL, x -> 8 - Math.abs(x % 32 - 16), ground.band());
      case WAVES -> bands(canvas, ALL, x -> wave(x, 64, 6), ground.band());
      case BLOCKS -> {
        int shade = Paint.darker(ground.base(), 0.1);
        Shape blocks =
            Shape.box(16, 20, 52, 40, 6)
                .or(Shape.box(58, 20, 76, 40, 6))
                .or(Shape.box(78, 84, 114, 104, 6))
                .or(Shape.box(54, 84, 72, 104, 6));
        canvas.fill(blocks.moved(0, 3), shade);
        canvas.fill(blocks, ground.band());
      }
    }
    return canvas;
  }

  /** Horizontal bands that follow a curve of period 128 or a part of it. */
  private static Canvas bands(Canvas canvas, Shape within, DoubleUnaryOperator curve, int rgb) {
    for (int y = -24; y < SIZE + 32; y += 32) {
      int from = y;
      Shape band =
          Shape.below(x -> from + curve.applyAsDouble(x))
              .minus(Shape.below(x -> from + 16 + curve.applyAsDouble(x)));
      canvas.fill(band.and(within), rgb);
    }
    return canvas;
  }

  private static Shape above(DoubleUnaryOperator curve) {
    Shape below = Shape.below(curve);
    return (x, y) -> -below.distance(x, y);
  }

  private static double wave(double x, double period, double height) {
    return height * StrictMath.sin(2 * StrictMath.PI * x / period);
  }

  private static Canvas top(Ground ground) {
    Canvas canvas = body(ground);
    DoubleUnaryOperator edge =
        ground.wavyCap()
            ? x -> 27 + wave(x, 64, 4) + wave(x + 20, 32, 2.5)
            : x -> 34 - Math.abs((x + 16) % 32 - 16) * 0.75;
    Shape cap = above(edge);
    canvas.fill(cap.moved(0, 5), Paint.darker(ground.base(), 0.22));
    canvas.fill(cap, Paint.darker(ground.cap(), 0.14));
    canvas.fill(cap.moved(0, -6), ground.cap());
    return canvas.fill(above(x -> 6), Paint.lighter(ground.cap(), 0.3));
  }

  /** Lava below its surface. */
  public static Sprite lava() {
    return molten().toSprite();
  }

  /** The surface of lava; the upper third is air. */
  public static Sprite lavaTop() {
    DoubleUnaryOperator surface = x -> 45 + wave(x, 64, 6);
    Canvas canvas = new Canvas(SIZE, SIZE);
    Shape inside = Shape.below(surface);
    canvas.fill(inside, MOLTEN);
    bands(canvas, inside.moved(0, 20), x -> wave(x, 128, 8), MOLTEN_BAND);
    canvas.fill(inside.minus(inside.moved(0, 11)), 0xbe5a16);
    return canvas.fill(inside.minus(inside.moved(0, 4)), 0xffc04a).toSprite();
  }

  private static Canvas molten() {
    Canvas canvas = new Canvas(SIZE, SIZE).fill(ALL, MOLTEN);
    return bands(canvas, ALL, x -> wave(x, 128, 8), MOLTEN_BAND);
  }
}
