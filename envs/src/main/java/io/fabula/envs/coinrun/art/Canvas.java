package io.fabula.envs.coinrun.art;

/**
 * A transparent picture that shapes are painted on with smooth edges. Only exactly specified
 * arithmetic is used, so the pixels are the same on every machine.
 */
final class Canvas {
  private final int width;
  private final int height;
  private final double[] red;
  private final double[] green;
  private final double[] blue;
  private final double[] alpha;

  /** Shapes are stretched by these factors around the middle of the lower edge. */
  private double stretchX = 1;

  private double stretchY = 1;

  Canvas(int width, int height) {
    this.width = width;
    this.height = height;
    red = new double[width * height];
    green = new double[width * height];
    blue = new double[width * height];
    alpha = new double[width * height];
  }

  /** Stretches what is painted from now on, the middle of the lower edge staying in place. */
  Canvas stretched(double horizontally, double vertically) {
    stretchX = horizontally;
    stretchY = vertically;
    return this;
  }

  Canvas fill(Shape shape, int rgb) {
    return fill(shape, Paint.solid(rgb), 1);
  }

  Canvas fill(Shape shape, int rgb, double opacity) {
    return fill(shape, Paint.solid(rgb), opacity);
  }

  /** Paints over what is there; {@code opacity} within 0..1. */
  Canvas fill(Shape shape, Paint paint, double opacity) {
    return fill(shape, paint, opacity, 0, 0, width, height);
  }

  /** Paints a shape that lies within a square; nothing outside of it is looked at. */
  Canvas stamp(Shape shape, double cx, double cy, double reach, Paint paint, double opacity) {
    int left = (int) Math.max(0, cx - reach);
    int top = (int) Math.max(0, cy - reach);
    int right = (int) Math.min(width, cx + reach + 1);
    int bottom = (int) Math.min(height, cy + reach + 1);
    return fill(shape, paint, opacity, left, top, right, bottom);
  }

  private Canvas fill(
      Shape shape, Paint paint, double opacity, int left, int top, int right, int bottom) {
    for (int row = top; row < bottom; row++) {
      double y = height - (height - row - 0.5) / stretchY;
      for (int column = left; column < right; column++) {
        double x = width / 2.0 + (column + 0.5 - width / 2.0) / stretchX;
        double coverage = Math.min(1, 0.5 - shape.distance(x, y));
        if (coverage > 0) over(row * width + column, paint.at(x, y), coverage * opacity);
      }
    }
    return this;
  }

  /** Paints a shape with a rim of another colour around it. */
  Canvas outlined(Shape shape, int rgb, int rim, double thickness) {
    return fill(shape.grown(thickness), rim).fill(shape, rgb);
  }

  private void over(int i, int rgb, double opacity) {
    double rest = 1 - opacity;
    red[i] = red[i] * rest + ((rgb >> 16) & 0xFF) * opacity;
    green[i] = green[i] * rest + ((rgb >> 8) & 0xFF) * opacity;
    blue[i] = blue[i] * rest + (rgb & 0xFF) * opacity;
    alpha[i] = alpha[i] * rest + opacity;
  }

  Sprite toSprite() {
    int[] pixels = new int[width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] =
          (rounded(255 * alpha[i]) << 24)
              | (rounded(blue[i]) << 16)
              | (rounded(green[i]) << 8)
              | rounded(red[i]);
    }
    return new Sprite(width, height, pixels);
  }

  private static int rounded(double value) {
    return (int) Math.floor(value + 0.5);
  }
}
