package io.fabula.envs.coinrun;

import java.util.Arrays;

/**
 * Fills rectangles of a square frame from pictures: nearest neighbour in 16.16 fixed point, "over"
 * blending, edges rounded to whole pixels.
 */
final class Blitter {
  private final int[] pixels;
  private final int size;

  /** The frame columns chosen by {@link #columns}, and the source column for each. */
  private final int[] source;

  private int from;
  private int to;

  Blitter(int[] pixels, int size) {
    this.pixels = pixels;
    this.size = size;
    source = new int[size];
  }

  /** The nearest pixel boundary, halves upwards. */
  static int round(double v) {
    return (int) Math.floor(v + 0.5);
  }

  static int clipped(int pixel, int size) {
    return Math.max(0, Math.min(size, pixel));
  }

  /** Source pixels per frame pixel, times 65536. */
  static int step(int sourceLength, double length) {
    return (int) (65536 * sourceLength / length);
  }

  /**
   * Source position, times 65536, of frame pixel {@code first} of a rectangle from {@code edge}.
   */
  static int start(int first, double edge, int step) {
    return (int) Math.ceil((first + 0.5 - edge) * step) - 1;
  }

  /** Fills a rectangle with one packed colour. */
  void fill(int colour, double left, double top, double width, double height) {
    int x0 = clipped(round(left), size);
    int x1 = clipped(round(left + width), size);
    if (x0 >= x1) return;
    int y1 = clipped(round(top + height), size);
    for (int y = clipped(round(top), size); y < y1; y++) {
      Arrays.fill(pixels, y * size + x0, y * size + x1, colour);
    }
  }

  /** Draws a picture into a rectangle; {@code alpha} within 0..1 makes it fainter. */
  void draw(Sprite sprite, double left, double top, double width, double height, float alpha) {
    if (sprite.width == 1) {
      fill(sprite.pixels[0], left, top, width, height);
      return;
    }
    int x0 = clipped(round(left), size);
    int x1 = clipped(round(left + width), size);
    int y0 = clipped(round(top), size);
    int y1 = clipped(round(top + height), size);
    if (x0 >= x1 || y0 >= y1) return;
    int stepX = step(sprite.width, width);
    int stepY = step(sprite.height, height);
    columns(x0, x1, start(x0, left, stepX), stepX);
    int startY = start(y0, top, stepY);
    if (alpha < 1) {
      blendFaint(sprite, y0, y1, startY, stepY, (int) (alpha * 256));
    } else {
      tile(sprite, y0, y1, startY, stepY);
    }
  }

  /** Chooses the frame columns {@code x0..x1-1} for the following tiles. */
  void columns(int x0, int x1, int start, int step) {
    from = x0;
    to = x1;
    for (int x = x0, position = start; x < x1; x++, position += step) source[x] = position >> 16;
  }

  /** Draws a picture into the chosen columns and the rows {@code y0..y1-1}. */
  void tile(Sprite sprite, int y0, int y1, int start, int step) {
    if (sprite.width == 1) {
      for (int y = y0; y < y1; y++) {
        Arrays.fill(pixels, y * size + from, y * size + to, sprite.pixels[0]);
      }
    } else if (sprite.opaque) {
      copy(sprite, y0, y1, start, step);
    } else {
      blend(sprite, y0, y1, start, step);
    }
  }

  private void copy(Sprite sprite, int y0, int y1, int start, int step) {
    int[] texture = sprite.pixels;
    for (int y = y0, position = start; y < y1; y++, position += step) {
      int row = (position >> 16) * sprite.width;
      int line = y * size;
      for (int x = from; x < to; x++) pixels[line + x] = texture[row + source[x]];
    }
  }

  private void blend(Sprite sprite, int y0, int y1, int start, int step) {
    int[] texture = sprite.pixels;
    for (int y = y0, position = start; y < y1; y++, position += step) {
      int row = (position >> 16) * sprite.width;
      int line = y * size;
      for (int x = from; x < to; x++) {
        int colour = texture[row + source[x]];
        int alpha = colour >>> 24;
        if (alpha == 0xFF) {
          pixels[line + x] = colour;
        } else if (alpha != 0) {
          pixels[line + x] = colour + scaled(pixels[line + x], 256 - alpha - (alpha >> 7));
        }
      }
    }
  }

  private void blendFaint(Sprite sprite, int y0, int y1, int start, int step, int strength) {
    int[] texture = sprite.pixels;
    for (int y = y0, position = start; y < y1; y++, position += step) {
      int row = (position >> 16) * sprite.width;
      int line = y * size;
      for (int x = from; x < to; x++) {
        int colour = scaled(texture[row + source[x]], strength);
        int alpha = colour >>> 24;
        pixels[line + x] = colour + scaled(pixels[line + x], 256 - alpha - (alpha >> 7));
      }
    }
  }

  /** All four channels times {@code strength / 256}, rounded down. */
  private static int scaled(int colour, int strength) {
    int even = (((colour & 0x00FF00FF) * strength) >>> 8) & 0x00FF00FF;
    int odd = (((colour >>> 8) & 0x00FF00FF) * strength) & 0xFF00FF00;
    return even | odd;
  }
}
