package io.fabula.envs.drawing;

import io.fabula.envs.Picture;
import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;

/** A picture being drawn: the few shapes that grid worlds and diagrams consist of. */
public final class Sketch {
  private final BufferedImage image;
  private final Graphics2D g;

  /** An empty picture in one colour; sizes in pixels, colours as 0xRRGGBB. */
  public Sketch(int width, int height, int background) {
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    fillRectangle(0, 0, width, height, background);
  }

  /** How much of what follows covers what is below, 0 to 1; 1 to begin with. */
  public Sketch opacity(double share) {
    g.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) share));
    return this;
  }

  /** Restricts what follows to a rectangle. */
  public Sketch clip(int x, int y, int width, int height) {
    g.setClip(x, y, width, height);
    return this;
  }

  /** Fills a rectangle. */
  public Sketch fillRectangle(double x, double y, double width, double height, int colour) {
    return fill(new Rectangle2D.Double(x, y, width, height), colour);
  }

  /** Fills a rectangle with round corners. */
  public Sketch fillRound(
      double x, double y, double width, double height, double corner, int colour) {
    return fill(new RoundRectangle2D.Double(x, y, width, height, corner, corner), colour);
  }

  /** Draws the outline of a rectangle with round corners. */
  public Sketch outlineRound(
      double x, double y, double width, double height, double corner, double line, int colour) {
    return draw(new RoundRectangle2D.Double(x, y, width, height, corner, corner), line, colour);
  }

  /** Fills a circle around a point. */
  public Sketch fillCircle(double x, double y, double radius, int colour) {
    return fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius), colour);
  }

  /** Draws a circle around a point. */
  public Sketch outlineCircle(double x, double y, double radius, double line, int colour) {
    return draw(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius), line, colour);
  }

  /** Draws a straight line with round ends. */
  public Sketch line(double x0, double y0, double x1, double y1, double width, int colour) {
    return draw(new Line2D.Double(x0, y0, x1, y1), width, colour);
  }

  /** Draws a line that ends in a filled head. */
  public Sketch arrow(double x0, double y0, double x1, double y1, double width, int colour) {
    double length = StrictMath.hypot(x1 - x0, y1 - y0);
    double ux = (x1 - x0) / length;
    double uy = (y1 - y0) / length;
    double head = 4 * width;
    line(x0, y0, x1 - ux * head, y1 - uy * head, width, colour);
    return polygon(
        colour,
        x1,
        y1,
        x1 - ux * head - uy * head * 0.6,
        y1 - uy * head + ux * head * 0.6,
        x1 - ux * head + uy * head * 0.6,
        y1 - uy * head - ux * head * 0.6);
  }

  /** Fills the polygon of {@code x, y} pairs. */
  public Sketch polygon(int colour, double... corners) {
    Path2D path = new Path2D.Double();
    path.moveTo(corners[0], corners[1]);
    for (int i = 2; i < corners.length; i += 2) path.lineTo(corners[i], corners[i + 1]);
    path.closePath();
    return fill(path, colour);
  }

  /**
   * Fills an agent's triangle that points in a direction.
   *
   * @param direction 0 right, 1 down, 2 left, 3 up
   * @param radius from the centre to the tip
   */
  public Sketch pointer(double x, double y, int direction, double radius, int colour) {
    double dx = direction == 0 ? 1 : direction == 2 ? -1 : 0;
    double dy = direction == 1 ? 1 : direction == 3 ? -1 : 0;
    double wide = 0.8 * radius;
    return polygon(
        colour,
        x + dx * radius,
        y + dy * radius,
        x - dx * wide - dy * wide,
        y - dy * wide + dx * wide,
        x - dx * wide + dy * wide,
        y - dy * wide - dx * wide);
  }

  /** Writes a line of text whose top left corner is given; letters are {@code 5 x 7 x scale}. */
  public Sketch text(String text, int x, int y, int scale, int colour) {
    g.setColor(new Color(colour));
    for (int i = 0; i < text.length(); i++) {
      int left = x + i * (PixelFont.WIDTH + 1) * scale;
      for (int row = 0; row < PixelFont.HEIGHT; row++) {
        for (int column = 0; column < PixelFont.WIDTH; column++) {
          if (PixelFont.covers(text.charAt(i), column, row)) {
            g.fillRect(left + column * scale, y + row * scale, scale, scale);
          }
        }
      }
    }
    return this;
  }

  /** Writes a line of text centred on a point. */
  public Sketch centred(String text, double x, double y, int scale, int colour) {
    int left = (int) Math.round(x - textWidth(text, scale) / 2.0);
    int top = (int) Math.round(y - PixelFont.HEIGHT * scale / 2.0);
    return text(text, left, top, scale, colour);
  }

  /** Pixels that a line of text is wide. */
  public static int textWidth(String text, int scale) {
    return Math.max(0, text.length() * (PixelFont.WIDTH + 1) * scale - scale);
  }

  /** The finished picture. */
  public Picture toPicture() {
    g.dispose();
    return Picture.of(image);
  }

  private Sketch fill(Shape shape, int colour) {
    g.setColor(new Color(colour));
    g.fill(shape);
    return this;
  }

  private Sketch draw(Shape shape, double width, int colour) {
    g.setColor(new Color(colour));
    g.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(shape);
    return this;
  }
}
