package io.fabula.envs.coinrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.Action;
import io.fabula.envs.coinrun.CoinRunOptions.Distribution;
import io.fabula.envs.coinrun.art.Backdrops;
import io.fabula.envs.coinrun.art.Sprite;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class CoinRunSpriteFramesTest {
  private static final CoinRunOptions PLAIN = CoinRunOptions.DEFAULT.withBackgrounds(false);
  private static final int GROUND_COLOUR = 0x7f3f3f;
  private static final int GROUND_TOP_COLOUR = 0xbfff7f;

  /** Where plain rectangles show ground, drawings do; where those show nothing, so do these. */
  @Test
  void drawsTheGroundExactlyWhereRectanglesShowIt() {
    for (int level = 0; level < 40; level++) {
      byte[] drawn = frame(PLAIN.withRestrictThemes(true), level, 20);
      byte[] plain = frame(PLAIN.withRestrictThemes(true).withMonochromeAssets(true), level, 20);
      for (int i = 0; i < drawn.length; i += 3) {
        int row = i / 3 / 64;
        int column = i / 3 % 64;
        boolean nearPlayer = Math.abs(column - 32) < 4 && Math.abs(row - 32) < 8;
        int colour = rgb(plain, i);
        if (colour == GROUND_COLOUR || colour == GROUND_TOP_COLOUR) {
          assertThat(rgb(drawn, i)).as("level %d pixel %d", level, i / 3).isNotZero();
        } else if (colour == 0 && !nearPlayer) {
          assertThat(rgb(drawn, i)).as("level %d pixel %d", level, i / 3).isZero();
        }
      }
    }
  }

  @Test
  void drawsBackgroundsOnlyWhereNothingHidesThem() {
    for (int level = 0; level < 40; level++) {
      byte[] without = frame(PLAIN.withMonochromeAssets(true), level, 20);
      byte[] with = frame(PLAIN.withMonochromeAssets(true).withBackgrounds(true), level, 20);
      int shown = 0;
      for (int i = 0; i < with.length; i += 3) {
        if (rgb(without, i) == 0) {
          if (rgb(with, i) != 0) shown++;
        } else {
          assertThat(rgb(with, i)).as("level %d pixel %d", level, i / 3).isEqualTo(rgb(without, i));
        }
      }
      assertThat(shown).as("level %d", level).isPositive();
    }
  }

  @Test
  void mirrorsThePlayer() {
    CoinRun world = new CoinRun(PLAIN);
    world.resetTo(0);
    byte[] right = new byte[64 * 64 * 3];
    byte[] left = right.clone();
    world.step(Action.of(7));
    world.observe(right, 0);
    world.game().scene.entities.reflected[Entities.PLAYER] = true;
    world.observe(left, 0);
    assertThat(left).isNotEqualTo(right);
  }

  @Test
  void drawsTheSamePixelsOnEveryMachine() {
    CRC32 checksum = new CRC32();
    for (int image = 0; image < 64; image++) {
      for (int theme = 0; theme < SpriteSet.fine().themes(image); theme++) {
        update(checksum, SpriteSet.fine().sprite(image, theme, false));
      }
    }
    for (int i = 0; i < Backdrops.COUNT; i += 7) update(checksum, Backdrops.coarse(i));
    for (int level = 0; level < 10; level++) {
      checksum.update(frame(CoinRunOptions.DEFAULT, level, 15));
      checksum.update(frame(PLAIN.withDistribution(Distribution.EASY), level, 15));
    }
    assertThat(checksum.getValue()).isEqualTo(3221896847L);
  }

  @Test
  void rendersForPeople() {
    CoinRun world = new CoinRun(CoinRunOptions.DEFAULT);
    world.resetTo(1);
    assertThat(world.render().width()).isEqualTo(512);
    assertThat(world.render().rgb()).isEqualTo(world.render().rgb());
  }

  private static void update(CRC32 checksum, Sprite sprite) {
    for (int pixel : sprite.pixels()) {
      for (int shift = 0; shift < 32; shift += 8) checksum.update(pixel >>> shift);
    }
  }

  private static int rgb(byte[] frame, int i) {
    return (frame[i] & 0xFF) << 16 | (frame[i + 1] & 0xFF) << 8 | (frame[i + 2] & 0xFF);
  }

  /** The frame after some steps of running to the right and jumping, or at the end before that. */
  private static byte[] frame(CoinRunOptions options, int level, int steps) {
    CoinRun world = new CoinRun(options);
    world.resetTo(level);
    for (int i = 0; i < steps && !world.done(); i++) {
      world.step(Action.of(CoinRun.RIGHT_AND_UP));
    }
    byte[] frame = new byte[64 * 64 * 3];
    world.observe(frame, 0);
    return frame;
  }
}
