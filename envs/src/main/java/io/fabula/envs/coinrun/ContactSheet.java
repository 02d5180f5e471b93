package io.fabula.envs.coinrun;

import io.fabula.envs.Action;
import io.fabula.envs.Picture;
import io.fabula.envs.coinrun.CoinRunOptions.Distribution;
import io.fabula.envs.coinrun.art.Backdrops;
import io.fabula.envs.coinrun.art.Sprite;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Makes the pictures of the documentation: all drawings, and frames of some levels. */
public final class ContactSheet {
  private static final int GAP = 8;
  private static final int PAPER = 0xe9eef2;
  private static final int THUMBNAIL = 96;
  private static final int THUMBNAILS_PER_ROW = 12;

  private ContactSheet() {}

  /**
   * Writes {@code coinrun-sprites.png} and {@code coinrun-frames.png}.
   *
   * @param args the folder to write to
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) throw new IllegalArgumentException("expected one folder to write to");
    Path folder = Files.createDirectories(Path.of(args[0]));
    write(sprites(), folder.resolve("coinrun-sprites.png"));
    write(frames(), folder.resolve("coinrun-frames.png"));
  }

  private static void write(BufferedImage image, Path file) throws IOException {
    ImageIO.write(image, "png", file.toFile());
  }

  private static BufferedImage sprites() {
    int[][] rows = {
      {Entities.IMAGE_STAND, Entities.IMAGE_SAW, Entities.IMAGE_SAW_OTHER, Grid.COIN},
      {Entities.IMAGE_WALK, Entities.CRATE},
      {Entities.IMAGE_WALK_OTHER, Grid.LAVA_TOP, Grid.LAVA, Entities.TRAIL},
      {Entities.IMAGE_ENEMY},
      {Entities.IMAGE_ENEMY_OTHER},
      {Grid.GROUND_TOP},
      {Grid.GROUND},
    };
    int width = THUMBNAILS_PER_ROW * (THUMBNAIL + GAP) + GAP;
    BufferedImage sheet = sheet(width, 2044);
    int y = GAP;
    for (int[] images : rows) {
      int x = GAP;
      int tallest = 0;
      for (int image : images) {
        for (int theme = 0; theme < SpriteSet.fine().themes(image); theme++) {
          Sprite sprite = SpriteSet.fine().sprite(image, theme, false);
          paste(sheet, sprite, x, y);
          x += sprite.width() + GAP;
          tallest = Math.max(tallest, sprite.height());
        }
      }
      y += tallest + GAP;
    }
    for (int i = 0; i < Backdrops.COUNT; i++) {
      int column = i % THUMBNAILS_PER_ROW;
      int row = i / THUMBNAILS_PER_ROW;
      int top = y + row * (THUMBNAIL + GAP);
      pasteCorner(sheet, Backdrops.fine(i), GAP + column * (THUMBNAIL + GAP), top);
    }
    return sheet.getSubimage(0, 0, width, y + 6 * (THUMBNAIL + GAP));
  }

  private static BufferedImage sheet(int width, int height) {
    BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) sheet.setRGB(x, y, PAPER);
    }
    return sheet;
  }

  private static void paste(BufferedImage sheet, Sprite sprite, int left, int top) {
    for (int y = 0; y < sprite.height(); y++) {
      for (int x = 0; x < sprite.width(); x++) {
        int pixel = sprite.pixels()[y * sprite.width() + x];
        int below = sheet.getRGB(left + x, top + y);
        int rest = 255 - (pixel >>> 24);
        int red = (pixel & 0xFF) + ((below >> 16) & 0xFF) * rest / 255;
        int green = ((pixel >> 8) & 0xFF) + ((below >> 8) & 0xFF) * rest / 255;
        int blue = ((pixel >> 16) & 0xFF) + (below & 0xFF) * rest / 255;
        sheet.setRGB(left + x, top + y, (red << 16) | (green << 8) | blue);
      }
    }
  }

  /** The lower left of a background, which is what levels mostly show. */
  private static void pasteCorner(BufferedImage sheet, Sprite picture, int left, int top) {
    int from = picture.height() - THUMBNAIL;
    int[] corner = new int[THUMBNAIL * THUMBNAIL];
    for (int y = 0; y < THUMBNAIL; y++) {
      System.arraycopy(
          picture.pixels(), (from + y) * picture.width(), corner, y * THUMBNAIL, THUMBNAIL);
    }
    paste(sheet, new Sprite(THUMBNAIL, THUMBNAIL, corner), left, top);
  }

  /** What the agent sees, eight times enlarged, beside what people see. */
  private static BufferedImage frames() {
    Moment[] moments = {
      new Moment(Distribution.EASY, false, 28, 78),
      new Moment(Distribution.EASY, true, 178, 48),
      new Moment(Distribution.HARD, false, 250, 52),
      new Moment(Distribution.HARD, true, 39, 67),
      new Moment(Distribution.HARD, true, 88, 65),
      new Moment(Distribution.HARD, true, 4, 55),
    };
    int size = 512;
    BufferedImage sheet = sheet(4 * (size + GAP) + GAP, 3 * (size + GAP) + GAP);
    for (int i = 0; i < moments.length; i++) {
      CoinRun world = moments[i].played();
      int left = GAP + i % 2 * 2 * (size + GAP);
      int top = GAP + i / 2 * (size + GAP);
      byte[] frame = new byte[Frames.SIZE * Frames.SIZE * 3];
      world.observe(frame, 0);
      copy(sheet, new Picture(Frames.SIZE, Frames.SIZE, frame), size / Frames.SIZE, left, top);
      copy(sheet, world.render(), 1, left + size + GAP, top);
    }
    return sheet;
  }

  private static void copy(BufferedImage sheet, Picture picture, int zoom, int left, int top) {
    BufferedImage image = picture.toImage();
    for (int y = 0; y < picture.height() * zoom; y++) {
      for (int x = 0; x < picture.width() * zoom; x++) {
        sheet.setRGB(left + x, top + y, image.getRGB(x / zoom, y / zoom));
      }
    }
  }

  /** A level after some steps of running to the right and jumping, or just before the end. */
  private record Moment(Distribution distribution, boolean backgrounds, int level, int steps) {
    CoinRun played() {
      CoinRun world =
          new CoinRun(
              CoinRunOptions.DEFAULT.withDistribution(distribution).withBackgrounds(backgrounds));
      world.resetTo(level);
      byte[] before = world.snapshot();
      for (int i = 0; i < steps && !world.done(); i++) {
        before = world.snapshot();
        world.step(Action.of(CoinRun.RIGHT_AND_UP));
      }
      if (world.done()) world.restore(before);
      return world;
    }
  }
}
