package io.fabula.envs.coinrun.art;

/** The nine enemies, facing left, on canvases of 128 by 128; they stand on the lower edge. */
public final class EnemyDrawings {
  private static final int DARK = 0x2e3a40;
  private static final int WHITE = 0xffffff;

  private EnemyDrawings() {}

  /** One picture per theme. */
  public static Sprite[] upright() {
    return themes(1, 1, 0);
  }

  /** The same a little flatter and wider, and the wavy ones half a wave on. */
  public static Sprite[] squat() {
    return themes(1.06, 0.88, 1);
  }

  private static Sprite[] themes(double wide, double tall, int phase) {
    return new Sprite[] {
      block(canvas(wide, tall)),
      dome(canvas(wide, tall), 0xea8af6, 0x9a4bb0),
      dome(canvas(wide, tall), 0x46caea, 0x1f86a8),
      dome(canvas(wide, tall), 0x82be1e, 0x4d7d12),
      mouse(canvas(wide, tall), phase),
      snail(canvas(wide, tall)),
      ladybug(canvas(wide, tall), phase),
      worm(canvas(1, tall), 0x82be1e, 0x4d7d12, phase),
      worm(canvas(1, tall), 0xf29eb6, 0xb85a7d, phase)
    };
  }

  private static Canvas canvas(double wide, double tall) {
    return new Canvas(128, 128).stretched(wide, tall);
  }

  private static Sprite block(Canvas canvas) {
    Shape body = Shape.box(18, 37, 110, 128, 16).or(Shape.box(14, 108, 114, 128, 8));
    canvas.outlined(body.grown(-3), 0x82be1e, 0x4d7d12, 3);
    canvas.fill(body.grown(-5).and(Shape.below(x -> 100)), 0x6ba516, 0.8);
    canvas.fill(Shape.box(28, 46, 88, 56, 5), 0xb9e36a, 0.9);
    canvas.fill(Shape.circle(96, 90, 6), 0xb9e36a, 0.7);
    canvas.fill(Shape.circle(86, 106, 4), 0xb9e36a, 0.7);
    face(canvas, 38, 70, 74, 12);
    return canvas.toSprite();
  }

  private static Sprite dome(Canvas canvas, int rgb, int rim) {
    Shape body =
        Shape.ellipse(64, 124, 54, 52)
            .and(Shape.box(0, 0, 128, 128, 0))
            .or(Shape.box(6, 112, 122, 128, 8));
    canvas.outlined(body.grown(-3), rgb, rim, 3);
    canvas.fill(body.grown(-4).and(Shape.below(x -> 112)), Paint.darker(rgb, 0.18), 0.8);
    Shape shine = Shape.ellipse(64, 124, 46, 44).minus(Shape.ellipse(70, 130, 48, 46));
    canvas.fill(shine.grown(-1.5).and(Shape.box(0, 0, 128, 112, 0)), WHITE, 0.5);
    face(canvas, 42, 68, 100, 10);
    return canvas.toSprite();
  }

  /** Two eyes that look to the left and a mouth below and between them. */
  private static void face(Canvas canvas, double left, double right, double y, double size) {
    for (double eye : new double[] {left, right}) {
      canvas.fill(Shape.ellipse(eye, y, size * 0.85, size), WHITE);
      canvas.fill(Shape.circle(eye - size * 0.3, y + 1, size * 0.5), DARK);
    }
    double middle = (left + right) / 2 - 2;
    canvas.fill(Shape.line(middle - 8, y + size + 8, middle + 8, y + size + 8, 5), DARK);
  }

  private static Sprite mouse(Canvas canvas, int phase) {
    double curl = phase == 0 ? 76 : 92;
    Shape tail = Shape.line(100, 112, 116, 104, 6).or(Shape.line(116, 104, 122, curl, 6));
    canvas.fill(tail, 0xf29eb6);
    Shape body = Shape.ellipse(70, 104, 42, 27).and(Shape.box(0, 0, 128, 126, 0));
    Shape head = Shape.ellipse(36, 104, 25, 20).or(Shape.polygon(38, 88, 38, 118, 8, 112));
    Shape ears = Shape.circle(50, 76, 13);
    canvas.outlined(ears, 0xbacace, 0x6d7f85, 3);
    canvas.fill(Shape.circle(50, 77, 7), 0xf29eb6);
    canvas.outlined(body.or(head).grown(-1), 0xbacace, 0x6d7f85, 3);
    canvas.fill(body.and(Shape.below(x -> 112)).grown(-3), 0x97a9ae, 0.8);
    canvas.fill(Shape.circle(9, 111, 6), 0xe8708f);
    canvas.fill(Shape.circle(33, 98, 5.5), DARK);
    canvas.fill(Shape.circle(31.5, 96, 2), WHITE);
    canvas.fill(Shape.box(44, 120, 58, 128, 4).or(Shape.box(80, 120, 94, 128, 4)), 0xf29eb6);
    return canvas.toSprite();
  }

  private static Sprite snail(Canvas canvas) {
    int skin = 0xfece02;
    int rim = 0xb08a00;
    Shape feelers = Shape.line(22, 84, 14, 62, 5).or(Shape.line(32, 84, 34, 60, 5));
    canvas.outlined(feelers, skin, rim, 2.5);
    Shape foot =
        Shape.box(8, 108, 122, 128, 9)
            .or(Shape.box(10, 78, 42, 126, 15))
            .or(Shape.polygon(100, 110, 126, 126, 100, 126));
    canvas.outlined(foot.grown(-3), skin, rim, 3);
    canvas.fill(Shape.circle(14, 60, 6.5).or(Shape.circle(34, 58, 6.5)), WHITE);
    canvas.fill(Shape.circle(12, 60, 3.2).or(Shape.circle(32, 58, 3.2)), DARK);
    canvas.fill(Shape.line(14, 105, 24, 107, 4), DARK);
    Shape shell = Shape.circle(76, 82, 37);
    canvas.outlined(shell.grown(-3), 0xea8af6, 0x8f46a3, 3);
    Shape spiral =
        Shape.circle(76, 82, 25)
            .minus(Shape.circle(76, 82, 20))
            .or(Shape.circle(79, 84, 12).minus(Shape.circle(79, 84, 7)))
            .or(Shape.circle(79, 84, 2.5));
    canvas.fill(spiral, 0xa75bbb);
    canvas.fill(Shape.circle(76, 82, 31).minus(Shape.circle(80, 87, 32)), WHITE, 0.45);
    return canvas.toSprite();
  }

  private static Sprite ladybug(Canvas canvas, int phase) {
    for (int leg = 0; leg < 3; leg++) {
      double x = 40 + 26 * leg;
      double step = (leg + phase) % 2 == 0 ? -5 : 5;
      canvas.fill(Shape.line(x, 112, x + step, 125, 7), DARK);
    }
    Shape feelers = Shape.line(22, 84, 8, 68, 4).or(Shape.circle(8, 67, 4.5));
    canvas.fill(feelers, DARK);
    Shape head = Shape.circle(28, 98, 20);
    canvas.outlined(head.grown(-2), 0x4a5459, 0x23292c, 3);
    Shape shell = Shape.ellipse(72, 116, 50, 58).and(Shape.box(0, 0, 128, 118, 4));
    canvas.outlined(shell.grown(-3), 0xea6a16, 0x8f3c0a, 3);
    Shape spots =
        Shape.circle(56, 84, 9)
            .or(Shape.circle(84, 74, 8))
            .or(Shape.circle(78, 102, 10))
            .or(Shape.circle(106, 98, 8))
            .or(Shape.circle(44, 108, 6));
    canvas.fill(spots.and(shell.grown(-4)), 0x7a3210);
    canvas.fill(shell.grown(-7).minus(Shape.ellipse(78, 124, 50, 58)), WHITE, 0.4);
    canvas.fill(Shape.circle(20, 94, 6), WHITE);
    canvas.fill(Shape.circle(18, 95, 3), DARK);
    return canvas.toSprite();
  }

  private static Sprite worm(Canvas canvas, int rgb, int rim, int phase) {
    for (int part = 6; part >= 0; part--) {
      double x = 22 + part * 14;
      double lift = wave(part + 2 * phase);
      Shape ring = Shape.circle(x, 109 - lift, part == 0 ? 19 : 16.5);
      canvas.outlined(ring.grown(-3), rgb, rim, 3);
      canvas.fill(Shape.circle(x, 114 - lift, 9), Paint.lighter(rgb, 0.35), 0.6);
    }
    double head = 109 - wave(2 * phase);
    canvas.fill(Shape.circle(17, head - 6, 7), WHITE);
    canvas.fill(Shape.circle(15, head - 5, 3.5), DARK);
    canvas.fill(Shape.line(9, head + 9, 20, head + 10, 4), DARK);
    return canvas.toSprite();
  }

  private static double wave(int part) {
    return switch (part & 3) {
      case 0 -> 2;
      case 1 -> 9;
      case 2 -> 12;
      default -> 6;
    };
  }
}
