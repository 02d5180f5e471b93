package io.fabula.envs.coinrun.art;

/** Saws, crates, the coin and the puff of a trail, on canvases of 128 by 128. */
public final class ThingDrawings {
  private static final int TEETH = 12;

  private ThingDrawings() {}

  /** Two pictures of the upper half of a toothed disk; by turns they look as if it spun. */
  public static Sprite saw(boolean turned) {
    double cy = 128;
    double tooth = 2 * StrictMath.PI / TEETH;
    double[] corners = new double[4 * TEETH];
    for (int i = 0; i < TEETH; i++) {
      double angle = (i + (turned ? 0.5 : 0)) * tooth;
      corners[4 * i] = 64 + 47 * StrictMath.cos(angle);
      corners[4 * i + 1] = cy + 47 * StrictMath.sin(angle);
      corners[4 * i + 2] = 64 + 62 * StrictMath.cos(angle + 0.62 * tooth);
      corners[4 * i + 3] = cy + 62 * StrictMath.sin(angle + 0.62 * tooth);
    }
    Shape teeth = Shape.polygon(corners);
    Canvas canvas = new Canvas(128, 128);
    canvas.outlined(teeth.grown(-2), 0xbacace, 0x55686c, 2.5);
    canvas.fill(Shape.circle(64, cy, 42), 0x667a7a);
    canvas.fill(Shape.circle(64, cy, 40), 0x86a6a6);
    canvas.fill(Shape.circle(64, cy, 40).minus(Shape.circle(68, cy + 6, 40)), 0xa9c4c4);
    for (double eye : new double[] {44, 84}) {
      double x = eye + (turned ? 3 : -3);
      canvas.fill(Shape.ellipse(x, cy - 17, 8, 6), 0x4c5e5e);
    }
    return canvas.fill(Shape.circle(64, cy, 12), 0x4c5e5e).toSprite();
  }

  /** Wooden boxes: plain, with two braces, with one brace, with an exclamation mark. */
  public static Sprite[] crates() {
    Sprite[] sprites = new Sprite[4];
    for (int i = 0; i < sprites.length; i++) sprites[i] = crate(i).toSprite();
    return sprites;
  }

  private static Canvas crate(int theme) {
    int edge = 0x7c5128;
    int frame = 0xae7642;
    int inside = 0xa26e3e;
    int brace = 0xba864e;
    Shape box = Shape.box(1, 1, 127, 127, 7);
    Shape panel = Shape.box(21, 21, 107, 107, 2);
    Canvas canvas = new Canvas(128, 128).fill(box, edge).fill(box.grown(-4), frame);
    canvas.fill(Shape.box(7, 7, 121, 12, 2), Paint.lighter(frame, 0.25));
    canvas.fill(panel.grown(3), edge).fill(panel, inside);
    for (int plank = 1; plank < 4; plank++) {
      double x = 21 + plank * 21.5;
      canvas.fill(Shape.box(x - 1.5, 21, x + 1.5, 107, 0), Paint.darker(inside, 0.25));
    }
    Shape falling = Shape.line(18, 18, 110, 110, 17);
    Shape rising = Shape.line(18, 110, 110, 18, 17);
    switch (theme) {
      case 1 -> brace(canvas, rising.or(falling).and(panel), brace, edge);
      case 2 -> brace(canvas, rising.and(panel), brace, edge);
      case 3 -> {
        Shape mark = Shape.polygon(54, 32, 74, 32, 70, 76, 58, 76).or(Shape.circle(64, 91, 8.5));
        canvas.fill(mark.grown(4), edge).fill(mark, 0xf0d9a8);
      }
      default -> {}
    }
    for (int corner = 0; corner < 4; corner++) {
      double x = corner % 2 == 0 ? 12 : 116;
      double y = corner / 2 == 0 ? 13 : 116;
      canvas.fill(Shape.circle(x, y, 3.5), edge);
    }
    return canvas;
  }

  private static void brace(Canvas canvas, Shape shape, int rgb, int edge) {
    canvas.fill(shape, edge).fill(shape.grown(-3), rgb);
  }

  /** A gold disk in the middle half of the tile. */
  public static Sprite coin() {
    Shape disk = Shape.circle(64, 64, 32);
    Canvas canvas = new Canvas(128, 128).fill(disk, 0xa87d00).fill(disk.grown(-2.5), 0xfece02);
    canvas.fill(disk.grown(-7), 0xe2b602).fill(disk.grown(-11), 0xfece02);
    canvas.fill(Shape.box(59, 48, 69, 80, 4), 0xb98f00);
    Shape shine = disk.grown(-3.5).minus(Shape.circle(67, 68, 31));
    return canvas.fill(shine, 0xfff3b0).toSprite();
  }

  /** A small white disk. */
  public static Sprite puff() {
    return new Canvas(128, 128)
        .fill(Shape.circle(64, 64, 60), 0xdfe8ec)
        .fill(Shape.circle(62, 60, 54), 0xffffff)
        .toSprite();
  }
}
