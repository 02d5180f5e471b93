package io.fabula.envs.coinrun;

import io.fabula.envs.coinrun.CoinRunOptions.Coin;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;

/**
 * Moves the coin of a level to the ground of a column on the way. What is drawn depends on the
 * level's seed alone and on a stream of its own, so that everything else stays as it was.
 */
final class MovedCoin {
  /** The first column after the start. */
  private static final int FIRST_COLUMN = 5;

  private static final int HEADROOM = 2;

  private MovedCoin() {}

  /** Moves the coin of a level that has just been made, if the options say so for its seed. */
  static void place(CoinRunOptions options, Scene scene) {
    if (options.coin() == Coin.END) return;
    RandomStream stream = new RandomStream(Seeds.of(scene.levelSeed, "coin"));
    if (stream.nextDouble() >= options.movedCoins()) return;
    int end = endColumn(scene.grid);
    int[] columns = new int[Grid.SIZE];
    int count = 0;
    for (int c = FIRST_COLUMN; c <= end; c++) if (hasRoom(scene, c)) columns[count++] = c;
    int c = columns[stream.nextInt(count)];
    CoinRunFeature.COIN.removeAll(scene);
    scene.grid.set(c, Terrain.height(scene.grid, c), Grid.COIN);
  }

  private static int endColumn(Grid grid) {
    for (int i = 0; i < grid.cells.length; i++) {
      if (grid.cells[i] == Grid.COIN) return i % Grid.SIZE;
    }
    throw new IllegalStateException("a level has a coin");
  }

  /** The end itself always has room. */
  private static boolean hasRoom(Scene scene, int c) {
    Grid grid = scene.grid;
    if (Terrain.pit(grid, c) != null) return false;
    int height = Terrain.height(grid, c);
    for (int row = height; row < height + HEADROOM; row++) {
      byte code = grid.at(c, row);
      if (!Terrain.isFree(code) && code != Grid.COIN) return false;
    }
    Entities e = scene.entities;
    for (int i = 1; i < e.lasting; i++) if ((int) e.x[i] == c) return false;
    return true;
  }
}
