package io.fabula.envs.coinrun;

import io.fabula.envs.coinrun.Terrain.Pit;
import org.jspecify.annotations.Nullable;

/** What is around the agent in a scene, as far as its view reaches. */
final class Surroundings {
  /** Half the width of the agent's view, in cells. */
  static final double VIEW = 6.5;

  /** How far something may lie behind the agent's middle and still count as ahead. */
  private static final double PASSING = 0.5;

  /** How far behind the agent's middle something must lie to be of no use any more. */
  private static final double BEHIND = 1.5;

  private static final double FOOT_TOLERANCE = 0.15;
  private static final double PROBE = 0.01;
  private static final int HEADROOM = 4;

  final Scene scene;
  final Grid grid;
  final Entities entities;
  final float x;
  final float y;

  /** The agent's column, and the row of its feet. */
  final int column;

  final int foot;

  Surroundings(Scene scene) {
    this.scene = scene;
    grid = scene.grid;
    entities = scene.entities;
    x = entities.x[Entities.PLAYER];
    y = entities.y[Entities.PLAYER];
    column = (int) x;
    foot = (int) Math.floor(y - entities.ry[Entities.PLAYER] + FOOT_TOLERANCE);
  }

  /** Whether the agent stands on something. */
  boolean supported() {
    double reach = entities.rx[Entities.PLAYER] - PROBE;
    float below = (float) (y - entities.ry[Entities.PLAYER] - PROBE);
    boolean on =
        scene.onCrate
            || Terrain.isGround(grid.around((float) (x - reach), below))
            || Terrain.isGround(grid.around((float) (x + reach), below));
    return on && entities.vy[Entities.PLAYER] == 0;
  }

  private int lastColumn() {
    return (int) (x + VIEW);
  }

  /** The nearest pit that is not behind the agent. */
  @Nullable Pit pitAhead() {
    for (int c = column; c <= lastColumn(); c++) {
      Pit pit = Terrain.pit(grid, c);
      if (pit != null) return pit;
    }
    return null;
  }

  /** The nearest pit that lies wholly behind the agent and in its view. */
  @Nullable Pit pitBehind() {
    for (int c = (int) (x - BEHIND) - 1; c >= (int) (x - VIEW); c--) {
      Pit pit = Terrain.pit(grid, c);
      if (pit != null && isBehind(pit)) return pit;
    }
    return null;
  }

  boolean isBehind(Pit pit) {
    return pit.last() + 1 <= x - BEHIND;
  }

  boolean isBehind(int entity) {
    return entities.x[entity] < x - BEHIND;
  }

  /** The first column ahead whose ground is higher than the agent's feet, or -1. */
  int wallAhead() {
    for (int c = column + 1; c <= lastColumn(); c++) {
      int height = Terrain.height(grid, c);
      if (height > foot && height < Terrain.HIGHEST) return c;
    }
    return -1;
  }

  /** The first column ahead whose ground is lower than the agent's, pits apart, or -1. */
  int dropAhead() {
    int here = Terrain.height(grid, column);
    if (here >= Terrain.HIGHEST) return -1;
    for (int c = column + 1; c <= lastColumn(); c++) {
      if (Terrain.height(grid, c) < here && Terrain.pit(grid, c) == null) return c;
    }
    return -1;
  }

  /**
   * The cell of a coin in view that is not behind the agent, as {@code row * 64 + column}, or -1.
   */
  int coinAhead() {
    int found = -1;
    for (int c = column; c <= lastColumn(); c++) {
      for (int row = 0; row < Grid.SIZE; row++) {
        if (grid.at(c, row) == Grid.COIN && Math.abs(row + 0.5 - y) < VIEW) {
          found = row * Grid.SIZE + c;
        }
      }
    }
    return found;
  }

  /** The nearest entity of a type ahead and in view, or -1; those in pits only for crates. */
  int nearestAhead(byte type) {
    int found = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 1; i < entities.lasting; i++) {
      double distance = entities.x[i] - x;
      if (entities.type[i] != type || distance < -PASSING || !inView(i)) continue;
      if (type != Entities.CRATE && inPit(i)) continue;
      if (distance < least) {
        least = distance;
        found = i;
      }
    }
    return found;
  }

  /** The nearest entity of a type behind and in view that stands outside pits, or -1. */
  int nearestBehind(byte type) {
    int found = -1;
    for (int i = 1; i < entities.lasting; i++) {
      if (entities.type[i] != type || !isBehind(i) || !inView(i) || inPit(i)) continue;
      if (found < 0 || entities.x[i] > entities.x[found]) found = i;
    }
    return found;
  }

  /** Whether an entity stands in a column of a pit. */
  boolean inPit(int entity) {
    return Terrain.pit(grid, (int) entities.x[entity]) != null;
  }

  boolean inView(int entity) {
    return Math.abs(entities.x[entity] - x) <= VIEW && Math.abs(entities.y[entity] - y) <= VIEW;
  }

  boolean inView(int c, int row) {
    return Math.abs(c + 0.5 - x) <= VIEW && Math.abs(row + 0.5 - y) <= VIEW;
  }

  /** Whether something can be put on the ground of a column and be seen there. */
  boolean hasRoom(int c) {
    if (c < 2 || c > Grid.SIZE - 3 || Terrain.pit(grid, c) != null) return false;
    int height = Terrain.height(grid, c);
    if (height > Terrain.HIGHEST || !inView(c, height) || !inView(c, height + 1)) return false;
    for (int row = height; row < height + HEADROOM; row++) {
      if (!Terrain.isFree(grid.at(c, row))) return false;
    }
    for (int i = 1; i < entities.lasting; i++) {
      if (entities.x[i] > c && entities.x[i] < c + 1) return false;
    }
    return true;
  }

  /** Whether all columns {@code from..to} ahead, and as many behind, have room. */
  boolean haveRoomOnBothSides(int from, int to) {
    for (int c = from; c <= to; c++) {
      if (!hasRoom(column + c) || !hasRoom(column - c)) return false;
    }
    return true;
  }
}
