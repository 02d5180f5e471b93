package io.fabula.envs.coinrun;

import io.fabula.envs.ActionBatch;
import io.fabula.envs.ActionSet;
import io.fabula.envs.AutoResetWorld;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.Picture;
import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;

/** CoinRun going on by itself from level to level, with the flags that Procgen publishes. */
final class CoinRunWorld implements AutoResetWorld {
  private static final String FORMAT = "coinrun-world";
  private static final int VERSION = 1;

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
  public void step(ActionBatch actions, int row) {
    boolean forced = actions.endsEpisode(row);
    previousLevelSeed = game.scene.levelSeed;
    game.step(forced ? CoinRun.NO_OPERATION : actions.indices()[row]);
    boolean over = game.ended || forced || game.scene.time >= Game.MAXIMUM_STEPS;
    boolean continuesLevels = options.sequentialLevels() && game.completed;
    first = false;
    terminated = over && !continuesLevels && game.ended;
    truncated = over && !continuesLevels && !game.ended;
    if (over && continuesLevels) game.begin(previousLevelSeed + SEQUENTIAL_STRIDE);
  }

  @Override
  public void beginEpisode() {
    game.begin(order.next());
    first = true;
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
  public long episodeSeed() {
    return game.scene.levelSeed;
  }

  @Override
  public long previousEpisodeSeed() {
    return previousLevelSeed;
  }

  @Override
  public ActionSet availableActions() {
    return CoinRun.ACTIONS;
  }

  @Override
  public void observe(float[] target, int offset) {
    byte[] bytes = new byte[spec().observations().size()];
    observe(bytes, 0);
    ObservationSpace.toFloats(bytes, target, offset);
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
