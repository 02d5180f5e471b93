package io.fabula.envs.coinrun;

import java.util.function.IntFunction;

/** What each image of each theme looks like. Immutable, shared by all worlds. */
final class SpriteSet {
  /** Width and height of the pictures of cells, unless they are plain. */
  static final int TILE = 128;

  private static final int IMAGES = 64;
  private static final int MOST_THEMES = 9;

  private final boolean plain;
  private final Sprite[][] sprites;
  private final Sprite[][] mirrored;
  private final IntFunction<Sprite> backgrounds;

  /**
   * Collects drawings.
   *
   * @param plain whether all are single colours that fill their rectangles
   * @param drawings {@code [image][theme]}, an empty array where there is no image
   */
  private SpriteSet(boolean plain, Sprite[][] drawings, IntFunction<Sprite> backgrounds) {
    this.plain = plain;
    this.backgrounds = backgrounds;
    sprites = drawings;
    mirrored = new Sprite[drawings.length][];
    for (int i = 0; i < drawings.length; i++) {
      mirrored[i] = new Sprite[drawings[i].length];
      for (int j = 0; j < drawings[i].length; j++) mirrored[i][j] = drawings[i][j].mirrored();
    }
  }

  /** One colour for each image and theme, by Procgen's formula. */
  static SpriteSet monochrome() {
    return Monochrome.SET;
  }

  /** The drawings of the game proper. */
  static SpriteSet drawn() {
    return Monochrome.SET;
  }

  boolean plain() {
    return plain;
  }

  Sprite sprite(int image, int theme, boolean reflected) {
    return (reflected ? mirrored : sprites)[image][theme];
  }

  Sprite background(int index) {
    return backgrounds.apply(index);
  }

  private static final class Monochrome {
    static final SpriteSet SET = new SpriteSet(true, colours(), i -> Sprite.plain(0));

    private static Sprite[][] colours() {
      Sprite[][] colours = new Sprite[IMAGES][MOST_THEMES];
      for (int image = 0; image < IMAGES; image++) {
        for (int theme = 0; theme < MOST_THEMES; theme++) {
          int code = (29 * (image + 1) % 64 + 19 * theme) % 64;
          int red = 64 * (code / 16 + 1) - 1;
          int green = 64 * (code / 4 % 4 + 1) - 1;
          int blue = 64 * (code % 4 + 1) - 1;
          colours[image][theme] = Sprite.plain(red << 16 | green << 8 | blue);
        }
      }
      return colours;
    }
  }
}
