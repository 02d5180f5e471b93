package io.fabula.pipelines.exports;

import io.fabula.pipelines.datasets.Spaces;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Lossless pictures as PNG files. */
final class PngImage {
  private PngImage() {}

  /** Whether an observation is a picture that PNG can hold: bytes in one or three channels. */
  static boolean holds(Spaces.Observation observation) {
    List<Integer> shape = observation.shape();
    return observation.kind().equals("image")
        && observation.type().equals("uint8")
        && (shape.get(2) == 1 || shape.get(2) == 3);
  }

  /**
   * Encodes a picture.
   *
   * @param pixels {@code [height, width, channels]}, red first
   * @param shape height, width and channels, 1 or 3
   */
  static byte[] encode(byte[] pixels, List<Integer> shape) throws IOException {
    int height = shape.get(0);
    int width = shape.get(1);
    boolean grey = shape.get(2) == 1;
    BufferedImage image =
        new BufferedImage(
            width, height, grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    byte[] target = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    if (grey) {
      System.arraycopy(pixels, 0, target, 0, pixels.length);
    } else {
      for (int i = 0; i < pixels.length; i += 3) {
        target[i] = pixels[i + 2];
        target[i + 1] = pixels[i + 1];
        target[i + 2] = pixels[i];
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", out)) throw new IOException("this Java writes no PNG");
    }
    return bytes.toByteArray();
  }
}
