package io.fabula.analysis.video;

import io.fabula.envs.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames of equal size, to be shown one after the other.
 *
 * @param frames at least one
 */
public record Clip(List<Picture> frames) {
  private static final int TILE = 16;
  private static final int TILE_LEFT = 24;
  private static final int BOX = 4;
  private static final int GUTTER = 16;
  private static final int HEADER = 32;
  private static final Color PAPER = new Color(0x16, 0x1d, 0x26);

  public Clip {
    frames = List.copyOf(frames);
    if (frames.isEmpty()) throw new IllegalArgumentException("a clip needs at least one frame");
    for (Picture each : frames) {
      if (each.width() != frames.get(0).width() || each.height() != frames.get(0).height()) {
        throw new IllegalArgumentException(
            "frames differ in size: "
                + frames.get(0).width()
                + "x"
                + frames.get(0).height()
                + " and "
                + each.width()
                + "x"
                + each.height());
      }
    }
  }

  /**
   * A clip of recorded frames.
   *
   * @param rgb {@code [frames, height, width, 3]} bytes
   */
  public static Clip of(byte[] rgb, int width, int height) {
    int size = width * height * 3;
    if (rgb.length == 0 || rgb.length % size != 0) {
      throw new IllegalArgumentException(
          rgb.length + " bytes are no whole number of " + width + "x" + height + " frames");
    }
    List<Picture> frames = new ArrayList<>();
    for (int at = 0; at < rgb.length; at += size) {
      byte[] frame = new byte[size];
      System.arraycopy(rgb, at, frame, 0, size);
      frames.add(new Picture(width, height, frame));
    }
    return new Clip(frames);
  }

  public int width() {
    return frames.get(0).width();
  }

  public int height() {
    return frames.get(0).height();
  }

  /** Every pixel becomes a square of {@code factor} pixels. */
  public Clip enlarged(int factor) {
    if (factor < 1) throw new IllegalArgumentException("factor must be at least 1, got " + factor);
    List<Picture> result = new ArrayList<>();
    for (Picture frame : frames) {
      int width = frame.width() * factor;
      byte[] rgb = new byte[width * frame.height() * factor * 3];
      for (int y = 0, at = 0; y < frame.height() * factor; y++) {
        for (int x = 0; x < width; x++) {
          int from = ((y / factor) * frame.width() + x / factor) * 3;
          rgb[at++] = frame.rgb()[from];
          rgb[at++] = frame.rgb()[from + 1];
          rgb[at++] = frame.rgb()[from + 2];
        }
      }
      result.add(new Picture(width, frame.height() * factor, rgb));
    }
    return new Clip(result);
  }

  /**
   * Draws overlays: the arrow on a 16x16 tile at row 0, column 24, the terminal and reward squares
   * of 4x4 in the corners, all in units of 1/64 of the width.
   *
   * @param overlays one per frame
   */
  public Clip with(List<Overlay> overlays) {
    if (overlays.size() != frames.size()) {
      throw new IllegalArgumentException(
          "expected " + frames.size() + " overlays, got " + overlays.size());
    }
    List<Picture> result = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      BufferedImage image = frames.get(i).toImage();
      Graphics2D pen = image.createGraphics();
      double unit = image.getWidth() / 64.0;
      Overlay overlay = overlays.get(i);
      pen.setColor(Color.BLACK);
      fill(pen, unit, TILE_LEFT, TILE);
      arrow(
          pen,
          overlay.arrow(),
          unit * (TILE_LEFT + TILE / 2.0),
          unit * TILE / 2.0,
          unit * 0.36 * TILE);
      pen.setColor(grey(overlay.terminal()));
      fill(pen, unit, 0, BOX);
      pen.setColor(grey(overlay.reward() / overlay.maximumReward()));
      fill(pen, unit, 64 - BOX - 1, BOX);
      pen.dispose();
      result.add(Picture.of(image));
    }
    return new Clip(result);
  }

  private static void fill(Graphics2D pen, double unit, int left, int size) {
    int from = (int) Math.round(unit * left);
    int side = (int) Math.round(unit * size);
    pen.fillRect(from, 0, side, side);
  }

  private static Color grey(double level) {
    float bounded = (float) Math.max(0, Math.min(1, level));
    return new Color(bounded, bounded, bounded);
  }

  private static void arrow(
      Graphics2D pen, ArrowDirection direction, double x, double y, double reach) {
    if (direction == ArrowDirection.NONE) return;
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setColor(Color.WHITE);
    pen.setStroke(
        new BasicStroke((float) (reach * 0.3), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    double length = StrictMath.hypot(direction.right, direction.up);
    double dx = direction.right / length * reach;
    double dy = -direction.up / length * reach;
    line(pen, x - dx, y - dy, x + dx, y + dy);
    double wing = 0.65;
    line(pen, x + dx, y + dy, x + dx - wing * (dx + dy), y + dy - wing * (dy - dx));
    line(pen, x + dx, y + dy, x + dx - wing * (dx - dy), y + dy - wing * (dy + dx));
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
  }

  private static void line(Graphics2D pen, double x0, double y0, double x1, double y1) {
    pen.draw(new Line2D.Double(x0, y0, x1, y1));
  }

  /**
   * Clips next to each other under their titles, such as real and simulated; a shorter one holds
   * its last frame.
   *
   * @param clips of equal height, one per title
   */
  public static Clip sideBySide(List<Clip> clips, List<String> titles) {
    if (clips.isEmpty() || clips.size() != titles.size()) {
      throw new IllegalArgumentException(
          "needs one title per clip, got " + clips.size() + " clips, " + titles.size() + " titles");
    }
    int width = GUTTER * (clips.size() - 1);
    int height = clips.get(0).height();
    int length = 0;
    for (Clip each : clips) {
      if (each.height() != height) {
        throw new IllegalArgumentException(
            "clips differ in height: " + height + " and " + each.height());
      }
      width += each.width();
      length = Math.max(length, each.frames().size());
    }
    List<Picture> result = new ArrayList<>();
    for (int t = 0; t < length; t++) {
      BufferedImage image = new BufferedImage(width, height + HEADER, BufferedImage.TYPE_INT_RGB);
      Graphics2D pen = image.createGraphics();
      pen.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      pen.setColor(PAPER);
      pen.fillRect(0, 0, width, height + HEADER);
      pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
      pen.setColor(Color.WHITE);
      int left = 0;
      for (int c = 0; c < clips.size(); c++) {
        List<Picture> frames = clips.get(c).frames();
        pen.drawString(titles.get(c), left + 6, HEADER - 11);
        pen.drawImage(frames.get(Math.min(t, frames.size() - 1)).toImage(), left, HEADER, null);
        left += clips.get(c).width() + GUTTER;
      }
      pen.dispose();
      result.add(Picture.of(image));
    }
    return new Clip(result);
  }

  /** The same clip with its last frame held for {@code count} more frames. */
  public Clip holdingLast(int count) {
    List<Picture> result = new ArrayList<>(frames);
    for (int i = 0; i < count; i++) result.add(frames.get(frames.size() - 1));
    return new Clip(result);
  }
}
