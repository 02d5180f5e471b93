package io.fabula.analysis.video;

import io.fabula.envs.Picture;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Pictures of half the width and height, which make a quarter of a video's work. */
public final class HalfSize {
  private HalfSize() {}

  /** Half the width and height, both rounded down to even numbers, as videos need. */
  public static Picture of(Picture picture) {
    int width = picture.width() / 4 * 2;
    int height = picture.height() / 4 * 2;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    pen.drawImage(picture.toImage(), 0, 0, width, height, null);
    pen.dispose();
    return Picture.of(image);
  }
}
