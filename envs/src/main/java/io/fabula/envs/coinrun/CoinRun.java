package io.fabula.envs.coinrun;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.AutoResetWorld;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.EpisodeProgress;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.Picture;
import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.VectorEnvironment;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.random.Mt19937;
import java.util.ArrayList;
import java.util.List;

/**
 * CoinRun (Cobbe et al. 2019) as released in Procgen 0.10.7: run and jump to the coin at the far
 * right, past saws, enemies and lava. The coin gives 10 and ends the episode, a touch of danger
 * ends it, nothing else counts, and 1000 steps are the limit.
 *
 * <p>Levels, dynamics and monochrome frames are equal to the original's bit for bit. Observations
 * are frames {@code [64, 64, 3]} of bytes; there are 15 discrete actions, of which the last six do
 * nothing.
 */
public final class CoinRun implements EditableWorld {
  /** The action that does nothing. */
  public static final int NO_OPERATION = 4;

  /** The action that runs to the right. */
  public static final int RIGHT = 7;

  /** The action that runs to the right and jumps whenever possible. */
  public static final int RIGHT_AND_UP = 8;

  static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "coinrun",
          new ObservationSpace.Image(Frames.SIZE, Frames.SIZE, 3, true),
          new ActionSpace.Discrete(
              List.of(
                  "left+down",
                  "left",
                  "left+up",
                  "down",
                  "none",
                  "up",
                  "right+down",
                  "right",
                  "right+up",
                  "d",
                  "a",
                  "w",
                  "s",
                  "q",
                  "e")),
          Game.MAXIMUM_STEPS,
          0,
          Game.COIN_REWARD);

  static final ActionSet ACTIONS = ActionSet.all(Game.ACTIONS);

  private static final String FORMAT = "coinrun";
  private static final int VERSION = 1;

  private final CoinRunOptions options;
  private final Frames frames;
  private final CoinRunEditor editor = new CoinRunEditor(this);
  private Game game;
  private boolean begun;

  /**
   * Makes a world in which no episode has begun yet.
   *
   * @throws IllegalArgumentException if the options ask for sequential levels, which only worlds
   *     that go on by themselves can play
   */
  public CoinRun(CoinRunOptions options) {
    if (options.sequentialLevels()) {
      throw new IllegalArgumentException(
          "sequentialLevels needs worlds that go on by themselves: use CoinRun.worlds");
    }
    this.options = options;
    frames = new Frames(options);
    game = new Game(options);
  }

  /**
   * Many worlds stepped together, seeded as the original's vectorised environment: the generator
   * seeded with {@code seed} gives each world, in order, the seed of the generator that draws its
   * levels.
   *
   * @param count number of worlds, at least 1
   * @param seed the original's {@code rand_seed}
   * @param threads at least 1, the caller included; never changes a result
   */
  public static VectorEnvironment worlds(CoinRunOptions options, int count, int seed, int threads) {
    return new VectorEnvironment(autoReset(options, count, seed), threads, false);
  }

  /** The worlds of {@link #worlds}, one by one; each begins its next level by Procgen's rule. */
  public static List<AutoResetWorld> autoReset(CoinRunOptions options, int count, int seed) {
    Mt19937 random = new Mt19937(seed);
    List<AutoResetWorld> worlds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      worlds.add(new CoinRunWorld(options, LevelOrder.drawn(options, random.nextInt())));
    }
    return worlds;
  }

  /**
   * A world that plays the given levels one after the other and then again from the beginning; for
   * evaluation on the same levels every time.
   *
   * @param levelSeeds at least one
   */
  public static AutoResetWorld touring(CoinRunOptions options, int... levelSeeds) {
    if (levelSeeds.length == 0) throw new IllegalArgumentException("levelSeeds must not be empty");
    return new CoinRunWorld(options, LevelOrder.listed(levelSeeds));
  }

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  /**
   * Begins the level of that seed. Seeds outside the range of the options are taken modulo the
   * number of levels, so that every seed is good and the seeds of levels name themselves.
   */
  @Override
  public void reset(long seed) {
    resetTo(options.levelOf(seed));
  }

  @Override
  public long levelOf(long seed) {
    return options.levelOf(seed);
  }

  /** Begins the level of exactly that seed, whatever the range of the options. */
  public void resetTo(int levelSeed) {
    game = new Game(options);
    game.begin(levelSeed);
    begun = true;
  }

  @Override
  public void step(Action action) {
    SPEC.actions().check(action);
    EpisodeProgress.checkRunning(SPEC.name(), begun, done());
    game.step(((Action.Discrete) action).index());
  }

  @Override
  public double reward() {
    return game.reward;
  }

  @Override
  public boolean terminated() {
    return game.ended;
  }

  @Override
  public boolean truncated() {
    return !game.ended && game.scene.time >= Game.MAXIMUM_STEPS;
  }

  @Override
  public boolean completed() {
    return game.completed;
  }

  /** Seed of the level being played. */
  public int levelSeed() {
    return game.scene.levelSeed;
  }

  /**
   * A number shared by levels with the same cells and the same things in them, whatever their
   * themes; almost surely different otherwise. Different seeds can give the same level: 24 % of
   * easy ones occur among 100,000 others (a user study of Procgen), so compare this before calling
   * levels unseen. Meant for the beginning of an episode.
   */
  public long layoutHash() {
    return game.scene.layoutHash();
  }

  /**
   * Moves the coin.
   *
   * @param column cells from the left, 1..62
   * @param row cells from the bottom, 1..62
   * @throws IllegalArgumentException if there is no free cell
   */
  public void placeCoin(int column, int row) {
    requireBegun();
    Grid grid = game.scene.grid;
    byte there = grid.at(column, row);
    if (there != Grid.EMPTY && there != Grid.BARRIER && there != Grid.COIN) {
      throw new IllegalArgumentException(
          "the coin needs a free cell, (" + column + ", " + row + ") is not");
    }
    for (int i = 0; i < grid.cells.length; i++) {
      if (grid.cells[i] == Grid.COIN) grid.cells[i] = Grid.EMPTY;
    }
    grid.set(column, row, Grid.COIN);
  }

  @Override
  public void observe(float[] target, int offset) {
    byte[] bytes = new byte[SPEC.observations().size()];
    observe(bytes, 0);
    ObservationSpace.toFloats(bytes, target, offset);
  }

  @Override
  public void observe(byte[] target, int offset) {
    requireBegun();
    frames.write(game.scene, target, offset);
  }

  @Override
  public ActionSet availableActions() {
    return ACTIONS;
  }

  @Override
  public Picture render() {
    requireBegun();
    return frames.picture(game.scene);
  }

  private void requireBegun() {
    if (!begun) throw new IllegalStateException("no episode has begun: call reset first");
  }

  /** Which levels are played and how they look. */
  public CoinRunOptions options() {
    return options;
  }

  @Override
  public CoinRunEditor editor() {
    return editor;
  }

  /** What is being played. */
  Game game() {
    return game;
  }

  /** What is being played, once an episode has begun. */
  Game begun() {
    requireBegun();
    return game;
  }

  /** Draws another scene as this world would show it. */
  void draw(Scene scene, byte[] target, int offset) {
    frames.write(scene, target, offset);
  }

  @Override
  public byte[] snapshot() {
    requireBegun();
    SnapshotWriter out = new SnapshotWriter(FORMAT, VERSION);
    game.write(out);
    return out.toBytes();
  }

  @Override
  public void restore(byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot, FORMAT, VERSION);
    Game read = Game.read(in, options);
    in.end();
    game = read;
    begun = true;
  }
}
