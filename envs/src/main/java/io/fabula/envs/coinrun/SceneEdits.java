package io.fabula.envs.coinrun;

import io.fabula.envs.coinrun.Terrain.Pit;

/** Changes of a scene from which the named edits are made; none draws a random number. */
final class SceneEdits {
  private SceneEdits() {}

  /** Removes an entity; the others keep their order. */
  static void remove(Entities entities, int i) {
    for (int j = i; j + 1 < entities.count; j++) entities.move(j + 1, j);
    entities.count--;
    if (i < entities.lasting) entities.lasting--;
  }

  /** Adds an entity of the level behind the others of the level; trails stay behind it. */
  static int place(Entities entities, byte type, double x, double y, int image) {
    int added = entities.add(type, (float) x, (float) y, 0.5f, 0.5f, image);
    for (int j = added; j > entities.lasting; j--) swap(entities, j, j - 1);
    return entities.lasting++;
  }

  private static void swap(Entities entities, int a, int b) {
    int spare = entities.add((byte) 0, 0, 0, 0, 0, 0);
    entities.move(a, spare);
    entities.move(b, a);
    entities.move(spare, b);
    entities.count--;
  }

  /** The picture that a saw shows now. */
  static int sawImage(Scene scene) {
    return scene.time % 2 == 0 ? Entities.IMAGE_SAW : Entities.IMAGE_SAW_OTHER;
  }

  /** Fills a pit to its edge; what is in it vanishes. */
  static void fill(Scene scene, Pit pit) {
    removeFrom(scene, pit);
    for (int c = pit.first(); c <= pit.last(); c++) ground(scene.grid, c, pit.edge());
  }

  /** Removes all entities below the edge of a pit. */
  static void removeFrom(Scene scene, Pit pit) {
    Entities entities = scene.entities;
    for (int i = entities.lasting - 1; i >= 1; i--) {
      if (pit.holds(entities.x[i]) && entities.y[i] < pit.edge()) remove(entities, i);
    }
  }

  /** Ground of a height in a column, with its upper edge. */
  static void ground(Grid grid, int c, int height) {
    grid.block(c, 0, 1, height, Grid.GROUND, Grid.GROUND_TOP);
  }

  /**
   * Moves everything in a column down into the ground; what would be below the lowest row vanishes.
   */
  static void lower(Scene scene, int c, int cells) {
    Grid grid = scene.grid;
    boolean pit = Terrain.height(grid, c) == 1;
    for (int row = pit ? 1 : 0; row < Grid.SIZE - 1; row++) {
      int above = row + cells;
      grid.set(c, row, above < Grid.SIZE - 1 ? grid.at(c, above) : Grid.EMPTY);
    }
    Entities entities = scene.entities;
    for (int i = entities.lasting - 1; i >= 1; i--) {
      if ((int) entities.x[i] != c) continue;
      entities.y[i] -= cells;
      if (entities.y[i] < 1) remove(entities, i);
    }
  }

  /**
   * Fills free cells of the sky at the upper left of the view with a code.
   *
   * @return whether there were enough; otherwise nothing has changed
   */
  static boolean fillSky(Surroundings around, int cells, byte code) {
    int[] found = sky(around, cells);
    for (int cell : found) around.grid.cells[cell] = code;
    return found.length == cells;
  }

  /**
   * Puts a crate of half the width and height, which is about as large as the picture of a coin,
   * into the sky at the upper left of the view.
   *
   * @return whether there was room; otherwise nothing has changed
   */
  static boolean placeSmallCrateInSky(Surroundings around) {
    int[] found = sky(around, 1);
    if (found.length == 0) return false;
    Entities e = around.entities;
    int column = found[0] % Grid.SIZE;
    int row = found[0] / Grid.SIZE;
    int crate = place(e, Entities.CRATE, column + 0.5, row + 0.5, Entities.CRATE);
    e.rx[crate] /= 2;
    e.ry[crate] /= 2;
    return true;
  }

  /** As many free cells at the upper left of the view, from the top; none if there are fewer. */
  private static int[] sky(Surroundings around, int cells) {
    int[] found = new int[cells];
    int count = 0;
    int top = (int) (around.y + Surroundings.VIEW) - 1;
    int left = (int) (around.x - Surroundings.VIEW) + 1;
    for (int row = top; row >= (int) around.y + 2 && count < cells; row--) {
      for (int c = left; c <= (int) around.x - 1 && count < cells; c++) {
        if (c >= 1 && row < Grid.SIZE - 1 && around.grid.at(c, row) == Grid.EMPTY) {
          found[count++] = row * Grid.SIZE + c;
        }
      }
    }
    return count < cells ? new int[0] : found;
  }
}
