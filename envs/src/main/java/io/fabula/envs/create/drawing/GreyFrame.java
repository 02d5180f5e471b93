package io.fabula.envs.create.drawing;

import java.util.Arrays;

/**
 * One frame of the observation: a pixel per world unit, mirrored left to right as published, row 0
 * at the top. A pixel is painted when its centre is covered; the result is the same everywhere.
 */
final class GreyFrame implements Canvas {
  /** Pixels of a frame's side. */
  static final int SIDE = 84;

  private static final int MOST_CROSSINGS = 32;

  private final byte[] pixels = new byte[SIDE * SIDE];
  private final double[] crossings = new double[MOST_CROSSINGS];
  private final double[] quad = new double[8];
  private final double world;
  private final double pixelsPerUnit;
  private double kept;

  /**
   * A frame of the whole world.
   *
   * @param world side of the square world, world units
   */
  GreyFrame(double world) {
    this.world = world;
    pixelsPerUnit = SIDE / world;
  }

  byte[] pixels() {
    return pixels;
  }

  void clear() {
    Arrays.fill(pixels, (byte) 255);
    kept = 0;
  }

  @Override
  public void seeThrough(double share) {
    kept = share;
  }

  @Override
  public void disc(double x, double y, double radius, int colour) {
    int grey = grey(colour);
    double column = column(x);
    double row = row(y);
    double reach = radius * pixelsPerUnit;
    int last = Math.min(SIDE - 1, (int) Math.floor(row + reach));
    for (int r = Math.max(0, (int) Math.ceil(row - reach - 1)); r <= last; r++) {
      double up = r + 0.5 - row;
      double square = reach * reach - up * up;
      if (square <= 0) continue;
      double half = Math.sqrt(square);
      span(r, column - half, column + half, grey);
    }
  }

  @Override
  public void polygon(int colour, double... corners) {
    int grey = grey(colour);
    double top = Double.POSITIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int i = 1; i < corners.length; i += 2) {
      top = Math.min(top, row(corners[i]));
      bottom = Math.max(bottom, row(corners[i]));
    }
    int last = (int) Math.min(SIDE - 1, Math.floor(bottom));
    for (int r = (int) Math.max(0, Math.floor(top)); r <= last; r++) {
      int count = crossings(r + 0.5, corners);
      Arrays.sort(crossings, 0, count);
      for (int i = 0; i + 1 < count; i += 2) span(r, crossings[i], crossings[i + 1], grey);
    }
  }

  /** Where the outline crosses the middle of a row. */
  private int crossings(double middle, double[] corners) {
    int count = 0;
    int n = corners.length / 2;
    for (int i = 0, before = n - 1; i < n && count < MOST_CROSSINGS; before = i++) {
      double y0 = row(corners[2 * before + 1]);
      double y1 = row(corners[2 * i + 1]);
      if ((y0 <= middle) == (y1 <= middle)) continue;
      double x0 = column(corners[2 * before]);
      double x1 = column(corners[2 * i]);
      crossings[count++] = x0 + (x1 - x0) * (middle - y0) / (y1 - y0);
    }
    return count;
  }

  @Override
  public void line(double fromX, double fromY, double toX, double toY, double width, int colour) {
    double dx = toX - fromX;
    double dy = toY - fromY;
    double length = Math.sqrt(dx * dx + dy * dy);
    double acrossX = -dy / length * width / 2;
    double acrossY = dx / length * width / 2;
    quad[0] = fromX + acrossX;
    quad[1] = fromY + acrossY;
    quad[2] = toX + acrossX;
    quad[3] = toY + acrossY;
    quad[4] = toX - acrossX;
    quad[5] = toY - acrossY;
    quad[6] = fromX - acrossX;
    quad[7] = fromY - acrossY;
    polygon(colour, quad);
  }

  /** Paints the pixels of a row whose centres lie between two places. */
  private void span(int row, double from, double to, int grey) {
    int first = Math.max(0, (int) Math.ceil(from - 0.5));
    int end = Math.min(SIDE, (int) Math.ceil(to - 0.5));
    for (int column = first; column < end; column++) {
      int at = row * SIDE + column;
      pixels[at] = (byte) Math.round(kept * (pixels[at] & 0xFF) + (1 - kept) * grey);
    }
  }

  private double column(double x) {
    return (world - x) * pixelsPerUnit;
  }

  private double row(double y) {
    return (world - y) * pixelsPerUnit;
  }

  /** Luminance with the weights of ITU-R BT.601. */
  private static int grey(int colour) {
    int red = colour >> 16 & 0xFF;
    int green = colour >> 8 & 0xFF;
    int blue = colour & 0xFF;
    return (int) Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  }
}
