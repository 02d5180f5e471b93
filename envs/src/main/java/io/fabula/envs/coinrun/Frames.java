package io.fabula.envs.coinrun;

import io.fabula.envs.Picture;

/** Frames of one world: 64x64 for agents and 512x512, smoothed, for people. */
final class Frames {
  static final int SIZE = 64;
  private static final int PICTURE_SIZE = 512;

  /** Pictures are drawn this much larger and averaged down. */
  private static final int OVERSAMPLING = 3;

  /** One scratch frame per thread rather than per world keeps it in the processor's cache. */
  private static final ThreadLocal<FrameRenderer> RENDERER =
      ThreadLocal.withInitial(() -> new FrameRenderer(SIZE));

  private final CoinRunOptions options;
  private final SpriteSet sprites;

  Frames(CoinRunOptions options) {
    this.options = options;
    sprites = options.monochromeAssets() ? SpriteSet.monochrome() : SpriteSet.drawn();
  }

  /** Draws what the agent sees: {@code [64, 64, 3]} bytes. */
  void write(Scene scene, byte[] target, int offset) {
    FrameRenderer renderer = RENDERER.get();
    renderer.draw(scene, options, sprites);
    renderer.write(target, offset);
  }

  /** Draws the same view for people. */
  Picture picture(Scene scene) {
    FrameRenderer renderer = new FrameRenderer(PICTURE_SIZE * OVERSAMPLING);
    renderer.draw(scene, options, sprites);
    return averaged(renderer.pixels());
  }

  private static Picture averaged(int[] pixels) {
    int stride = PICTURE_SIZE * OVERSAMPLING;
    int area = OVERSAMPLING * OVERSAMPLING;
    byte[] rgb = new byte[PICTURE_SIZE * PICTURE_SIZE * 3];
    for (int y = 0; y < PICTURE_SIZE; y++) {
      for (int x = 0; x < PICTURE_SIZE; x++) {
        int red = area / 2;
        int green = area / 2;
        int blue = area / 2;
        for (int i = 0; i < area; i++) {
          int row = y * OVERSAMPLING + i / OVERSAMPLING;
          int pixel = pixels[row * stride + x * OVERSAMPLING + i % OVERSAMPLING];
          red += pixel & 0xFF;
          green += (pixel >> 8) & 0xFF;
          blue += (pixel >> 16) & 0xFF;
        }
        int at = 3 * (y * PICTURE_SIZE + x);
        rgb[at] = (byte) (red / area);
        rgb[at + 1] = (byte) (green / area);
        rgb[at + 2] = (byte) (blue / area);
      }
    }
    return new Picture(PICTURE_SIZE, PICTURE_SIZE, rgb);
  }
}
