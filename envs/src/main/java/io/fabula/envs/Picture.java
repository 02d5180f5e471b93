package io.fabula.envs;

import java.awt.image.BufferedImage;

/**
 * A drawing for people: {@code [height, width, 3]} bytes in red, green, blue order, row 0 at the
 * top.
 *
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 * @param rgb {@code height * width * 3} bytes; owned by the picture
 */
@SuppressWarnings("ArrayRecordComponent") // pixels are large; a picture owns its array
public record Picture(int width, int height, byte[] rgb) {
  public Picture {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "a picture needs at least one pixel, got " + width + "x" + height);
    }
    if (rgb.length != width * height * 3) {
      throw new IllegalArgumentException(
          "a "
              + width
              + "x"
              + height
              + " picture has "
              + width * height * 3
              + " bytes, got "
              + rgb.length);
    }
  }

  /** Copies an image drawn with Java2D; transparency is ignored. */
  public static Picture of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] packed = image.getRGB(0, 0, width, height, null, 0, width);
    byte[] rgb = new byte[width * height * 3];
    for (int i = 0; i < packed.length; i++) {
      rgb[3 * i] = (byte) (packed[i] >> 16);
      rgb[3 * i + 1] = (byte) (packed[i] >> 8);
      rgb[3 * i + 2] = (byte) packed[i];
    }
    return new Picture(width, height, rgb);
  }

  /** The picture as an image for Java2D and ImageIO. */
  public BufferedImage toImage() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] packed = new int[width * height];
    for (int i = 0; i < packed.length; i++) {
      packed[i] =
          (rgb[3 * i] & 0xFF) << 16 | (rgb[3 * i + 1] & 0xFF) << 8 | (rgb[3 * i + 2] & 0xFF);
    }
    image.setRGB(0, 0, width, height, packed, 0, width);
    return image;
  }
}
