package io.fabula.envs;

import io.fabula.envs.random.Seeds;

/** Any {@link Environment} with discrete actions, begun anew whenever its episode ends. */
final class RestartingWorld implements EndlessWorld {
  private static final String FORMAT = "restarting-world";
  private static final int VERSION = 1;

  private final Environment environment;
  private final long seed;
  private final int index;
  private long episode;
  private long previousLevelSeed;
  private float reward;
  private boolean first;
  private boolean terminated;
  private boolean truncated;
  private boolean completed;

  /** Episode {@code e} is played with the seed {@code Seeds.of(seed, "episode", index, e)}. */
  RestartingWorld(Environment environment, long seed, int index) {
    this.environment = environment;
    this.seed = seed;
    this.index = index;
    begin();
  }

  private void begin() {
    environment.reset(levelSeed());
    first = true;
  }

  @Override
  public EnvironmentSpec spec() {
    return environment.spec();
  }

  @Override
  public void step(int action, byte[] ending, int offset) {
    if (action == VectorEnvironment.END_EPISODE) {
      reward = 0;
      terminated = false;
      truncated = true;
      completed = false;
    } else {
      environment.step(Action.of(action));
      reward = (float) environment.reward();
      terminated = environment.terminated();
      truncated = environment.truncated();
      completed = environment.completed();
    }
    previousLevelSeed = levelSeed();
    first = false;
    if (terminated || truncated) {
      if (ending.length > 0) environment.observe(ending, offset);
      episode++;
      begin();
    }
  }

  @Override
  public float reward() {
    return reward;
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
    return completed;
  }

  @Override
  public long levelSeed() {
    return Seeds.of(seed, "episode", index, episode);
  }

  @Override
  public long previousLevelSeed() {
    return previousLevelSeed;
  }

  @Override
  public void observe(byte[] target, int offset) {
    environment.observe(target, offset);
  }

  @Override
  public byte[] snapshot() {
    return new SnapshotWriter(FORMAT, VERSION)
        .put(environment.snapshot())
        .put(episode)
        .put(previousLevelSeed)
        .put(reward)
        .put(first)
        .put(terminated)
        .put(truncated)
        .put(completed)
        .toBytes();
  }

  @Override
  public void restore(byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot, FORMAT, VERSION);
    byte[] state = in.nextBytes();
    long readEpisode = in.nextLong();
    long readPreviousLevelSeed = in.nextLong();
    float readReward = in.nextFloat();
    boolean readFirst = in.nextBoolean();
    boolean readTerminated = in.nextBoolean();
    boolean readTruncated = in.nextBoolean();
    boolean readCompleted = in.nextBoolean();
    in.end();
    environment.restore(state);
    episode = readEpisode;
    previousLevelSeed = readPreviousLevelSeed;
    reward = readReward;
    first = readFirst;
    terminated = readTerminated;
    truncated = readTruncated;
    completed = readCompleted;
  }

  @Override
  public Picture render() {
    return environment.render();
  }
}
