package io.fabula.envs.coinrun;

import io.fabula.envs.coinrun.art.Sprite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Fills rectangles of a square frame of red, green, blue bytes from pictures: nearest neighbour in
 * 16.16 fixed point, "over" blending, edges rounded to whole pixels.
 */
final class Blitter {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /**
   * Black pixels to be copied, an agent's frame at once: {@link java.util.Arrays#fill} takes
   * several times as long once it was compiled for the short stretches that levels fill.
   */
  private static final byte[] BLACK = new byte[3 * Frames.SIZE * Frames.SIZE];

  private final int size;

  /** Source column for each frame column of the rectangle being drawn. */
  private final int[] source;

  private byte[] frame = new byte[0];
  private int offset;

  Blitter(int size) {
    this.size = size;
    source = new int[size];
  }

  /** Chooses the array whose {@code size * size * 3} bytes from {@code offset} are drawn into. */
  void begin(byte[] target, int first) {
    frame = target;
    offset = first;
  }

  /** The nearest pixel boundary, halves upwards. */
  static int round(double v) {
    return (int) Math.floor(v + 0.5);
  }

  /** The nearest pixel boundary within the frame. */
  int edge(double v) {
    return Math.max(0, Math.min(size, round(v)));
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

  /** Makes the whole frame black. */
  void clear() {
    int end = offset + 3 * size * size;
    for (int at = offset; at < end; at += BLACK.length) {
      System.arraycopy(BLACK, 0, frame, at, Math.min(BLACK.length, end - at));
    }
  }

  /** Fills a rectangle with one colour. */
  void fill(int colour, double left, double top, double width, double height) {
    fill(colour, edge(top), edge(top + height), edge(left), edge(left + width));
  }

  /** Fills columns {@code x0..x1-1} of rows {@code y0..y1-1} with one colour. */
  void fill(int colour, int y0, int y1, int x0, int x1) {
    if (x0 >= x1) return;
    for (int y = y0; y < y1; y++) {
      int at = offset + 3 * (y * size + x0);
      int last = offset + 3 * (y * size + x1 - 1);
      // four bytes at a time: the fourth is then overwritten by the next pixel
      for (; at < last; at += 3) INTS.set(frame, at, colour);
      set(last, colour);
    }
  }

  /** Draws a picture into a rectangle; {@code alpha} within 0..1 makes it fainter. */
  void draw(Sprite sprite, double left, double top, double width, double height, float alpha) {
    if (sprite.width() == 1) {
      fill(sprite.pixels()[0], left, top, width, height);
      return;
    }
    int x0 = edge(left);
    int x1 = edge(left + width);
    int y0 = edge(top);
    int y1 = edge(top + height);
    if (x0 >= x1 || y0 >= y1) return;
    int stepX = step(sprite.width(), width);
    int stepY = step(sprite.height(), height);
    int position = start(x0, left, stepX);
    for (int x = x0; x < x1; x++, position += stepX) source[x] = position >> 16;
    int startY = start(y0, top, stepY);
    blend(sprite, startY, stepY, source, 0, y0, y1, x0, x1, (int) (alpha * 256));
  }

  /**
   * Copies opaque pixels into columns {@code x0..x1-1} of rows {@code y0..y1-1}. The source row of
   * the first is {@code start >> 16}, with {@code step} more for each further one; the source
   * column of {@code x} is {@code columns[shift + x]}.
   */
  void copy(
      Sprite sprite,
      int start,
      int step,
      int[] columns,
      int shift,
      int y0,
      int y1,
      int x0,
      int x1) {
    if (x0 >= x1) return;
    byte[] target = frame;
    int[] texture = sprite.pixels();
    int last = x1 - 1;
    for (int y = y0, position = start; y < y1; y++, position += step) {
      int row = (position >> 16) * sprite.width();
      int at = offset + 3 * (y * size + x0);
      for (int x = x0; x < last; x++, at += 3) {
        INTS.set(target, at, texture[row + columns[shift + x]]);
      }
      set(at, texture[row + columns[shift + last]]);
    }
  }

  /** Copies columns {@code x0..x1-1} of the row above into row {@code y}. */
  void repeatLine(int y, int x0, int x1) {
    if (x0 >= x1) return;
    int at = offset + 3 * (y * size + x0);
    System.arraycopy(frame, at - 3 * size, frame, at, 3 * (x1 - x0));
  }

  /** As {@link #copy}, but over what is there, at {@code strength / 256} of the pixels' alpha. */
  void blend(
      Sprite sprite,
      int start,
      int step,
      int[] columns,
      int shift,
      int y0,
      int y1,
      int x0,
      int x1,
      int strength) {
    int[] texture = sprite.pixels();
    for (int y = y0, position = start; y < y1; y++, position += step) {
      int row = (position >> 16) * sprite.width();
      int at = offset + 3 * (y * size + x0);
      for (int x = x0; x < x1; x++, at += 3) {
        int colour = texture[row + columns[shift + x]];
        if (strength < 256) colour = scaled(colour, strength);
        int alpha = colour >>> 24;
        if (alpha == 0xFF) {
          set(at, colour);
        } else if (alpha != 0) {
          set(at, colour + scaled(get(at), 256 - alpha - (alpha >> 7)));
        }
      }
    }
  }

  /** Draws columns {@code x0..x1-1} of row {@code y} of an enlarged picture, bilinearly mixed. */
  void smoothLine(Sprite sprite, double left, double v, double scale, int y, int x0, int x1) {
    int at = offset + 3 * (y * size + x0);
    for (int x = x0; x < x1; x++, at += 3) {
      set(at, sampled(sprite, (x + 0.5 - left) * scale - 0.5, v));
    }
  }

  private void set(int at, int colour) {
    frame[at] = (byte) colour;
    frame[at + 1] = (byte) (colour >> 8);
    frame[at + 2] = (byte) (colour >> 16);
  }

  private int get(int at) {
    return (frame[at] & 0xFF) | ((frame[at + 1] & 0xFF) << 8) | ((frame[at + 2] & 0xFF) << 16);
  }

  /** The colour between the pixels around a place, by bilinear mixing; edges go on outside. */
  private static int sampled(Sprite sprite, double u, double v) {
    double insideU = Math.max(0, Math.min(sprite.width() - 1, u));
    double insideV = Math.max(0, Math.min(sprite.height() - 1, v));
    int x0 = (int) insideU;
    int y0 = (int) insideV;
    int shareX = (int) ((insideU - x0) * 256);
    int shareY = (int) ((insideV - y0) * 256);
    int x1 = Math.min(sprite.width() - 1, x0 + 1);
    int upper = y0 * sprite.width();
    int lower = Math.min(sprite.height() - 1, y0 + 1) * sprite.width();
    int[] p = sprite.pixels();
    return mixed(
        mixed(p[upper + x0], p[upper + x1], shareX),
        mixed(p[lower + x0], p[lower + x1], shareX),
        shareY);
  }

  /** {@code share / 256} of the second colour and the rest of the first. */
  private static int mixed(int first, int second, int share) {
    return scaled(first, 256 - share) + scaled(second, share);
  }

  /** All four channels times {@code strength / 256}, rounded down. */
  private static int scaled(int colour, int strength) {
    int even = (((colour & 0x00FF00FF) * strength) >>> 8) & 0x00FF00FF;
    int odd = (((colour >>> 8) & 0x00FF00FF) * strength) & 0xFF00FF00;
    return even | odd;
  }
}
