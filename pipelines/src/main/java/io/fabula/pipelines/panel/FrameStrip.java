package io.fabula.pipelines.panel;

import io.fabula.envs.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Frames side by side in one picture.
 *
 * @param name what they are, such as {@code simulated}
 * @param frames how many
 * @param width pixels of one frame
 * @param height pixels
 * @param image the picture as a {@code data:} address, PNG
 */
public record FrameStrip(String name, int frames, int width, int height, String image) {
  private static final String PREFIX = "data:image/png;base64,";

  /**
   * Frames of equal size in their order.
   *
   * @param pictures at least one
   */
  public static FrameStrip of(String name, List<Picture> pictures) throws IOException {
    Picture first = pictures.get(0);
    BufferedImage all =
        new BufferedImage(
            first.width() * pictures.size(), first.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < pictures.size(); i++) {
      Picture each = pictures.get(i);
      if (each.width() != first.width() || each.height() != first.height()) {
        throw new IllegalArgumentException(
            "frames of a strip must be of one size, got %dx%d and %dx%d"
                .formatted(first.width(), first.height(), each.width(), each.height()));
      }
      all.getRaster().setDataElements(i * first.width(), 0, each.toImage().getRaster());
    }
    return new FrameStrip(
        name, pictures.size(), first.width(), first.height(), PREFIX + base64(png(all)));
  }

  /**
   * Frames of bytes.
   *
   * @param frames each {@code [side, side, 3]}, red first
   */
  public static FrameStrip ofBytes(String name, List<byte[]> frames, int side) throws IOException {
    List<Picture> pictures = new ArrayList<>();
    for (byte[] each : frames) pictures.add(new Picture(side, side, each));
    return of(name, pictures);
  }

  /**
   * A strip as it stands in a PNG file.
   *
   * @param frames how many are side by side in it
   * @throws IOException if it is no such picture
   */
  static FrameStrip ofPng(String name, byte[] png, int frames) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    if (image == null || image.getWidth() % frames != 0) {
      throw new IOException(
          "expected a PNG of %d frames side by side, got %s"
              .formatted(frames, image == null ? "no picture" : image.getWidth() + " pixels"));
    }
    return new FrameStrip(
        name, frames, image.getWidth() / frames, image.getHeight(), PREFIX + base64(png));
  }

  /** The picture as the bytes of a PNG file. */
  byte[] png() {
    return Base64.getDecoder().decode(image.substring(PREFIX.length()));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", out)) throw new IOException("this Java writes no PNG");
    }
    return bytes.toByteArray();
  }
}
