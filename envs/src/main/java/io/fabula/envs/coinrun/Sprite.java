package io.fabula.envs.coinrun;

/**
 * A picture to be drawn into frames: pixels row by row from the upper left, each {@code alpha << 24
 * | blue << 16 | green << 8 | red}, colours already multiplied by alpha.
 */
final class Sprite {
  final int width;
  final int height;
  final int[] pixels;
  final boolean opaque;

  Sprite(int width, int height, int[] pixels) {
    this.width = width;
    this.height = height;
    this.pixels = pixels;
    boolean allOpaque = true;
    for (int pixel : pixels) allOpaque &= pixel >>> 24 == 0xFF;
    opaque = allOpaque;
  }

  /** One opaque colour, {@code 0xRRGGBB}. */
  static Sprite plain(int rgb) {
    return new Sprite(1, 1, new int[] {packed(rgb)});
  }

  /** The opaque pixel of a colour {@code 0xRRGGBB}. */
  static int packed(int rgb) {
    return 0xFF000000 | ((rgb & 0xFF) << 16) | (rgb & 0xFF00) | ((rgb >> 16) & 0xFF);
  }

  /** The same seen in a mirror: left and right change places. */
  Sprite mirrored() {
    int[] swapped = new int[pixels.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        swapped[y * width + x] = pixels[y * width + width - 1 - x];
      }
    }
    return new Sprite(width, height, swapped);
  }
}
