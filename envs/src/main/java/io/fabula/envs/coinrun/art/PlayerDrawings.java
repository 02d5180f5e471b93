package io.fabula.envs.coinrun.art;

/**
 * The player: a small alien in a big white ring helmet, facing right. It fills the lower 57 % of a
 * canvas of 128 by 256.
 */
public final class PlayerDrawings {
  private static final int[] BODIES = {0xe6dabf, 0xa3c3eb, 0x8bcfba, 0xf3afc5, 0xffd633};
  private static final int RING = 0xffffff;
  private static final int RING_SHADE = 0xc3ced8;
  private static final int DARK = 0x33404c;
  private static final double GROUND = 254;

  private PlayerDrawings() {}

  /** Standing on both feet, one picture per theme. */
  public static Sprite[] standing() {
    return themes(0, 52, 76, GROUND, GROUND);
  }

  /** Legs apart, one picture per theme. */
  public static Sprite[] striding() {
    return themes(-2, 36, 92, GROUND - 5, GROUND - 2);
  }

  /** Legs passing each other, one picture per theme. */
  public static Sprite[] passing() {
    return themes(1, 57, 72, GROUND - 10, GROUND);
  }

  private static Sprite[] themes(
      double lift, double backFoot, double frontFoot, double backFloor, double frontFloor) {
    Sprite[] sprites = new Sprite[BODIES.length];
    for (int i = 0; i < sprites.length; i++) {
      Canvas canvas = new Canvas(128, 256);
      int body = BODIES[i];
      int rim = Paint.darker(body, 0.45);
      double swing = (frontFoot - backFoot - 24) / 3;
      leg(canvas, 54, backFoot, backFloor, Paint.darker(body, 0.18), rim);
      arm(canvas, 42, 30 - swing / 2, lift, Paint.darker(body, 0.18), rim);
      leg(canvas, 74, frontFoot, frontFloor, body, rim);
      torso(canvas, lift, body, rim);
      arm(canvas, 86, 97 + swing / 2, lift, body, rim);
      head(canvas, lift, body, rim);
      sprites[i] = canvas.toSprite();
    }
    return sprites;
  }

  private static void leg(Canvas canvas, double hip, double foot, double floor, int rgb, int rim) {
    Shape leg =
        Shape.line(hip, 228, foot, floor - 7, 15)
            .or(Shape.box(foot - 9, floor - 13, foot + 14, floor, 6));
    canvas.outlined(leg.grown(-2), rgb, rim, 3);
  }

  private static void arm(
      Canvas canvas, double shoulder, double hand, double lift, int rgb, int rim) {
    Shape arm =
        Shape.line(shoulder, 212 + lift, hand, 230 + lift, 12)
            .or(Shape.circle(hand, 231 + lift, 7.5));
    canvas.outlined(arm.grown(-2), rgb, rim, 3);
  }

  private static void torso(Canvas canvas, double lift, int body, int rim) {
    Shape torso = Shape.box(40, 198 + lift, 88, 243 + lift, 16);
    canvas.outlined(torso.grown(-2), body, rim, 3);
    canvas.fill(torso.grown(-3).and(Shape.box(0, 0, 52, 256, 0)), Paint.darker(body, 0.25), 0.5);
    canvas.fill(Shape.ellipse(70, 224 + lift, 10, 12), Paint.lighter(body, 0.45));
  }

  private static void head(Canvas canvas, double lift, int body, int rim) {
    double cy = 164 + lift;
    Shape face = Shape.circle(65, cy + 1, 40);
    Shape glass = Shape.circle(64, cy, 46);
    canvas.fill(glass, 0xdff1fb, 0.55);
    canvas.outlined(face.grown(-3), body, rim, 3);
    canvas.fill(face.grown(-4).minus(Shape.circle(72, cy - 6, 40)), Paint.darker(body, 0.25), 0.55);
    for (double eye : new double[] {66, 87}) {
      canvas.fill(Shape.ellipse(eye, cy - 3, 7, 11), DARK);
      canvas.fill(Shape.circle(eye + 2.5, cy - 8, 2.8), 0xffffff);
    }
    Shape smile = Shape.ellipse(77, cy + 15, 10, 7).minus(Shape.box(60, 0, 95, cy + 15, 0));
    canvas.fill(smile, DARK);
    Shape ring = Shape.circle(64, cy, 51).minus(Shape.circle(64, cy, 42));
    canvas.fill(ring.grown(1), RING_SHADE);
    canvas.fill(ring.grown(-1.2), RING);
    canvas.fill(ring.grown(-1.2).and(Shape.below(x -> cy + 26)), RING_SHADE, 0.6);
    Shape shine = Shape.circle(64, cy, 37).minus(Shape.circle(66, cy + 3, 38));
    canvas.fill(shine.and(Shape.box(0, 0, 60, cy, 0)), 0xffffff, 0.85);
  }
}
