package io.fabula.envs.create;

import io.fabula.envs.Picture;
import io.fabula.envs.drawing.Sketch;
import java.util.Locale;

/** Draws the world as it is, not mirrored, with the balls' paths and the tools on offer. */
final class CreateRenderer {
  private static final int SCALE = 7;
  private static final int SIDE = (int) (CreateConstants.WORLD * SCALE);
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

  private final Create world;
  private final Sketch sketch;
  private final int width = SIDE + PANEL + 3 * MARGIN;
  private final int height;

  CreateRenderer(Create world) {
    this.world = world;
    int rows = Math.max(world.availableActions().ids().length, 1);
    height = Math.max(SIDE, 100 + rows * ROW) + 2 * MARGIN;
    sketch = new Sketch(width, height, PAPER);
  }

  Picture draw() {
    sketch.fillRectangle(MARGIN, MARGIN, SIDE, SIDE, WHITE);
    sketch.clip(MARGIN, MARGIN, SIDE, SIDE);
    drawTrail();
    new SceneDrawing(new Window()).draw(world.stage());
    for (Thing thing : world.stage().placed) markIfActive(thing);
    sketch.clip(0, 0, width, height);
    int frame = world.completed() ? WON : FRAME;
    sketch.outlineRound(MARGIN, MARGIN, SIDE, SIDE, 0, world.completed() ? 4 : 2, frame);
    drawPanel();
    return sketch.toPicture();
  }

  private void drawTrail() {
    Trail trail = world.trail();
    for (int i = 1; i < trail.length(); i++) {
      if (world.stage().marker != null) {
        path(trail.markerX(i - 1), trail.markerY(i - 1), trail.markerX(i), trail.markerY(i), true);
      }
      path(trail.targetX(i - 1), trail.targetY(i - 1), trail.targetX(i), trail.targetY(i), false);
    }
  }

  private void path(double x0, double y0, double x1, double y1, boolean marker) {
    sketch.line(left(x0), top(y0), left(x1), top(y1), 2, marker ? MARKER_PATH : TARGET_PATH);
  }

  /** A dot in the activator's colour on tools that came to life. */
  private void markIfActive(Thing thing) {
    Tool tool = thing.tool;
    if (tool == null || !thing.active) return;
    tool.needs()
        .ifPresent(
            kind -> {
              sketch.fillCircle(left(thing.x), top(thing.y), 6, WHITE);
              sketch.fillCircle(left(thing.x), top(thing.y), 4, Glyphs.colour(kind));
            });
  }

  private void drawPanel() {
    int x = SIDE + 2 * MARGIN;
    CreateReport report = world.report();
    String name = world.options().level().name();
    sketch.text("CREATE " + name, x, MARGIN, 2, INK);
    String status =
        String.format(Locale.ROOT, "step %d  earned %.2f", report.steps(), report.earned());
    sketch.text(status, x, MARGIN + 24, 1, INK);
    boolean moved = report.targetHit() && world.options().level().hasMarker();
    String hits = report.goalHit() ? "goal reached" : moved ? "target moved" : "";
    sketch.text(hits, x, MARGIN + 38, 1, report.goalHit() ? WON : INK);
    int[] ids = world.availableActions().ids();
    for (int i = 0; i < ids.length; i++) {
      drawTool(world.catalogue().tool(ids[i]), ids, x, MARGIN + 60 + i * ROW);
    }
  }

  private void drawTool(Tool tool, int[] ids, int x, int y) {
    boolean usable = tool.needs().map(kind -> offers(ids, kind)).orElse(true);
    tool.activates().or(tool::needs).ifPresent(kind -> badge(kind, tool.isActivator(), x, y));
    String label = tool.isActivator() ? tool.activates().get().label() : tool.family().label();
    String details = tool.isActivator() ? "" : details(tool);
    sketch.text(label.replace('_', ' '), x + 22, y + 4, 1, usable ? INK : FAINT);
    sketch.text(details, x + 138, y + 4, 1, usable ? INK : FAINT);
  }

  private void badge(Activator kind, boolean whole, int x, int y) {
    double centreX = x + 8;
    double centreY = y + 7;
    if (whole) {
      sketch.polygon(
          Glyphs.colour(kind),
          centreX,
          centreY - 9,
          centreX + 9,
          centreY,
          centreX,
          centreY + 9,
          centreX - 9,
          centreY);
    } else {
      sketch.fillCircle(centreX, centreY, 4, Glyphs.colour(kind));
    }
  }

  private boolean offers(int[] ids, Activator kind) {
    for (int id : ids) if (id == world.catalogue().idOf(kind)) return true;
    return !world.options().needActivators();
  }

  private static String details(Tool tool) {
    return switch (tool.family()) {
      case CANNON, FAN -> number(tool.angle()) + " deg  " + number(tool.force());
      case HINGE_CONSTRAINED, SEE_SAW ->
          number(tool.maximumAngle()) + " deg  " + number(tool.length());
      case BELT -> "speed " + number(tool.speed());
      case NO_OP, HINGE -> number(tool.length());
      default -> number(tool.angle()) + " deg  " + number(tool.length());
    };
  }

  private static String number(double value) {
    return Integer.toString((int) Math.round(value));
  }

  private static double left(double x) {
    return MARGIN + x * SCALE;
  }

  private static double top(double y) {
    return MARGIN + SIDE - y * SCALE;
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
