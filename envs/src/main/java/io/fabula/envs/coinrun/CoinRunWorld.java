package io.fabula.envs.coinrun;

import io.fabula.envs.EndlessWorld;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.Picture;
import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.VectorEnvironment;

/** CoinRun going on by itself from level to level, with the flags that Procgen publishes. */
final class CoinRunWorld implements EndlessWorld {
  private static final String FORMAT = "coinrun-world";
  private static final int VERSION = 1;
  private static final int NO_OPERATION = 4;

  /** How much a completed level's seed grows in sequential play. */
  private static final int SEQUENTIAL_STRIDE = 997;

  private final CoinRunOptions options;
  private final LevelOrder order;
  private final Frames frames;
  private Game game;
  private boolean first = true;
  private boolean truncated;
  private boolean terminated;
  private int previousLevelSeed;

  CoinRunWorld(CoinRunOptions options, LevelOrder order) {
    this.options = options;
    this.order = order;
    frames = new Frames(options);
    game = new Game(options);
    game.begin(order.next());
  }

  @Override
  public EnvironmentSpec spec() {
    return CoinRun.SPEC;
  }

  @Override
  public void step(int action, byte[] ending, int offset) {
    boolean forced = action == VectorEnvironment.END_EPISODE;
    game.step(forced ? NO_OPERATION : action);
    previousLevelSeed = game.scene.levelSeed;
    boolean over = game.ended || forced || game.scene.time >= Game.MAXIMUM_STEPS;
    boolean goesOn = options.sequentialLevels() && game.completed;
    first = over && !goesOn;
    terminated = first && game.ended;
    truncated = first && !game.ended;
    if (!over) return;
    if (first && ending.length > 0) frames.write(game.scene, ending, offset);
    game.begin(goesOn ? previousLevelSeed + SEQUENTIAL_STRIDE : order.next());
  }

  @Override
  public float reward() {
    return game.reward;
  }

  @Override
  public boolean first() {
    return first;
  }

  @Override
  public boolean terminated() {
    return terminated;
  }

  @Override
  public boolean truncated() {
    return truncated;
  }

  @Override
  public boolean completed() {
    return game.completed;
  }

  @Override
  public long levelSeed() {
    return game.scene.levelSeed;
  }

  @Override
  public long previousLevelSeed() {
    return previousLevelSeed;
  }

  @Override
  public void observe(byte[] target, int offset) {
    frames.write(game.scene, target, offset);
  }

  @Override
  public Picture render() {
    return frames.picture(game.scene);
  }

  /** The random number of the last step. */
  int stepDraw() {
    return game.stepDraw;
  }

  /** The level being played. */
  Scene scene() {
    return game.scene;
  }

  @Override
  public byte[] snapshot() {
    SnapshotWriter out = new SnapshotWriter(FORMAT, VERSION);
    order.write(out);
    game.write(out);
    out.put(first).put(terminated).put(truncated).put(previousLevelSeed);
    return out.toBytes();
  }

  @Override
  public void restore(byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot, FORMAT, VERSION);
    Runnable takeUpOrder = order.read(in);
    Game readGame = Game.read(in, options);
    boolean readFirst = in.nextBoolean();
    boolean readTerminated = in.nextBoolean();
    boolean readTruncated = in.nextBoolean();
    int readPreviousLevelSeed = in.nextInt();
    in.end();
    takeUpOrder.run();
    game = readGame;
    first = readFirst;
    terminated = readTerminated;
    truncated = readTruncated;
    previousLevelSeed = readPreviousLevelSeed;
  }
}
