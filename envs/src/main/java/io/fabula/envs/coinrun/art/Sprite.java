package io.fabula.envs.coinrun.art;

/**
 * A picture to be drawn into frames: pixels row by row from the upper left, each {@code alpha << 24
 * | blue << 16 | green << 8 | red}, colours already multiplied by alpha. Its array must not change.
 */
public final class Sprite {
  private final int width;
  private final int height;
  private final int[] pixels;
  private final boolean opaque;

  /** Takes over {@code width * height} pixels. */
  public Sprite(int width, int height, int[] pixels) {
    this.width = width;
    this.height = height;
    this.pixels = pixels;
    boolean allOpaque = true;
    for (int pixel : pixels) allOpaque &= pixel >>> 24 == 0xFF;
    opaque = allOpaque;
  }

  /** A single opaque pixel of a colour {@code 0xRRGGBB}. */
  public static Sprite plain(int rgb) {
    return new Sprite(1, 1, new int[] {packed(rgb)});
  }

  /** The opaque pixel of a colour {@code 0xRRGGBB}. */
  static int packed(int rgb) {
    return 0xFF000000 | ((rgb & 0xFF) << 16) | (rgb & 0xFF00) | ((rgb >> 16) & 0xFF);
  }

  /** Columns. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** The pixels themselves, to be read in place. */
  public int[] pixels() {
    return pixels;
  }

  /** Whether no pixel lets anything shine through. */
  public boolean opaque() {
    return opaque;
  }

  /** The same seen in a mirror: left and right change places. */
  public Sprite mirrored() {
    int[] swapped = new int[pixels.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        swapped[y * width + x] = pixels[y * width + width - 1 - x];
      }
    }
    return new Sprite(width, height, swapped);
  }

  /** The same with squares of {@code factor} by {@code factor} pixels averaged into one. */
  public Sprite reduced(int factor) {
    int newWidth = width / factor;
    int newHeight = height / factor;
    int area = factor * factor;
    int[] averages = new int[newWidth * newHeight];
    for (int i = 0; i < averages.length; i++) {
      int left = i % newWidth * factor;
      int top = i / newWidth * factor;
      for (int shift = 0; shift < 32; shift += 8) {
        int sum = area / 2;
        for (int j = 0; j < area; j++) {
          int pixel = pixels[(top + j / factor) * width + left + j % factor];
          sum += (pixel >>> shift) & 0xFF;
        }
        averages[i] |= (sum / area) << shift;
      }
    }
    return new Sprite(newWidth, newHeight, averages);
  }
}
