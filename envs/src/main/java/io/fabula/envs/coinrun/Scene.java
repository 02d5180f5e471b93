package io.fabula.envs.coinrun;

import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.random.Mt19937;
import io.fabula.envs.random.Seeds;

/** The complete state of one level being played, from which frames are drawn. */
final class Scene {
  Mt19937 random = new Mt19937(0);
  final Grid grid = new Grid();
  Entities entities = new Entities();

  int levelSeed;

  /** Where the background picture stands, 0 to 1 of its overhang. */
  float backgroundShift;

  int background;
  int wallTheme;

  /** Steps since the level began. */
  int time;

  boolean hasSupport;
  boolean onCrate;

  /** The player's y at the end of the last step. */
  float lastY;

  /** Horizontal and vertical wish of the last action, -1, 0 or 1; outlives a reset. */
  float wishX;

  float wishY;

  /** Takes over everything but the generator: enough to read, edit and draw. */
  void copyAllButRandom(Scene other) {
    System.arraycopy(other.grid.cells, 0, grid.cells, 0, grid.cells.length);
    entities.copy(other.entities);
    levelSeed = other.levelSeed;
    backgroundShift = other.backgroundShift;
    background = other.background;
    wallTheme = other.wallTheme;
    time = other.time;
    hasSupport = other.hasSupport;
    onCrate = other.onCrate;
    lastY = other.lastY;
    wishX = other.wishX;
    wishY = other.wishY;
  }

  void write(SnapshotWriter out) {
    out.put(random.state()).put(grid.cells);
    entities.write(out);
    out.put(levelSeed).put(backgroundShift).put(background).put(wallTheme);
    out.put(time).put(hasSupport).put(onCrate).put(lastY).put(wishX).put(wishY);
  }

  static Scene read(SnapshotReader in) {
    Scene scene = new Scene();
    scene.random.restore(in.nextInts());
    byte[] cells = in.nextBytes();
    if (cells.length != scene.grid.cells.length) {
      throw new IllegalArgumentException("snapshot is damaged: " + cells.length + " cells");
    }
    System.arraycopy(cells, 0, scene.grid.cells, 0, cells.length);
    scene.entities = Entities.read(in);
    scene.levelSeed = in.nextInt();
    scene.backgroundShift = in.nextFloat();
    scene.background = in.nextInt();
    scene.wallTheme = in.nextInt();
    scene.time = in.nextInt();
    scene.hasSupport = in.nextBoolean();
    scene.onCrate = in.nextBoolean();
    scene.lastY = in.nextFloat();
    scene.wishX = in.nextFloat();
    scene.wishY = in.nextFloat();
    return scene;
  }

  /**
   * A number that equal layouts share and different ones almost surely do not: all cells, and kind,
   * place and velocity of all entities. Looks (themes, background) are not part of it.
   */
  long layoutHash() {
    long hash = Seeds.of(entities.count, "layout");
    for (int i = 0; i < grid.cells.length; i += 8) {
      long eight = 0;
      for (int j = 0; j < 8; j++) eight = (eight << 8) | (grid.cells[i + j] & 0xFF);
      hash = Seeds.of(hash, "cells", eight);
    }
    for (int i = 0; i < entities.count; i++) {
      hash =
          Seeds.of(
              hash,
              "entity",
              entities.type[i],
              Float.floatToIntBits(entities.x[i]),
              Float.floatToIntBits(entities.y[i]),
              Float.floatToIntBits(entities.vx[i]),
              Float.floatToIntBits(entities.vy[i]));
    }
    return hash;
  }
}
