package io.fabula.envs.create.drawing;

import io.fabula.envs.Picture;
import io.fabula.envs.drawing.Sketch;

/** Draws the world as it is, not mirrored, with the balls' paths and the tools on offer. */
public final class SceneRenderer {
  private static final int SCALE = 7;
  private static final int MARGIN = 10;
  private static final int PANEL = 250;
  private static final int ROW = 20;
  private static final int PAPER = 0xF3F1EC;
  private static final int WHITE = 0xFFFFFF;
  private static final int FRAME = 0xB8B2A6;
  private static final int INK = 0x2E3238;
  private static final int FAINT = 0x9A978F;
  private static final int TARGET_PATH = 0xF7A6AE;
  private static final int MARKER_PATH = 0xB5D0EB;
  private static final int WON = 0x2E9E4F;

  private final Sketch sketch;
  private final int side;
  private final int width;
  private final int height;

  /**
   * A picture with room for the tools on offer.
   *
   * @param world side of the square world, world units
   * @param tools how many tools are on offer
   */
  public SceneRenderer(double world, int tools) {
    side = (int) (world * SCALE);
    width = side + PANEL + 3 * MARGIN;
    height = Math.max(side, 100 + Math.max(tools, 1) * ROW) + 2 * MARGIN;
    sketch = new Sketch(width, height, PAPER);
  }

  /** Draws the scene, the paths that balls took and the panel. */
  public Picture draw(DrawnScene scene, Trail trail, SidePanel panel) {
    sketch.fillRectangle(MARGIN, MARGIN, side, side, WHITE);
    sketch.clip(MARGIN, MARGIN, side, side);
    drawTrail(trail, scene.marker() != null);
    new SceneDrawing(new Window()).draw(scene);
    for (DrawnObject object : scene.placed()) markIfActive(object);
    sketch.clip(0, 0, width, height);
    int frame = panel.completed() ? WON : FRAME;
    sketch.outlineRound(MARGIN, MARGIN, side, side, 0, panel.completed() ? 4 : 2, frame);
    drawPanel(panel);
    return sketch.toPicture();
  }

  private void drawTrail(Trail trail, boolean withMarker) {
    for (int i = 1; i < trail.length(); i++) {
      if (withMarker) {
        path(trail.markerX(i - 1), trail.markerY(i - 1), trail.markerX(i), trail.markerY(i), true);
      }
      path(trail.targetX(i - 1), trail.targetY(i - 1), trail.targetX(i), trail.targetY(i), false);
    }
  }

  private void path(double x0, double y0, double x1, double y1, boolean marker) {
    sketch.line(left(x0), top(y0), left(x1), top(y1), 2, marker ? MARKER_PATH : TARGET_PATH);
  }

  /** A dot in the activator's colour on tools that came to life. */
  private void markIfActive(DrawnObject object) {
    Appearance activator = object.livesBy();
    if (activator == null) return;
    sketch.fillCircle(left(object.x()), top(object.y()), 6, WHITE);
    sketch.fillCircle(left(object.x()), top(object.y()), 4, Glyphs.colour(activator));
  }

  private void drawPanel(SidePanel panel) {
    int x = side + 2 * MARGIN;
    sketch.text(panel.title(), x, MARGIN, 2, INK);
    sketch.text(panel.status(), x, MARGIN + 24, 1, INK);
    sketch.text(panel.success(), x, MARGIN + 38, 1, panel.completed() ? WON : INK);
    for (int i = 0; i < panel.tools().size(); i++) {
      drawTool(panel.tools().get(i), x, MARGIN + 60 + i * ROW);
    }
  }

  private void drawTool(SidePanel.Row tool, int x, int y) {
    Appearance activator = tool.activator();
    if (activator != null) badge(Glyphs.colour(activator), tool.isActivator(), x, y);
    sketch.text(tool.label(), x + 22, y + 4, 1, tool.usable() ? INK : FAINT);
    sketch.text(tool.details(), x + 138, y + 4, 1, tool.usable() ? INK : FAINT);
  }

  private void badge(int colour, boolean whole, int x, int y) {
    double centreX = x + 8;
    double centreY = y + 7;
    if (whole) {
      sketch.polygon(
          colour,
          centreX,
          centreY - 9,
          centreX + 9,
          centreY,
          centreX,
          centreY + 9,
          centreX - 9,
          centreY);
    } else {
      sketch.fillCircle(centreX, centreY, 4, colour);
    }
  }

  private static double left(double x) {
    return MARGIN + x * SCALE;
  }

  private double top(double y) {
    return MARGIN + side - y * SCALE;
  }

  /** The part of the picture that shows the world. */
  private final class Window implements Canvas {
    @Override
    public void disc(double x, double y, double radius, int colour) {
      sketch.fillCircle(left(x), top(y), radius * SCALE, colour);
    }

    @Override
    public void polygon(int colour, double... corners) {
      double[] points = new double[corners.length];
      for (int i = 0; i < corners.length; i += 2) {
        points[i] = left(corners[i]);
        points[i + 1] = top(corners[i + 1]);
      }
      sketch.polygon(colour, points);
    }

    @Override
    public void line(double fromX, double fromY, double toX, double toY, double width, int colour) {
      sketch.line(left(fromX), top(fromY), left(toX), top(toY), width * SCALE, colour);
    }

    @Override
    public void seeThrough(double share) {
      sketch.opacity(1 - share);
    }
  }
}
