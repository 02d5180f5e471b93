package io.fabula.analysis.video;

import io.fabula.analysis.Matrix;
import io.fabula.envs.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Points in three dimensions, turned once around the vertical axis. */
public final class RotatingCloud {
  private static final int SIDE = 384;
  private static final double MARGIN = 0.92;
  private static final int DOT = 3;
  private static final float RED_TO_BLUE = 0.66f;

  private RotatingCloud() {}

  /**
   * One frame per angle.
   *
   * @param points {@code [points, 3 or more]}; the third coordinate is the vertical one
   * @param values one per point, by which it is coloured from blue (least) to red (largest)
   * @param angles frames of a whole turn, at least 1
   */
  public static Clip of(Matrix points, double[] values, int angles) {
    double reach = 0;
    double[] means = points.columnMeans();
    for (int i = 0; i < points.rows(); i++) {
      double squares = 0;
      for (int c = 0; c < 3; c++) {
        double from = points.get(i, c) - means[c];
        squares += from * from;
      }
      reach = Math.max(reach, Math.sqrt(squares));
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double each : values) {
      low = Math.min(low, each);
      high = Math.max(high, each);
    }
    List<Picture> frames = new ArrayList<>();
    for (int a = 0; a < angles; a++) {
      double angle = 2 * Math.PI * a / angles;
      double cosine = StrictMath.cos(angle);
      double sine = StrictMath.sin(angle);
      BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
      Graphics2D pen = image.createGraphics();
      pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
      pen.setColor(Color.WHITE);
      pen.fillRect(0, 0, SIDE, SIDE);
      double scale = reach > 0 ? MARGIN * SIDE / 2 / reach : 1;
      for (int i = 0; i < points.rows(); i++) {
        double x = points.get(i, 0) - means[0];
        double y = points.get(i, 1) - means[1];
        double z = points.get(i, 2) - means[2];
        double share = high > low ? (values[i] - low) / (high - low) : 0.5;
        pen.setColor(Color.getHSBColor((float) (RED_TO_BLUE * (1 - share)), 0.8f, 0.8f));
        int left = (int) Math.round(SIDE / 2.0 + scale * (cosine * x - sine * y));
        int top = (int) Math.round(SIDE / 2.0 - scale * z);
        pen.fillRect(left - DOT / 2, top - DOT / 2, DOT, DOT);
      }
      pen.dispose();
      frames.add(Picture.of(image));
    }
    return new Clip(frames);
  }
}
