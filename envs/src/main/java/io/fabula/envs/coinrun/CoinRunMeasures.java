package io.fabula.envs.coinrun;

import io.fabula.envs.coinrun.Terrain.Pit;
import java.util.List;

/**
 * What a person would say about a state, in numbers. "Near" falls from 1 to 0 over 6 cells; ahead
 * and in view is meant throughout.
 */
final class CoinRunMeasures {
  static final List<String> NAMES =
      List.of(
          "time",
          "on-ground",
          "speed-right",
          "speed-up",
          "pit-near",
          "over-pit",
          "wall-near",
          "wall-rise",
          "drop-near",
          "saw-near",
          "crate-near",
          "crate-height",
          "lava-in-view",
          "pit-saw-in-view",
          "pit-enemy-in-view",
          "coin-in-view",
          "coin-near",
          "height",
          "before-right",
          "before-right-up",
          "before-up",
          "before-left",
          "before-none");

  private static final double HALF = 0.5;
  private static final int REACH = 6;
  private static final float TIME_SCALE = 100;
  private static final float HEIGHT_SCALE = 10;

  private CoinRunMeasures() {}

  static void write(Scene scene, float[] target, int offset) {
    Surroundings around = new Surroundings(scene);
    Entities e = scene.entities;
    float[] v = new float[NAMES.size()];
    v[0] = scene.time / TIME_SCALE;
    v[1] = around.supported() ? 1 : 0;
    v[2] = e.vx[Entities.PLAYER];
    v[3] = e.vy[Entities.PLAYER];
    Pit pit = around.pitAhead();
    if (pit != null) writePit(around, pit, v);
    int wall = around.wallAhead();
    if (wall >= 0) {
      v[6] = near(wall - around.x - HALF);
      v[7] = Terrain.height(around.grid, wall) - around.foot;
    }
    int drop = around.dropAhead();
    if (drop >= 0) v[8] = near(drop - around.x - HALF);
    int saw = around.nearestAhead(Entities.SAW);
    if (saw >= 0) v[9] = near(e.x[saw] - around.x - 1);
    int crate = around.nearestAhead(Entities.CRATE);
    if (crate >= 0) {
      v[10] = near(e.x[crate] - around.x - 1);
      for (int i = 1; i < e.lasting; i++) {
        if (e.type[i] == Entities.CRATE && e.x[i] == e.x[crate]) v[11]++;
      }
    }
    int coin = around.coinAhead();
    if (coin >= 0) {
      v[15] = 1;
      v[16] = near(coin % Grid.SIZE - around.x - HALF);
    }
    v[17] = around.foot / HEIGHT_SCALE;
    v[18 + before(scene)] = 1;
    System.arraycopy(v, 0, target, offset, v.length);
  }

  private static void writePit(Surroundings around, Pit pit, float[] v) {
    v[4] = near(pit.first() - around.x - HALF);
    v[5] = around.x >= pit.first() && around.x <= pit.last() + 1 ? 1 : 0;
    for (int c = pit.first(); c <= pit.last(); c++) {
      for (int row = 1; row < pit.edge(); row++) {
        boolean lava = Terrain.isLava(around.grid.at(c, row));
        if (lava && around.inView(c, row)) v[12] = 1;
      }
    }
    Entities e = around.entities;
    for (int i = 1; i < e.lasting; i++) {
      if (!pit.holds(e.x[i]) || !around.inView(i)) continue;
      if (e.type[i] == Entities.SAW) v[13] = 1;
      if (e.type[i] == Entities.ENEMY) v[14] = 1;
    }
  }

  /** Which of the last five measures the last action belongs to. */
  private static int before(Scene scene) {
    if (scene.time == 0) return 4;
    if (scene.wishX > 0) return scene.wishY > 0 ? 1 : 0;
    if (scene.wishX < 0) return 3;
    return scene.wishY > 0 ? 2 : 4;
  }

  private static float near(double distance) {
    return (float) Math.max(0, 1 - Math.max(0, distance) / REACH);
  }
}
