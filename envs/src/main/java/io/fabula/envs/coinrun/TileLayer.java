package io.fabula.envs.coinrun;

import io.fabula.envs.coinrun.art.Sprite;
import java.util.Arrays;

/**
 * Draws the cells of a level and what lies behind them, as if the cells were drawn one by one,
 * columns from the left and each column from the bottom, every cell a little larger than its place
 * and the later over the earlier. To be fast it draws runs of equal cells, row of pixels by row of
 * pixels from left to right, which gives the same frame.
 */
final class TileLayer {
  private static final float MARGIN = 0.02f;
  private static final int CODES = 128;

  private final Blitter blitter;
  private final BackgroundLayer background;
  private final int size;

  /** What each code of the grid looks like, and whether it hides what is behind. */
  private final Sprite[] looks = new Sprite[CODES];

  private final boolean[] hiding = new boolean[CODES];

  /** Pixel columns of each column of cells, and where its entries begin in {@link #own}. */
  private final int[] columnFrom = new int[Grid.SIZE];

  private final int[] columnTo = new int[Grid.SIZE];
  private final int[] ownFrom = new int[Grid.SIZE];

  /** Source column for each pixel column of each column of cells. */
  private final int[] own;

  /** Source column for each pixel column, of the last cell that covers it. */
  private final int[] merged;

  /** Pixel rows of each row of cells from the bottom, and the source position of the first. */
  private final int[] rowFrom = new int[Grid.SIZE];

  private final int[] rowTo = new int[Grid.SIZE];
  private final int[] rowStart = new int[Grid.SIZE];

  /** Codes of a row of cells, with {@link Grid#EMPTY} for all that is not drawn. */
  private byte[] row = new byte[Grid.SIZE];

  private byte[] rowAbove = new byte[Grid.SIZE];
  private int columns;
  private int rows;
  private int step;

  TileLayer(Blitter blitter, BackgroundLayer background, int size) {
    this.blitter = blitter;
    this.background = background;
    this.size = size;
    own = new int[2 * size + 4 * Grid.SIZE];
    merged = new int[size];
    Arrays.fill(looks, Sprite.plain(0));
  }

  void draw(Grid grid, int wallTheme, Camera camera, SpriteSet sprites) {
    for (byte code : Grid.VISIBLE) {
      boolean wall = code == Grid.GROUND || code == Grid.GROUND_TOP;
      Sprite look = sprites.sprite(code, wall ? wallTheme : 0, false);
      looks[code] = look;
      hiding[code] = look.opaque();
    }
    place(camera, sprites.tileSize());
    find(grid, camera, 0);
    for (int y = 0; y < rows; y++) {
      byte[] current = rowAbove;
      rowAbove = row;
      row = current;
      boolean last = y == rows - 1;
      if (!last) find(grid, camera, y + 1);
      int shared = last ? rowFrom[y] : Math.max(rowFrom[y], rowTo[y + 1]);
      int below = y == 0 ? rowTo[y] : Math.min(rowTo[y], rowFrom[y - 1]);
      drawRuns(shared, below, rowStart[y] + (shared - rowFrom[y]) * step);
      for (int line = rowFrom[y]; line < shared; line++) drawShared(y, line);
    }
  }

  private void place(Camera camera, int tileSize) {
    double extent = camera.extent(1, MARGIN);
    step = Blitter.step(tileSize, extent);
    columns = camera.lastColumn - camera.firstColumn + 1;
    rows = camera.lastRow - camera.firstRow + 1;
    int used = 0;
    for (int i = 0; i < columns; i++) {
      double left = camera.left(camera.firstColumn + i, MARGIN);
      int from = blitter.edge(left);
      int to = blitter.edge(left + extent);
      columnFrom[i] = from;
      columnTo[i] = to;
      ownFrom[i] = used - from;
      int position = Blitter.start(from, left, step);
      for (int x = from; x < to; x++, position += step) {
        own[used++] = position >> 16;
        merged[x] = position >> 16;
      }
    }
    for (int i = 0; i < rows; i++) {
      double top = camera.top(camera.firstRow + i + 1, MARGIN);
      rowFrom[i] = blitter.edge(top);
      rowTo[i] = blitter.edge(top + extent);
      rowStart[i] = Blitter.start(rowFrom[i], top, step);
    }
  }

  /** Finds the codes of row {@code y}, into {@link #rowAbove}. */
  private void find(Grid grid, Camera camera, int y) {
    int gridRow = camera.firstRow + y;
    Arrays.fill(rowAbove, 0, columns, Grid.GROUND);
    if (gridRow < 0 || gridRow >= Grid.SIZE) return;
    int shift = gridRow * Grid.SIZE + camera.firstColumn;
    int from = Math.max(0, -camera.firstColumn);
    int to = Math.min(columns, Grid.SIZE - camera.firstColumn);
    for (int i = from; i < to; i++) {
      byte code = grid.cells[shift + i];
      rowAbove[i] = code == Grid.BARRIER ? Grid.EMPTY : code;
    }
  }

  /** Draws those pixel rows that belong to one row of cells alone. */
  private void drawRuns(int y0, int y1, int start) {
    if (y0 >= y1) return;
    int next;
    for (int first = 0; first < columns; first = next) {
      byte code = row[first];
      next = first + 1;
      if (hiding[code] || code == Grid.EMPTY) {
        while (next < columns && row[next] == code) next++;
      }
      if (!hiding[code]) drawGap(first, next - 1, y0, y1);
      if (code != Grid.EMPTY) drawRun(looks[code], first, next - 1, y0, y1, start);
    }
  }

  /** Draws a pixel row that row {@code y} of the cells shares with the row above it. */
  private void drawShared(int y, int line) {
    int start = rowStart[y] + (line - rowFrom[y]) * step;
    int startAbove = rowStart[y + 1] + (line - rowFrom[y + 1]) * step;
    int next;
    for (int first = 0; first < columns; first = next) {
      byte above = rowAbove[first];
      byte below = row[first];
      next = first + 1;
      while (next < columns && rowAbove[next] == above && row[next] == below) next++;
      if (hiding[above]) {
        drawRun(looks[above], first, next - 1, line, line + 1, startAbove);
      } else if (above == Grid.EMPTY && hiding[below]) {
        drawRun(looks[below], first, next - 1, line, line + 1, start);
      } else {
        for (int i = first; i < next; i++) {
          drawGap(i, i, line, line + 1);
          if (below != Grid.EMPTY) drawRun(looks[below], i, i, line, line + 1, start);
          if (above != Grid.EMPTY) drawRun(looks[above], i, i, line, line + 1, startAbove);
        }
      }
    }
  }

  /** Draws what lies behind cells that do not hide it, but not over the cell on the left. */
  private void drawGap(int first, int last, int y0, int y1) {
    int from = first == 0 ? 0 : columnTo[first - 1];
    int to = last == columns - 1 ? size : columnTo[last];
    background.draw(y0, y1, from, to);
  }

  /** Draws pixel rows of equal cells; of a single one, if they do not hide what is behind. */
  private void drawRun(Sprite sprite, int first, int last, int y0, int y1, int start) {
    int from = columnFrom[first];
    int to = columnTo[last];
    if (sprite.width() == 1) {
      blitter.fill(sprite.pixels()[0], y0, y1, from, to);
    } else if (sprite.opaque()) {
      int next = last + 1 < columns ? Math.min(to, columnFrom[last + 1]) : to;
      blitter.copy(sprite, start, step, merged, 0, y0, y1, from, next);
      blitter.copy(sprite, start, step, own, ownFrom[last], y0, y1, next, to);
    } else {
      blitter.blend(sprite, start, step, own, ownFrom[first], y0, y1, from, to, 256);
    }
  }
}
