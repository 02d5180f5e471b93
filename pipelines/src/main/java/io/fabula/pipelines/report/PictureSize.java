package io.fabula.pipelines.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/**
 * How much room a picture takes. A page that says so before the picture is there does not move when
 * it comes, so that links into the page land where they should.
 *
 * @param width pixels
 * @param height pixels
 */
public record PictureSize(int width, int height) {
  private static final Pattern SVG = Pattern.compile("<svg\\b[^>]*>");
  private static final Pattern SIDE =
      Pattern.compile("\\b(width|height)=\"([0-9]+(?:\\.[0-9]+)?)(?:px)?\"");

  /**
   * Of an SVG or PNG file.
   *
   * @throws IOException if it is neither, or does not say its size
   */
  static PictureSize of(Path file) throws IOException {
    if (!file.toString().endsWith(".svg")) {
      BufferedImage image = ImageIO.read(file.toFile());
      if (image == null) throw new IOException(file + " is no picture that can be read");
      return new PictureSize(image.getWidth(), image.getHeight());
    }
    Matcher root = SVG.matcher(Files.readString(file, StandardCharsets.UTF_8));
    int width = 0;
    int height = 0;
    if (root.find()) {
      Matcher side = SIDE.matcher(root.group());
      while (side.find()) {
        int pixels = (int) Math.ceil(Double.parseDouble(side.group(2)));
        if (side.group(1).equals("width")) width = pixels;
        else height = pixels;
      }
    }
    if (width < 1 || height < 1) throw new IOException(file + " does not say its size");
    return new PictureSize(width, height);
  }
}
