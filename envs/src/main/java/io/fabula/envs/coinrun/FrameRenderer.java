package io.fabula.envs.coinrun;

import io.fabula.envs.coinrun.art.Sprite;

/**
 * Draws scenes into square frames: rectangles filled by nearest-neighbour sampling, no
 * antialiasing, in the drawing order of Procgen 0.10.7. Holds scratch memory, so an instance
 * belongs to one thread; drawing allocates nothing.
 */
final class FrameRenderer {
  private static final double STANDING_SPEED = 0.01;

  /** The player's picture stands this far above its rectangle, in heights of the rectangle. */
  private static final double PLAYER_RISE = 0.7415;

  private final int size;
  private final Camera camera = new Camera();
  private final Blitter blitter;

  private final BackgroundLayer background;
  private final TileLayer tiles;

  /**
   * Draws frames of {@code size} by {@code size} pixels.
   *
   * @param smooth whether backgrounds are enlarged smoothly, as people like and the original does
   *     not for agents
   */
  FrameRenderer(int size, boolean smooth) {
    this.size = size;
    blitter = new Blitter(size);
    background = new BackgroundLayer(blitter, size, smooth);
    tiles = new TileLayer(blitter, background, size);
  }

  /** Draws a frame of {@code [size, size, 3]} bytes, red, green, blue, row 0 at the top. */
  void draw(Scene scene, CoinRunOptions options, SpriteSet sprites, byte[] target, int offset) {
    blitter.begin(target, offset);
    Entities e = scene.entities;
    float playerX = e.x[Entities.PLAYER];
    float playerY = e.y[Entities.PLAYER];
    camera.look(options.centerAgent(), playerX, playerY, size);
    if (options.useBackgrounds()) {
      background.place(sprites.background(scene.background), scene.backgroundShift, camera);
    } else {
      background.black();
    }
    int wallTheme = options.restrictThemes() ? 0 : scene.wallTheme;
    tiles.draw(scene.grid, wallTheme, camera, sprites);
    for (int i = 1; i < e.count; i++) {
      if (e.type[i] != Entities.ENEMY) drawEntity(e, i, e.image[i], options, sprites);
    }
    drawEntity(e, Entities.PLAYER, playerImage(scene), options, sprites);
    for (int i = 1; i < e.lasting; i++) {
      if (e.type[i] == Entities.ENEMY) drawEntity(e, i, e.image[i], options, sprites);
    }
    if (options.paintVelocityInfo()) drawVelocity(e);
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
}
