package io.fabula.envs.coinrun;

import io.fabula.envs.coinrun.art.Sprite;

/**
 * What lies behind everything: a picture as high as the world, or black. Only the parts that show
 * are ever drawn.
 */
final class BackgroundLayer {
  private static final Sprite BLACK = Sprite.plain(0);

  private final Blitter blitter;
  private final int size;
  private final boolean smooth;
  private final int[] columns;
  private final int[] rows;
  private Sprite picture = BLACK;
  private double left;
  private double top;
  private double scale;

  /** Draws into frames; {@code smooth} enlarges without showing the picture's pixels. */
  BackgroundLayer(Blitter blitter, int size, boolean smooth) {
    this.blitter = blitter;
    this.size = size;
    this.smooth = smooth;
    columns = new int[size];
    rows = new int[size];
  }

  /** Puts black behind everything. */
  void black() {
    picture = BLACK;
    blitter.clear();
  }

  /**
   * Puts a picture behind everything: 64 cells high, as wide as its aspect says, and shifted to the
   * left by a share of what it is wider than the world.
   */
  void place(Sprite shown, float share, Camera camera) {
    picture = shown;
    double aspect = (double) shown.width() / shown.height();
    float shift = (float) (share * (aspect - 1) * Grid.SIZE);
    left = camera.left(-shift, 0);
    top = camera.top(Grid.SIZE, 0);
    double width = camera.extent((float) (Grid.SIZE * aspect), 0);
    double height = camera.extent(Grid.SIZE, 0);
    scale = shown.height() / height;
    if (!smooth) {
      map(columns, left, width, shown.width());
      map(rows, top, height, shown.height());
    }
  }

  /** Finds the source of each frame column or row; the picture's edges go on where it ends. */
  private void map(int[] target, double edge, double length, int sourceLength) {
    int step = Blitter.step(sourceLength, length);
    int position = Blitter.start(0, edge, step);
    for (int i = 0; i < size; i++, position += step) {
      target[i] = Math.max(0, Math.min(sourceLength - 1, position >> 16));
    }
  }

  /** Draws columns {@code x0..x1-1} of rows {@code y0..y1-1}, unless everything is black. */
  void draw(int y0, int y1, int x0, int x1) {
    if (picture == BLACK) return;
    for (int y = y0; y < y1; y++) {
      if (smooth) {
        blitter.smoothLine(picture, left, (y + 0.5 - top) * scale - 0.5, scale, y, x0, x1);
      } else if (y > y0 && rows[y] == rows[y - 1]) {
        blitter.repeatLine(y, x0, x1);
      } else {
        blitter.copy(picture, rows[y] << 16, 0, columns, 0, y, y + 1, x0, x1);
      }
    }
  }
}
