package io.fabula.envs;

/** Any {@link Environment}, begun anew whenever its episode ends. */
final class RestartingWorld implements AutoResetWorld {
  private static final String FORMAT = "restarting-world";
  private static final int VERSION = 1;

  private final Environment environment;
  private final EpisodeSeeds seeds;
  private final int index;
  private long episode;
  private long episodeSeed;
  private long previousEpisodeSeed;
  private float reward;
  private boolean first;
  private boolean terminated;
  private boolean truncated;
  private boolean completed;

  /**
   * Begins the first episode.
   *
   * @param index of this world in its batch
   */
  RestartingWorld(Environment environment, EpisodeSeeds seeds, int index) {
    this.environment = environment;
    this.seeds = seeds;
    this.index = index;
    begin();
  }

  private void begin() {
    episodeSeed = seeds.seed(index, episode);
    environment.reset(episodeSeed);
    first = true;
  }

  @Override
  public EnvironmentSpec spec() {
    return environment.spec();
  }

  @Override
  public void step(ActionBatch actions, int row) {
    previousEpisodeSeed = episodeSeed;
    if (actions.endsEpisode(row)) {
      reward = 0;
      terminated = false;
      truncated = true;
      completed = false;
    } else {
      environment.step(actions.action(row));
      reward = (float) environment.reward();
      terminated = environment.terminated();
      truncated = environment.truncated();
      completed = environment.completed();
    }
    first = false;
  }

  @Override
  public void beginEpisode() {
    episode++;
    begin();
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
  public long episodeSeed() {
    return episodeSeed;
  }

  @Override
  public long previousEpisodeSeed() {
    return previousEpisodeSeed;
  }

  @Override
  public ActionSet availableActions() {
    return environment.availableActions();
  }

  @Override
  public void observe(float[] target, int offset) {
    environment.observe(target, offset);
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
        .put(previousEpisodeSeed)
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
    long readPreviousEpisodeSeed = in.nextLong();
    float readReward = in.nextFloat();
    boolean readFirst = in.nextBoolean();
    boolean readTerminated = in.nextBoolean();
    boolean readTruncated = in.nextBoolean();
    boolean readCompleted = in.nextBoolean();
    in.end();
    environment.restore(state);
    episode = readEpisode;
    episodeSeed = seeds.seed(index, episode);
    previousEpisodeSeed = readPreviousEpisodeSeed;
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
