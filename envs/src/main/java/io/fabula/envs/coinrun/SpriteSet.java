package io.fabula.envs.coinrun;

import io.fabula.envs.coinrun.art.Backdrops;
import io.fabula.envs.coinrun.art.EnemyDrawings;
import io.fabula.envs.coinrun.art.PlayerDrawings;
import io.fabula.envs.coinrun.art.Sprite;
import io.fabula.envs.coinrun.art.ThingDrawings;
import io.fabula.envs.coinrun.art.TileDrawings;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** What each image of each theme looks like. Immutable, shared by all worlds. */
final class SpriteSet {
  private static final int IMAGES = 64;
  private static final int MOST_THEMES = 9;
  private static final int REDUCTION = 4;

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

  /** The drawings of the game proper, as finely as they are drawn. */
  static SpriteSet fine() {
    return Drawn.FINE;
  }

  /**
   * The same drawings reduced to about what can be seen in small frames, where they look calmer and
   * stay in the processor's cache.
   */
  static SpriteSet coarse() {
    return Drawn.COARSE;
  }

  /** Width and height of the pictures of cells. */
  int tileSize() {
    return sprites[Grid.GROUND][0].width();
  }

  boolean plain() {
    return plain;
  }

  /** Number of themes of an image. */
  int themes(int image) {
    return sprites[image].length;
  }

  Sprite sprite(int image, int theme, boolean reflected) {
    return (reflected ? mirrored : sprites)[image][theme];
  }

  Sprite background(int index) {
    return backgrounds.apply(index);
  }

  private static final class Monochrome {
    static final SpriteSet SET = new SpriteSet(true, colours(), Backdrops::coarse);

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

  private static final class Drawn {
    static final SpriteSet FINE = new SpriteSet(false, Drawings.all(), Backdrops::fine);
    static final SpriteSet COARSE = new SpriteSet(false, reduced(FINE.sprites), Backdrops::coarse);

    private static Sprite[][] reduced(Sprite[][] fine) {
      Sprite[][] coarse = new Sprite[fine.length][];
      for (int i = 0; i < fine.length; i++) {
        coarse[i] = new Sprite[fine[i].length];
        for (int j = 0; j < fine[i].length; j++) coarse[i][j] = fine[i][j].reduced(REDUCTION);
      }
      return coarse;
    }
  }

  /** Draws the images; apart, so that other threads can help while {@link Drawn} initialises. */
  private static final class Drawings {
    private record Drawing(int image, Supplier<Sprite[]> sprites) {}

    private static final List<Drawing> ALL =
        List.of(
            new Drawing(Entities.IMAGE_ENEMY, EnemyDrawings::upright),
            new Drawing(Entities.IMAGE_ENEMY_OTHER, EnemyDrawings::squat),
            new Drawing(Entities.IMAGE_STAND, PlayerDrawings::standing),
            new Drawing(Entities.IMAGE_WALK, PlayerDrawings::striding),
            new Drawing(Entities.IMAGE_WALK_OTHER, PlayerDrawings::passing),
            new Drawing(Entities.IMAGE_SAW, () -> only(ThingDrawings.saw(false))),
            new Drawing(Entities.IMAGE_SAW_OTHER, () -> only(ThingDrawings.saw(true))),
            new Drawing(Entities.CRATE, ThingDrawings::crates),
            new Drawing(Entities.TRAIL, () -> only(ThingDrawings.puff())),
            new Drawing(Grid.COIN, () -> only(ThingDrawings.coin())),
            new Drawing(Grid.GROUND, TileDrawings::bodies),
            new Drawing(Grid.GROUND_TOP, TileDrawings::tops),
            new Drawing(Grid.LAVA, () -> only(TileDrawings.lava())),
            new Drawing(Grid.LAVA_TOP, () -> only(TileDrawings.lavaTop())));

    static Sprite[][] all() {
      Sprite[][] drawings = new Sprite[IMAGES][];
      Arrays.fill(drawings, new Sprite[0]);
      ALL.parallelStream().forEach(each -> drawings[each.image] = each.sprites.get());
      return drawings;
    }

    private static Sprite[] only(Sprite sprite) {
      return new Sprite[] {sprite};
    }
  }
}
