package io.fabula.envs.coinrun;

import io.fabula.envs.Picture;

/** Frames of one world: 64x64 for agents and 512x512, smoothed, for people. */
final class Frames {
  static final int SIZE = 64;
  private static final int PICTURE_SIZE = 512;

  /** Pictures are drawn this much larger and averaged down. */
  private static final int OVERSAMPLING = 2;

  /** One scratch frame per thread rather than per world keeps it in the processor's cache. */
  private static final ThreadLocal<FrameRenderer> RENDERER =
      ThreadLocal.withInitial(() -> new FrameRenderer(SIZE, false));

  private final CoinRunOptions options;
  private final SpriteSet sprites;
  private final SpriteSet fineSprites;

  Frames(CoinRunOptions options) {
    this.options = options;
    boolean plain = options.monochromeAssets();
    sprites = plain ? SpriteSet.monochrome() : SpriteSet.coarse();
    fineSprites = plain ? SpriteSet.monochrome() : SpriteSet.fine();
  }

  /** Draws what the agent sees: {@code [64, 64, 3]} bytes. */
  void write(Scene scene, byte[] target, int offset) {
    RENDERER.get().draw(scene, options, sprites, target, offset);
  }

  /** Draws the same view for people. */
  Picture picture(Scene scene) {
    int size = PICTURE_SIZE * OVERSAMPLING;
    byte[] large = new byte[size * size * 3];
    new FrameRenderer(size, true).draw(scene, options, fineSprites, large, 0);
    return averaged(large);
  }

  private static Picture averaged(byte[] large) {
    int stride = 3 * PICTURE_SIZE * OVERSAMPLING;
    int area = OVERSAMPLING * OVERSAMPLING;
    byte[] rgb = new byte[PICTURE_SIZE * PICTURE_SIZE * 3];
    for (int i = 0; i < rgb.length; i++) {
      int y = i / (3 * PICTURE_SIZE);
      int x = i / 3 % PICTURE_SIZE;
      int first = y * OVERSAMPLING * stride + 3 * x * OVERSAMPLING + i % 3;
      int sum = area / 2;
      for (int j = 0; j < area; j++) {
        sum += large[first + j / OVERSAMPLING * stride + j % OVERSAMPLING * 3] & 0xFF;
      }
      rgb[i] = (byte) (sum / area);
    }
    return new Picture(PICTURE_SIZE, PICTURE_SIZE, rgb);
  }
}
