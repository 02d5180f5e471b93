package io.fabula.envs.coinrun.art;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The pictures behind the levels: 49 of country and 13 of space, each painted when it is first
 * asked for and then kept.
 */
public final class Backdrops {
  private static final int COUNTRY = 49;
  private static final int SPACE = 13;

  /** How many pictures there are. */
  public static final int COUNT = COUNTRY + SPACE;

  private static final AtomicReferenceArray<Sprite> FINE = new AtomicReferenceArray<>(COUNT);
  private static final AtomicReferenceArray<Sprite> COARSE = new AtomicReferenceArray<>(COUNT);
  private static final int REDUCTION = 2;

  /** Pictures are mostly 16:9. */
  private static final double[] ASPECTS = {16 / 9.0, 16 / 9.0, 4 / 3.0, 16 / 9.0, 2, 16 / 9.0, 1};

  private static final int PANORAMA = 24;

  private Backdrops() {}

  /**
   * One of the pictures; 256 rows, opaque.
   *
   * @param index 0..61; from 49 on they show space
   */
  public static Sprite fine(int index) {
    Sprite known = FINE.get(index);
    if (known != null) return known;
    Sprite painted = paint(index); // two threads may paint the same picture; both get equal ones
    FINE.set(index, painted);
    return painted;
  }

  /** The same picture with 128 rows, for small frames. */
  public static Sprite coarse(int index) {
    Sprite known = COARSE.get(index);
    if (known != null) return known;
    Sprite reduced = paint(index).reduced(REDUCTION);
    COARSE.set(index, reduced);
    return reduced;
  }

  private static Sprite paint(int index) {
    double aspect = index == PANORAMA ? 4 : ASPECTS[(index * 3 + index / 7) % ASPECTS.length];
    int width = (int) (Landscape.HEIGHT * aspect);
    RandomStream random = new RandomStream(Seeds.of(index, "backdrop"));
    if (index >= COUNTRY) return Space.paint(width, index - COUNTRY, random);
    Scenery[] kinds = Scenery.values();
    Palette palette = Palette.of(index / kinds.length);
    Landscape land = new Landscape(width, palette, random).sky();
    kinds[index % kinds.length].paint(land);
    return land.canvas().toSprite();
  }
}
