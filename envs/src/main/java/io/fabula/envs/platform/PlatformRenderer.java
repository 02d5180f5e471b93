package io.fabula.envs.platform;

import static io.fabula.envs.platform.PlatformConstants.*;

import io.fabula.envs.Picture;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;

/**
 * Draws a {@link PlatformState}, 1035 x 300 pixels, one per world unit: evening sky, brick
 * platforms, the player in violet, enemies in grey with a red band, a flag at the goal.
 *
 * @implNote unlike the original's window it shows the current state (not the one before the last
 *     substep), is never black, and does not mirror or shorten anything.
 */
public final class PlatformRenderer {
  private static final int WIDTH = (int) TOTAL_WIDTH;
  private static final int HEIGHT = 300;

  /** Screen row of the world's y = 0. */
  private static final int GROUND = 250;

  private static final Color SKY_TOP = new Color(0x8B4983);
  private static final Color SKY_BOTTOM = new Color(0xD93F3F);
  private static final Color MORTAR = new Color(0x0C0905);
  private static final Color BRICK_LIGHT = new Color(0x4F3F16);
  private static final Color BRICK_DARK = new Color(0x291E1E);
  private static final Color PLAYER = new Color(0x6A2B82);
  private static final Color ENEMY = new Color(0x4C4C4C);
  private static final Color BAND = new Color(0xEC0015);
  private static final Color FLAG = new Color(0xFFD24A);

  private PlatformRenderer() {}

  /** Draws any state, for instance one of those that {@link Platform#step} shows. */
  public static Picture draw(PlatformState state) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setPaint(new GradientPaint(0, 0, SKY_TOP, 0, HEIGHT, SKY_BOTTOM));
    g.fillRect(0, 0, WIDTH, HEIGHT);
    drawFlag(g);
    for (int i = 0; i < PLATFORM_LEFT.length; i++) {
      drawBricks(g, (int) PLATFORM_LEFT[i], (int) PLATFORM_WIDTH[i]);
    }
    drawEnemy(g, state.enemy1X(), state.enemy1Vx());
    drawEnemy(g, state.enemy2X(), state.enemy2Vx());
    drawPlayer(g, state);
    g.dispose();
    return Picture.of(image);
  }

  private static double top(double y, double height) {
    return GROUND - y - height;
  }

  private static void drawBricks(Graphics2D g, int left, int width) {
    int top = (int) top(0, PLATFORM_HEIGHT);
    int height = (int) PLATFORM_HEIGHT;
    g.setColor(MORTAR);
    g.fillRect(left, top, width, height);
    g.clipRect(left, top, width, height);
    int row = 0;
    for (int y = top + 1; y < top + height; y += 8) {
      int column = 0;
      for (int x = left - (row % 2) * 10; x < left + width; x += 20) {
        g.setColor((row * 3 + column * 5) % 7 < 3 ? BRICK_LIGHT : BRICK_DARK);
        g.fillRect(x + 1, y, 18, 7);
        column++;
      }
      row++;
    }
    g.setClip(null);
  }

  private static void drawFlag(Graphics2D g) {
    int pole = WIDTH - 6;
    int foot = (int) top(PLATFORM_HEIGHT, 0);
    g.setColor(Color.WHITE);
    g.fillRect(pole, foot - 90, 3, 90);
    Path2D cloth = new Path2D.Double();
    cloth.moveTo(pole, foot - 90);
    cloth.lineTo(pole - 30, foot - 78);
    cloth.lineTo(pole, foot - 66);
    cloth.closePath();
    g.setColor(FLAG);
    g.fill(cloth);
  }

  private static void drawPlayer(Graphics2D g, PlatformState state) {
    double left = state.x();
    double top = top(state.y(), PLAYER_HEIGHT);
    drawBody(g, left, top, PLAYER);
    g.setColor(Color.WHITE);
    g.fill(new Ellipse2D.Double(left + 8, top + 5, 4, 6));
    g.fill(new Ellipse2D.Double(left + 14, top + 5, 4, 6));
    g.setColor(Color.BLACK);
    g.fill(new Ellipse2D.Double(left + 10, top + 7, 2, 3));
    g.fill(new Ellipse2D.Double(left + 16, top + 7, 2, 3));
  }

  /** An enemy; its eye shows which way it walks. */
  private static void drawEnemy(Graphics2D g, double left, double velocity) {
    double top = top(PLATFORM_HEIGHT, ENEMY_HEIGHT);
    drawBody(g, left, top, ENEMY);
    g.setColor(BAND);
    g.fillRect((int) Math.round(left) + 1, (int) top + 5, (int) ENEMY_WIDTH - 2, 6);
    g.setColor(Color.WHITE);
    g.fill(new Ellipse2D.Double(velocity < 0 ? left + 3 : left + 13, top + 6, 4, 4));
  }

  private static void drawBody(Graphics2D g, double left, double top, Color colour) {
    g.setColor(Color.BLACK);
    g.fill(new RoundRectangle2D.Double(left, top, 20, 25, 10, 10));
    g.fill(new RoundRectangle2D.Double(left + 2, top + 20, 6, 10, 3, 3));
    g.fill(new RoundRectangle2D.Double(left + 12, top + 20, 6, 10, 3, 3));
    g.setColor(colour);
    g.fill(new RoundRectangle2D.Double(left + 1, top + 1, 18, 23, 9, 9));
    g.fill(new RoundRectangle2D.Double(left + 3, top + 21, 4, 8, 2, 2));
    g.fill(new RoundRectangle2D.Double(left + 13, top + 21, 4, 8, 2, 2));
  }
}
