package io.fabula.envs.coinrun;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Draws scenes into square frames: rectangles filled by nearest-neighbour sampling, no
 * antialiasing, in the drawing order of Procgen 0.10.7. Holds scratch memory, so an instance
 * belongs to one thread; drawing allocates nothing.
 */
final class FrameRenderer {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final float TILE_MARGIN = 0.02f;
  private static final double STANDING_SPEED = 0.01;

  /** The player's picture stands this far above its rectangle, in heights of the rectangle. */
  private static final double PLAYER_RISE = 0.7415;

  private final int size;
  private final int[] pixels;
  private final Camera camera = new Camera();
  private final Blitter blitter;

  private final int[] rowFrom = new int[Grid.SIZE + 1];
  private final int[] rowTo = new int[Grid.SIZE + 1];
  private final int[] rowStart = new int[Grid.SIZE + 1];

  /** Draws frames of {@code size} by {@code size} pixels, a multiple of 8. */
  FrameRenderer(int size) {
    this.size = size;
    pixels = new int[size * size];
    blitter = new Blitter(pixels, size);
  }

  /** Draws a frame; the result is in {@link #pixels()} and for {@link #write}. */
  void draw(Scene scene, CoinRunOptions options, SpriteSet sprites) {
    Entities e = scene.entities;
    float playerX = e.x[Entities.PLAYER];
    float playerY = e.y[Entities.PLAYER];
    camera.look(options.centerAgent(), playerX, playerY, size);
    Arrays.fill(pixels, 0xFF000000);
    if (options.useBackgrounds()) drawBackground(scene, sprites);
    drawTiles(scene, options, sprites);
    for (int i = 1; i < e.count; i++) {
      if (e.type[i] != Entities.ENEMY) drawEntity(e, i, e.image[i], options, sprites);
    }
    drawEntity(e, Entities.PLAYER, playerImage(scene), options, sprites);
    for (int i = 1; i < e.lasting; i++) {
      if (e.type[i] == Entities.ENEMY) drawEntity(e, i, e.image[i], options, sprites);
    }
    if (options.paintVelocityInfo()) drawVelocity(e);
  }

  /** The frame's pixels as in {@link Sprite}, all opaque. */
  int[] pixels() {
    return pixels;
  }

  private static int playerImage(Scene scene) {
    double speed = Math.abs(scene.entities.vx[Entities.PLAYER]);
    if (speed < STANDING_SPEED && scene.wishX == 0 && scene.hasSupport) {
      return Entities.IMAGE_STAND;
    }
    return scene.time / 5 % 2 == 0 || !scene.hasSupport
        ? Entities.IMAGE_WALK
        : Entities.IMAGE_WALK_OTHER;
  }

  private void drawBackground(Scene scene, SpriteSet sprites) {
    Sprite picture = sprites.background(scene.background);
    double aspect = (double) picture.width / picture.height;
    float shift = (float) (scene.backgroundShift * (aspect - 1) * Grid.SIZE);
    blitter.draw(
        picture,
        camera.left(-shift, 0),
        camera.top(Grid.SIZE, 0),
        camera.extent((float) (Grid.SIZE * aspect), 0),
        camera.extent(Grid.SIZE, 0),
        1);
  }

  private void drawTiles(Scene scene, CoinRunOptions options, SpriteSet sprites) {
    double extent = camera.extent(1, TILE_MARGIN);
    int step = Blitter.step(SpriteSet.TILE, extent);
    int firstRow = camera.firstRow;
    int lastRow = camera.lastRow;
    for (int y = firstRow; y <= lastRow; y++) {
      double top = camera.top(y + 1, TILE_MARGIN);
      int from = Blitter.clipped(Blitter.round(top), size);
      rowFrom[y - firstRow] = from;
      rowTo[y - firstRow] = Blitter.clipped(Blitter.round(top + extent), size);
      rowStart[y - firstRow] = Blitter.start(from, top, step);
    }
    int wallTheme = options.restrictThemes() ? 0 : scene.wallTheme;
    for (int x = camera.firstColumn; x <= camera.lastColumn; x++) {
      double left = camera.left(x, TILE_MARGIN);
      int from = Blitter.clipped(Blitter.round(left), size);
      int to = Blitter.clipped(Blitter.round(left + extent), size);
      if (from >= to) continue;
      blitter.columns(from, to, Blitter.start(from, left, step), step);
      for (int y = firstRow; y <= lastRow; y++) {
        byte code = scene.grid.at(x, y);
        if (code == Grid.EMPTY || code == Grid.BARRIER) continue;
        int theme = code == Grid.GROUND || code == Grid.GROUND_TOP ? wallTheme : 0;
        int row = y - firstRow;
        blitter.tile(
            sprites.sprite(code, theme, false), rowFrom[row], rowTo[row], rowStart[row], step);
      }
    }
  }

  private void drawEntity(Entities e, int i, int image, CoinRunOptions options, SpriteSet sprites) {
    float rx = e.rx[i];
    float ry = e.ry[i];
    double left = camera.left(e.x[i] - rx, 0);
    double top = camera.top(e.y[i] + ry, 0);
    double width = camera.extent(2 * rx, 0);
    double height = camera.extent(2 * ry, 0);
    if (left > size || top > size || left + width < 0 || top + height < 0) return;
    int theme = options.restrictThemes() ? 0 : e.theme[i];
    Sprite sprite = sprites.sprite(image, theme, e.reflected[i]);
    if (i == Entities.PLAYER && !sprites.plain()) {
      top -= PLAYER_RISE * height;
      height *= 1 + PLAYER_RISE;
    }
    blitter.draw(sprite, left, top, width, height, sprites.plain() ? 1 : e.alpha[i]);
  }

  private void drawVelocity(Entities e) {
    float side = (float) (size * 0.2);
    float x = (float) (0.5 * e.vx[Entities.PLAYER] / Game.MAXIMUM_SPEED + 0.5);
    float y = (float) (0.5 * e.vy[Entities.PLAYER] / Game.MAXIMUM_JUMP + 0.5);
    blitter.fill(grey(x), 0, 0, side, side);
    blitter.fill(grey(y), side, 0, side, side);
  }

  private static int grey(float brightness) {
    int shade = Math.max(0, Math.min(255, (int) (brightness * 255)));
    return 0xFF000000 | (shade << 16) | (shade << 8) | shade;
  }

  /** Writes the frame as red, green, blue bytes; eight pixels are three longs. */
  void write(byte[] target, int offset) {
    int[] p = pixels;
    for (int i = 0, at = offset; i < p.length; i += 8, at += 24) {
      long a = p[i] & 0xFFFFFFL;
      long b = p[i + 1] & 0xFFFFFFL;
      long c = p[i + 2] & 0xFFFFFFL;
      long d = p[i + 3] & 0xFFFFFFL;
      long e = p[i + 4] & 0xFFFFFFL;
      long f = p[i + 5] & 0xFFFFFFL;
      long g = p[i + 6] & 0xFFFFFFL;
      long h = p[i + 7] & 0xFFFFFFL;
      LONGS.set(target, at, a | (b << 24) | (c << 48));
      LONGS.set(target, at + 8, (c >>> 16) | (d << 8) | (e << 32) | (f << 56));
      LONGS.set(target, at + 16, (f >>> 8) | (g << 16) | (h << 40));
    }
  }
}
