package io.fabula.envs.coinrun;

/**
 * How places in the world become places in a square frame: exactly the float32 arithmetic of
 * Procgen 0.10.7.
 */
final class Camera {
  private static final float VISIBLE = 13;

  /** Pixels per cell. */
  float unit;

  /** Cells per frame. */
  float view;

  /** Cells of the grid to draw, first and last column and row, inclusive. */
  int firstColumn;

  int lastColumn;
  int firstRow;
  int lastRow;

  private float offsetX;
  private float offsetY;

  /** Looks at the player, or at the whole world if not {@code centred}. */
  void look(boolean centred, float playerX, float playerY, int frameSize) {
    float visible = centred ? VISIBLE : Grid.SIZE;
    float x = centred ? playerX : Grid.SIZE / 2f;
    float y = centred ? playerY : Grid.SIZE / 2f;
    float raw = 64f / visible;
    unit = (float) (raw * (frameSize / 64.0));
    view = (float) (64.0 / raw);
    offsetX = unit * (x - view / 2);
    offsetY = unit * (y - view / 2);
    if (centred) {
      float half = (VISIBLE + 2) / 2;
      firstColumn = (int) (x - half);
      lastColumn = (int) (x + half);
      firstRow = (int) (y - half);
      lastRow = (int) (y + half);
    } else {
      firstColumn = 0;
      firstRow = 0;
      lastColumn = Grid.SIZE - 1;
      lastRow = Grid.SIZE - 1;
    }
  }

  /** Pixel column of a left edge at {@code x}, moved left by {@code margin}. */
  float left(float x, float margin) {
    return (x - margin) * unit - offsetX;
  }

  /** Pixel row of a top edge at {@code y}, moved up by {@code margin}. */
  float top(float y, float margin) {
    return (view - y - margin) * unit + offsetY;
  }

  /** Pixels of a width or height, grown by {@code margin} on both sides. */
  float extent(float length, float margin) {
    return (length + 2 * margin) * unit;
  }
}
