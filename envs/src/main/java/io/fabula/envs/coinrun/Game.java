package io.fabula.envs.coinrun;

import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;

/** The rules: one step of one level in the order of Procgen 0.10.7, without any drawing. */
final class Game {
  static final int ACTIONS = 15;
  static final int MAXIMUM_STEPS = 1000;
  static final float COIN_REWARD = 10;

  private static final int MOVES = 9;
  private static final int STEP_DRAWS = 1_000_000;

  static final float MAXIMUM_JUMP = 1.5f;
  static final float MAXIMUM_SPEED = 0.5f;
  private static final float GRAVITY = 0.2f;
  private static final float MIX_RATE = 0.2f;
  private static final float AIR_CONTROL = 0.15f;
  private static final double SINK = 0.2;
  private static final double PROBE = 0.01;
  private static final float CONTACT = -0.001f;

  private static final float TRAIL_RX = 0.3f;
  private static final float TRAIL_RY = 0.2f;
  private static final float TRAIL_RISE = 0.01f;
  private static final float TRAIL_ALPHA = 0.5f;
  private static final float TRAIL_GROWTH = 1.05f;
  private static final float TRAIL_FADING = 0.8f;
  private static final int TRAIL_LIFE = 8;

  private final CoinRunOptions options;
  Scene scene = new Scene();
  private Motion motion = Motion.in(scene);

  /** Reward of the last step. */
  float reward;

  /** Whether the last step ended the level by the coin or a death. */
  boolean ended;

  /** Whether the coin was taken in the last step. */
  boolean completed;

  /** The random number of the last step. */
  int stepDraw;

  Game(CoinRunOptions options) {
    this.options = options;
  }

  /** Begins a level; reward and endings of the last step stay as they are. */
  void begin(int levelSeed) {
    LevelGenerator.generate(options, levelSeed, scene);
    MovedCoin.place(options, scene);
  }

  /** Takes one step, {@code action} within 0..14. */
  void step(int action) {
    Entities e = scene.entities;
    scene.time++;
    reward = 0;
    ended = false;
    completed = false;
    stepDraw = scene.random.nextInt(STEP_DRAWS);
    int buttons = action < MOVES ? action : CoinRun.NO_OPERATION;
    scene.wishX = buttons / 3 - 1;
    scene.wishY = buttons % 3 - 1;
    findSupport(e);
    accelerate(e);
    moveAll(e);
    touchEnemies(e);
    touchCells(e);
    removeGone(e);
    if (scene.wishX > 0) e.reflected[Entities.PLAYER] = false;
    if (scene.wishX < 0) e.reflected[Entities.PLAYER] = true;
    animate(e);
    scene.lastY = e.y[Entities.PLAYER];
  }

  private void findSupport(Entities e) {
    double reach = e.rx[Entities.PLAYER] - PROBE;
    float left = (float) (e.x[Entities.PLAYER] - reach);
    float right = (float) (e.x[Entities.PLAYER] + reach);
    float below = (float) (e.y[Entities.PLAYER] - (e.ry[Entities.PLAYER] + PROBE));
    scene.hasSupport =
        (scene.onCrate
                || Terrain.isGround(scene.grid.around(left, below))
                || Terrain.isGround(scene.grid.around(right, below)))
            && e.vy[Entities.PLAYER] == 0;
    scene.onCrate = false;
    if (scene.wishY == 1 && !scene.hasSupport) scene.wishY = 0;
  }

  private void accelerate(Entities e) {
    float wishX = scene.wishX;
    float wishY = scene.wishY;
    float mix = scene.hasSupport ? MIX_RATE : MIX_RATE * AIR_CONTROL;
    float vx = (1 - mix) * e.vx[Entities.PLAYER] + mix * MAXIMUM_SPEED * wishX;
    if (Math.abs(vx) < mix * MAXIMUM_SPEED) vx = 0;
    float vy = e.vy[Entities.PLAYER];
    if (wishY > 0) {
      vy = MAXIMUM_JUMP;
    } else if (scene.hasSupport) {
      vy = (float) (vy + SINK * wishY);
    }
    if (!(scene.hasSupport && wishY > 0)) {
      vy -= GRAVITY;
      vy = Math.max(-MAXIMUM_JUMP, Math.min(MAXIMUM_JUMP, vy));
    }
    e.vx[Entities.PLAYER] = vx;
    e.vy[Entities.PLAYER] = vy;
  }

  /** From the last to the first; saws and crates never move. */
  private void moveAll(Entities e) {
    for (int i = e.count - 1; i >= e.lasting; i--) {
      e.y[i] += e.vy[i];
      e.life[i]++;
      e.rx[i] *= TRAIL_GROWTH;
      e.ry[i] *= TRAIL_GROWTH;
      e.alpha[i] = TRAIL_FADING * e.alpha[i];
    }
    for (int i = e.lasting - 1; i >= 0; i--) {
      if (e.type[i] == Entities.ENEMY || i == Entities.PLAYER) motion.advance(i, stepDraw);
    }
  }

  private void touchEnemies(Entities e) {
    for (int i = 1; i < e.lasting; i++) {
      if (e.type[i] != Entities.CRATE && touchesPlayer(e, i)) ended = true;
    }
  }

  static boolean touchesPlayer(Entities e, int i) {
    return Math.abs(e.x[i] - e.x[Entities.PLAYER]) < e.rx[i] + e.rx[Entities.PLAYER]
        && Math.abs(e.y[i] - e.y[Entities.PLAYER]) < e.ry[i] + e.ry[Entities.PLAYER];
  }

  /** Whether a cell of lava is where the player is, as {@link #touchCells} sees it. */
  static boolean playerTouchesLava(Scene scene) {
    Entities e = scene.entities;
    float reachX = e.rx[Entities.PLAYER] + CONTACT;
    float reachY = e.ry[Entities.PLAYER] + CONTACT;
    int right = (int) (e.x[Entities.PLAYER] + reachX);
    int top = (int) (e.y[Entities.PLAYER] + reachY);
    for (int x = (int) (e.x[Entities.PLAYER] - reachX); x <= right; x++) {
      for (int y = (int) (e.y[Entities.PLAYER] - reachY); y <= top; y++) {
        if (Terrain.isLava(scene.grid.at(x, y))) return true;
      }
    }
    return false;
  }

  private void touchCells(Entities e) {
    float reachX = e.rx[Entities.PLAYER] + CONTACT;
    float reachY = e.ry[Entities.PLAYER] + CONTACT;
    int right = (int) (e.x[Entities.PLAYER] + reachX);
    int top = (int) (e.y[Entities.PLAYER] + reachY);
    for (int x = (int) (e.x[Entities.PLAYER] - reachX); x <= right; x++) {
      for (int y = (int) (e.y[Entities.PLAYER] - reachY); y <= top; y++) {
        switch (scene.grid.at(x, y)) {
          case Grid.COIN -> {
            reward += COIN_REWARD;
            ended = true;
            completed = true;
          }
          case Grid.LAVA, Grid.LAVA_TOP -> ended = true;
          default -> {}
        }
      }
    }
  }

  /** Removes trails that have lived and whatever left the world. */
  private void removeGone(Entities e) {
    if (isOutside(e, Entities.PLAYER)) ended = true;
    int kept = 1;
    int lastingKept = 1;
    for (int i = 1; i < e.count; i++) {
      boolean trail = i >= e.lasting;
      if ((trail && e.life[i] > TRAIL_LIFE) || isOutside(e, i)) continue;
      if (kept != i) e.move(i, kept);
      kept++;
      if (!trail) lastingKept++;
    }
    e.count = kept;
    e.lasting = lastingKept;
  }

  private static boolean isOutside(Entities e, int i) {
    return e.x[i] + e.rx[i] < 0
        || e.y[i] + e.ry[i] < 0
        || e.x[i] - e.rx[i] > Grid.SIZE
        || e.y[i] - e.ry[i] > Grid.SIZE;
  }

  private void animate(Entities e) {
    int time = scene.time;
    for (int i = e.lasting - 1; i > Entities.PLAYER; i--) {
      if (e.type[i] == Entities.ENEMY) {
        int trail =
            e.add(
                Entities.TRAIL,
                e.x[i],
                (float) (e.y[i] - e.ry[i] * 0.5),
                TRAIL_RX,
                TRAIL_RY,
                Entities.TRAIL);
        e.vy[trail] = TRAIL_RISE;
        e.alpha[trail] = TRAIL_ALPHA;
        e.image[i] = time / 5 % 2 == 0 ? Entities.IMAGE_ENEMY : Entities.IMAGE_ENEMY_OTHER;
        e.reflected[i] = e.vx[i] > 0;
      } else if (e.type[i] == Entities.SAW) {
        e.image[i] = time % 2 == 0 ? Entities.IMAGE_SAW : Entities.IMAGE_SAW_OTHER;
      }
    }
  }

  void write(SnapshotWriter out) {
    scene.write(out);
    out.put(reward).put(ended).put(completed).put(stepDraw);
  }

  /** Reads a game written by {@link #write} that was played with the same options. */
  static Game read(SnapshotReader in, CoinRunOptions options) {
    Game game = new Game(options);
    game.scene = Scene.read(in);
    game.motion = Motion.in(game.scene);
    game.reward = in.nextFloat();
    game.ended = in.nextBoolean();
    game.completed = in.nextBoolean();
    game.stepDraw = in.nextInt();
    return game;
  }
}
