package io.fabula.envs.coinrun;

import static io.fabula.envs.coinrun.SceneEdits.place;

import io.fabula.envs.coinrun.Terrain.Pit;
import io.fabula.envs.edits.EditSpec;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The named edits of CoinRun. Distances are chosen so that both the edit and its placebo are in
 * view and the agent has a few steps to react.
 */
enum CoinRunEditKind {
  REMOVE_SAW(
      CoinRunFeature.SAW,
      false,
      "the nearest saw ahead removed",
      "the same saw once more, mirrored behind the agent"),
  ADD_SAW(CoinRunFeature.SAW, true, "a saw 3 cells ahead", "a saw 3 cells behind"),
  FILL_PIT(
      CoinRunFeature.PIT,
      false,
      "the pit ahead filled with ground",
      "as many cells of ground in the sky at the upper left"),
  RAISE_WALL(
      CoinRunFeature.WALL,
      true,
      "three columns raised by 2 cells, 3 cells ahead",
      "the same 3 cells behind"),
  CUT_WALL(
      CoinRunFeature.WALL,
      false,
      "the step ahead cut down to the agent's feet",
      "as many cells of ground in the sky at the upper left"),
  REMOVE_COIN(CoinRunFeature.COIN, false, "the coin ahead removed", "a coin mirrored behind"),
  ADD_COIN(CoinRunFeature.COIN, true, "a coin 3 cells ahead", "a coin 3 cells behind"),
  PLACE_COIN(
      CoinRunFeature.COIN,
      true,
      "a coin 3 cells ahead",
      "a crate as small as a coin in the sky at the upper left"),
  REMOVE_CRATES(
      CoinRunFeature.CRATE,
      false,
      "the nearest pile of crates ahead removed",
      "the same pile once more, mirrored behind the agent"),
  ADD_CRATES(
      CoinRunFeature.CRATE, true, "two crates on each other 3 cells ahead", "two 3 cells behind"),
  REMOVE_ENEMY(
      CoinRunFeature.ENEMY,
      false,
      "the nearest enemy on the ground ahead removed",
      "a resting copy of it, mirrored behind the agent"),
  ADD_ENEMY(
      CoinRunFeature.ENEMY,
      true,
      "a resting enemy 3 cells ahead",
      "a resting enemy 3 cells behind"),
  CLEAR_PIT(
      CoinRunFeature.PIT,
      false,
      "lava, saws and enemies in the pit ahead removed, the pit stays",
      "as many of them in the sky at the upper left");

  private static final int NEAR = 3;
  private static final double REACH = 4.5;
  private static final double COIN_REACH = 5;
  private static final double WALL_REACH = 3.5;

  /** How far behind the agent a mirrored thing must be. */
  private static final double MIRRORED = 1.5;

  private static final double SAW_RISE = 4;
  private static final double HALF = 0.5;
  private static final int WALL_WIDTH = 7;
  private static final int ROWS_OF_SKY = 5;

  private final CoinRunFeature feature;
  private final boolean adds;
  private final String description;
  private final String placebo;

  CoinRunEditKind(CoinRunFeature feature, boolean adds, String description, String placebo) {
    this.feature = feature;
    this.adds = adds;
    this.description = description;
    this.placebo = placebo;
  }

  EditSpec spec() {
    return new EditSpec(label(), feature.label(), adds, description, placebo);
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static CoinRunEditKind named(String name) {
    return Arrays.stream(values())
        .filter(each -> each.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "edit must be one of "
                        + Arrays.stream(values()).map(CoinRunEditKind::label).toList()
                        + ", got "
                        + name));
  }

  /** Edits a scene; returns how much changed, 0 if the scene does not allow it. */
  int apply(Scene scene, boolean asPlacebo) {
    Surroundings around = new Surroundings(scene);
    return switch (this) {
      case REMOVE_SAW -> removeNearest(around, Entities.SAW, asPlacebo);
      case REMOVE_ENEMY -> removeNearest(around, Entities.ENEMY, asPlacebo);
      case REMOVE_CRATES -> removePile(around, asPlacebo);
      case ADD_SAW -> addNear(around, feature, Entities.SAW, 1, asPlacebo);
      case ADD_ENEMY -> addNear(around, feature, Entities.ENEMY, 1, asPlacebo);
      case ADD_CRATES -> addNear(around, null, Entities.CRATE, 2, asPlacebo);
      case FILL_PIT -> fillPit(around, asPlacebo);
      case CLEAR_PIT -> clearPit(around, asPlacebo);
      case RAISE_WALL -> raiseWall(around, asPlacebo);
      case CUT_WALL -> cutWall(around, asPlacebo);
      case REMOVE_COIN -> removeCoin(around, asPlacebo);
      case ADD_COIN -> addCoin(around, asPlacebo);
      case PLACE_COIN -> placeCoin(around, asPlacebo);
    };
  }

  private static int image(Scene scene, byte type) {
    if (type == Entities.SAW) return SceneEdits.sawImage(scene);
    return type == Entities.ENEMY ? Entities.IMAGE_ENEMY : Entities.CRATE;
  }

  private static int removeNearest(Surroundings around, byte type, boolean asPlacebo) {
    Entities e = around.entities;
    int i = around.nearestAhead(type);
    if (i < 0) return 0;
    double distance = e.x[i] - around.x - 1;
    double mirrored = 2 * around.x - e.x[i];
    if (distance < 0 || distance > REACH || mirrored < MIRRORED) return 0;
    if (Math.abs(e.y[i] - around.y) > SAW_RISE) return 0;
    if (asPlacebo) {
      int copy = place(e, type, mirrored, e.y[i], e.image[i]);
      e.theme[copy] = e.theme[i];
      e.reflected[copy] = e.reflected[i];
    } else {
      SceneEdits.remove(e, i);
    }
    return 1;
  }

  private static int removePile(Surroundings around, boolean asPlacebo) {
    Entities e = around.entities;
    int nearest = around.nearestAhead(Entities.CRATE);
    if (nearest < 0) return 0;
    float x = e.x[nearest];
    double distance = x - around.x - 1;
    double mirrored = 2 * around.x - x;
    if (distance < 0 || distance > REACH || mirrored < MIRRORED) return 0;
    int crates = 0;
    for (int i = e.lasting - 1; i >= 1; i--) {
      if (e.type[i] != Entities.CRATE || e.x[i] != x) continue;
      crates++;
      if (asPlacebo) {
        int copy = place(e, Entities.CRATE, mirrored, e.y[i], Entities.CRATE);
        e.theme[copy] = e.theme[i];
      } else {
        SceneEdits.remove(e, i);
      }
    }
    return crates;
  }

  private static int addNear(
      Surroundings around,
      @Nullable CoinRunFeature alone,
      byte type,
      int count,
      boolean asPlacebo) {
    if (alone != null && alone.sight(around).present()) return 0;
    if (!around.haveRoomOnBothSides(NEAR, NEAR)) return 0;
    int c = around.column + (asPlacebo ? -NEAR : NEAR);
    int height = Terrain.height(around.grid, c);
    for (int i = 0; i < count; i++) {
      place(around.entities, type, c + HALF, height + HALF + i, image(around.scene, type));
    }
    return count;
  }

  /** The pit that the agent comes to next, if it is near and the agent at its edge's height. */
  private static @Nullable Pit reachablePit(Surroundings around) {
    Pit pit = around.pitAhead();
    if (pit == null) return null;
    double distance = pit.first() - around.x - HALF;
    return distance < -0.2 || distance > REACH || around.foot < pit.edge() - 1 ? null : pit;
  }

  private static int fillPit(Surroundings around, boolean asPlacebo) {
    Pit pit = reachablePit(around);
    if (pit == null) return 0;
    int cells = 0;
    for (int c = pit.first(); c <= pit.last(); c++) {
      for (int row = 1; row < pit.edge(); row++) {
        if (around.inView(c, row) && !Terrain.isGround(around.grid.at(c, row))) cells++;
      }
    }
    if (cells == 0) return 0;
    if (asPlacebo) return SceneEdits.fillSky(around, cells, Grid.GROUND) ? cells : 0;
    SceneEdits.fill(around.scene, pit);
    return cells;
  }

  private static int clearPit(Surroundings around, boolean asPlacebo) {
    Pit pit = reachablePit(around);
    if (pit == null) return 0;
    Entities e = around.entities;
    int cells = 0;
    for (int c = pit.first(); c <= pit.last(); c++) {
      for (int row = 1; row < pit.edge(); row++) {
        if (!Terrain.isLava(around.grid.at(c, row))) continue;
        if (around.inView(c, row)) cells++;
        if (!asPlacebo) around.grid.set(c, row, Grid.EMPTY);
      }
    }
    int things = 0;
    for (int i = e.lasting - 1; i >= 1; i--) {
      boolean danger = e.type[i] == Entities.SAW || e.type[i] == Entities.ENEMY;
      if (!danger || !pit.holds(e.x[i]) || e.y[i] >= pit.edge()) continue;
      if (around.inView(i)) things++;
      if (!asPlacebo) SceneEdits.remove(e, i);
    }
    if (!asPlacebo || cells + things == 0) return cells + things;
    if (cells > 0 && !SceneEdits.fillSky(around, cells, Grid.LAVA)) return 0;
    for (int j = 0; j < things; j++) {
      double x = around.x - 5.5 + j % ROWS_OF_SKY;
      int row = j / ROWS_OF_SKY;
      double y = around.y + 5.5 - row;
      place(e, Entities.SAW, x, y, SceneEdits.sawImage(around.scene));
    }
    return cells + things;
  }

  private static int raiseWall(Surroundings around, boolean asPlacebo) {
    int width = 3;
    int rise = 2;
    if (!around.haveRoomOnBothSides(NEAR, NEAR + width - 1)) return 0;
    int first = asPlacebo ? around.column - NEAR - width + 1 : around.column + NEAR;
    for (int c = first; c < first + width; c++) {
      SceneEdits.ground(around.grid, c, Terrain.height(around.grid, c) + rise);
    }
    return width * rise;
  }

  private static int cutWall(Surroundings around, boolean asPlacebo) {
    int wall = around.wallAhead();
    if (wall < 0 || !around.supported() || wall - around.x - HALF > WALL_REACH) return 0;
    int cells = 0;
    int end = Math.min(wall + WALL_WIDTH, Grid.SIZE - 1);
    for (int c = wall; c < end; c++) {
      int height = Terrain.height(around.grid, c);
      if (height > Terrain.HIGHEST) end = c;
      for (int row = 0; row < Grid.SIZE; row++) {
        if (around.grid.at(c, row) == Grid.COIN) return 0;
      }
      for (int row = around.foot; c < end && row < height; row++) {
        if (around.inView(c, row)) cells++;
      }
    }
    if (cells == 0) return 0;
    if (asPlacebo) return SceneEdits.fillSky(around, cells, Grid.GROUND) ? cells : 0;
    for (int c = wall; c < end; c++) {
      int height = Terrain.height(around.grid, c);
      if (height > around.foot) SceneEdits.lower(around.scene, c, height - around.foot);
    }
    return cells;
  }

  private static int removeCoin(Surroundings around, boolean asPlacebo) {
    int cell = around.coinAhead();
    if (cell < 0) return 0;
    int c = cell % Grid.SIZE;
    int row = cell / Grid.SIZE;
    double distance = c - around.x - HALF;
    double mirrored = 2 * around.x - (c + HALF);
    if (distance < 0 || distance > COIN_REACH || mirrored < MIRRORED) return 0;
    if (!asPlacebo) around.grid.set(c, row, Grid.EMPTY);
    else if (!Terrain.isFree(around.grid.at((int) mirrored, row))) return 0;
    else around.grid.set((int) mirrored, row, Grid.COIN);
    return 1;
  }

  private static boolean coinFits(Surroundings around) {
    return around.coinAhead() < 0 && around.haveRoomOnBothSides(NEAR, NEAR);
  }

  private static int addCoin(Surroundings around, boolean asPlacebo) {
    if (!coinFits(around)) return 0;
    int c = around.column + (asPlacebo ? -NEAR : NEAR);
    around.grid.set(c, Terrain.height(around.grid, c), Grid.COIN);
    return 1;
  }

  /** To an agent that goes back for coins, one behind it is no placebo. */
  private static int placeCoin(Surroundings around, boolean asPlacebo) {
    if (!asPlacebo) return addCoin(around, false);
    if (!coinFits(around)) return 0;
    return SceneEdits.placeSmallCrateInSky(around) ? 1 : 0;
  }
}
