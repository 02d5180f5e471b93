package io.fabula.envs.coinrun;

import static io.fabula.envs.coinrun.Grid.BARRIER;
import static io.fabula.envs.coinrun.Grid.COIN;
import static io.fabula.envs.coinrun.Grid.GROUND;
import static io.fabula.envs.coinrun.Grid.GROUND_TOP;
import static io.fabula.envs.coinrun.Grid.LAVA;
import static io.fabula.envs.coinrun.Grid.LAVA_TOP;

import io.fabula.envs.random.Mt19937;

/**
 * Builds a level from its seed: ground in sections from left to right, each a step up or down,
 * either a stretch with obstacles or a pit, and the coin at the end. Every number and the order of
 * the draws are those of Procgen 0.10.7.
 */
final class LevelGenerator {
  static final float PLAYER_RX = 0.5f;
  static final float PLAYER_RY = 0.5787f;

  private static final int BACKGROUNDS = 62;
  private static final int PLAYER_THEMES = 5;
  private static final int WALL_THEMES = 6;
  private static final int ENEMY_THEMES = 9;
  private static final int CRATE_THEMES = 4;

  private static final int NO_PITS = 2;
  private static final int NO_CRATES = 4;
  private static final int LEVEL_GROUND = 8;

  /** Greatest step that a jump climbs, and greatest gap that it crosses. */
  private static final int MAXIMUM_RISE = 5;

  private static final int MAXIMUM_GAP = 7;

  /** From this height on the ground only goes down; below the other one only up. */
  private static final int HIGH = 20;

  private static final int LOW = 5;
  private static final int SECTION_ROOM = 15;

  private enum Danger {
    LAVA,
    SAWS,
    ENEMIES
  }

  private final CoinRunOptions options;
  private final Scene scene;
  private final Grid grid;
  private final Entities entities;
  private final Mt19937 random;

  private LevelGenerator(CoinRunOptions options, Scene scene) {
    this.options = options;
    this.scene = scene;
    grid = scene.grid;
    entities = scene.entities;
    random = scene.random;
  }

  /** Replaces the level of {@code scene}; what the last action wished stays. */
  static void generate(CoinRunOptions options, int levelSeed, Scene scene) {
    scene.random.seed(levelSeed);
    scene.levelSeed = levelSeed;
    new LevelGenerator(options, scene).generate();
  }

  private void generate() {
    scene.backgroundShift = random.nextFloat();
    scene.background = random.nextInt(BACKGROUNDS);
    random.nextFloat(); // two draws for a start position that the original then overwrites
    random.nextFloat();
    entities.clear();
    grid.clear();
    int player =
        entities.add(
            (byte) Entities.PLAYER,
            1 + PLAYER_RX,
            1 + PLAYER_RY,
            PLAYER_RX,
            PLAYER_RY,
            Entities.IMAGE_WALK);
    scene.wallTheme = 0;
    if (options.easy()) {
      scene.background = 0;
    } else {
      entities.theme[player] = (byte) random.nextInt(PLAYER_THEMES);
      scene.wallTheme = random.nextInt(WALL_THEMES);
    }
    scene.hasSupport = false;
    scene.onCrate = false;
    scene.time = 0;
    scene.lastY = entities.y[player];
    border();
    sections();
    entities.lasting = entities.count;
  }

  private void border() {
    int last = Grid.SIZE - 1;
    grid.fill(0, 0, Grid.SIZE, 1, GROUND_TOP);
    grid.fill(0, 0, 1, Grid.SIZE, GROUND);
    grid.fill(last, 0, 1, Grid.SIZE, GROUND);
    grid.fill(0, last, Grid.SIZE, 1, GROUND);
  }

  private void sections() {
    int difficulty = random.nextInt(3) + 1;
    int count = random.nextInt(difficulty) + difficulty;
    Danger danger = Danger.values()[random.nextInt(3)];
    int extra = difficulty == 3 ? 1 : 0;
    int x = 5;
    int height = 1;
    for (int section = 0; section < count && x + SECTION_ROOM < Grid.SIZE; section++) {
      height = Math.max(1, height + rise(height, extra));
      int width = random.nextInt(2 * difficulty) + 3 + extra;
      if (isPit(width, height, difficulty)) {
        pit(x, width, height, danger);
      } else {
        stretch(x, width, height, difficulty);
      }
      byte before = grid.at(x - 1, height);
      if (before != GROUND && before != GROUND_TOP) grid.set(x - 1, height, BARRIER);
      x += width;
      grid.set(x, height, BARRIER);
    }
    grid.set(x, height, COIN);
    ground(x, 1, height);
    grid.fill(x + 1, 0, Grid.SIZE - x - 1, Grid.SIZE, GROUND);
  }

  private int rise(int height, int extra) {
    int rise = random.nextInt(4) + 1 + extra;
    if ((options.debugMode() & LEVEL_GROUND) != 0) rise = 0;
    rise = Math.min(rise, MAXIMUM_RISE);
    if (height >= HIGH || (height >= LOW && random.nextInt(2) == 1)) return -rise;
    return rise;
  }

  private boolean isPit(int width, int height, int difficulty) {
    return (options.debugMode() & NO_PITS) == 0
        && width > MAXIMUM_GAP
        && height > 3
        && random.nextInt(20) >= difficulty;
  }

  private void pit(int x, int width, int height, Danger danger) {
    int left = random.nextInt(3) + 1;
    int right = random.nextInt(3) + 1;
    int gap = width - left - right;
    if (gap > MAXIMUM_GAP) {
      gap = MAXIMUM_GAP;
      right = width - left - gap;
    }
    ground(x, left, height);
    ground(x + width - right, right, height);
    int lavaHeight = random.nextInt(height - 3) + 1;
    switch (danger) {
      case LAVA -> grid.block(x + left, 1, gap, lavaHeight, LAVA, LAVA_TOP);
      case SAWS -> {
        for (int i = 0; i < gap; i++) saw(x + left + i, 1);
      }
      case ENEMIES -> {
        for (int i = 0; i < gap; i++) enemy(x + left + i, 1);
      }
    }
    if (gap > 4) plank(x + left, gap, height - 1);
  }

  private void plank(int x, int gap, int y) {
    int from = gap == 5 ? 1 + random.nextInt(2) : 2 + random.nextInt(2);
    int width = gap < MAXIMUM_GAP ? 1 + random.nextInt(2) : gap - from - (2 + random.nextInt(2));
    grid.fill(x + from, y, width, 1, GROUND_TOP);
  }

  private void stretch(int x, int width, int height, int difficulty) {
    ground(x, width, height);
    int sawX = -1;
    if (random.nextInt(10) < 2 * difficulty && width > 3) {
      sawX = x + random.nextInt(width - 2) + 1;
      saw(sawX, height);
    }
    int enemyX = -1;
    if (random.nextInt(10) < difficulty && width > 3 && !options.easy()) {
      enemyX = x + random.nextInt(width - 2) + 1;
      enemy(enemyX, height);
    }
    if ((options.debugMode() & NO_CRATES) != 0) return;
    for (int pile = 0; pile < 2; pile++) {
      int crateX = x + random.nextInt(width - 2) + 1;
      if (random.nextInt(2) == 1 && crateX != sawX && crateX != enemyX) {
        int crates = random.nextInt(3) + 1;
        for (int i = 0; i < crates; i++) crate(crateX, height + i);
      }
    }
  }

  private void ground(int x, int width, int height) {
    grid.block(x, 0, width, height, GROUND, GROUND_TOP);
  }

  private void saw(int x, int y) {
    thing(Entities.SAW, x, y, Entities.IMAGE_SAW);
  }

  private void enemy(int x, int y) {
    int i = thing(Entities.ENEMY, x, y, Entities.IMAGE_ENEMY);
    entities.vx[i] = (float) (0.15 * (2 * random.nextInt(2) - 1));
    entities.theme[i] = (byte) random.nextInt(ENEMY_THEMES);
  }

  private void crate(int x, int y) {
    int i = thing(Entities.CRATE, x, y, Entities.CRATE);
    entities.theme[i] = (byte) random.nextInt(CRATE_THEMES);
  }

  private int thing(byte type, int x, int y, int image) {
    return entities.add(type, x + 0.5f, y + 0.5f, 0.5f, 0.5f, image);
  }
}
