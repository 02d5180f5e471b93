package io.fabula.model.actorcritic;

import io.fabula.envs.Action;
import io.fabula.envs.Environment;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;

/** One of the worlds that an agent is trained in, with its stream and the episode so far. */
final class WorldLane {
  final Environment world;
  RandomStream random;
  private final long seed;
  private final Pursuit pursuit;
  private final StateDetector milestone;
  private long episode;
  private double unfired = 1;
  private boolean passed;
  private int length;

  /** What a step earned, and how the next value counts. */
  double reward;

  double multiplier;

  /** Whether the episode ended with the last step; then the three after it are set. */
  boolean ended;

  double success;
  boolean milestonePassed;
  int episodeLength;

  WorldLane(Environment world, Pursuit pursuit, StateDetector milestone, long seed) {
    this.world = world;
    this.pursuit = pursuit;
    this.milestone = milestone;
    this.seed = seed;
    random = new RandomStream(Seeds.of(seed, "actions"));
    begin();
  }

  private void begin() {
    world.reset(Seeds.of(seed, "episode", episode++));
    unfired = 1;
    passed = false;
    length = 0;
  }

  /** Acts; begins the next episode if this one ends. */
  void step(int action, double discount) {
    double fires = pursuit instanceof Pursuit.Event event ? event.detector().fires(world) : 0;
    passed |= milestone.fires(world) > 0.5;
    boolean coin =
        pursuit instanceof Pursuit.Event event && event.drawn() && random.nextDouble() < fires;
    world.step(Action.of(action));
    length++;
    ended = world.done();
    multiplier = ended ? 0 : discount;
    if (pursuit instanceof Pursuit.Reward) {
      reward = world.reward();
      success = world.completed() ? 1 : 0;
    } else if (((Pursuit.Event) pursuit).drawn()) {
      reward = coin ? 1 : 0;
      ended |= coin;
      if (coin) multiplier = 0;
      success = reward;
    } else {
      reward = fires;
      multiplier *= 1 - fires;
      unfired *= 1 - fires;
      success = 1 - unfired;
    }
    milestonePassed = passed;
    episodeLength = length;
    if (ended) begin();
  }

  void save(TensorFile file, String prefix) {
    file.put(prefix + ".world", Tensor.of(world.snapshot()));
    file.put(prefix + ".stream", Tensor.of(random.state()));
    file.put(prefix + ".counts", Tensor.of(new long[] {episode, passed ? 1 : 0, length}));
    file.put(prefix + ".unfired", Tensor.of(new double[] {unfired}));
  }

  void restore(TensorFile file, String prefix) throws DamagedFileException {
    long[] counts = file.longs(prefix + ".counts", 3);
    episode = counts[0];
    passed = counts[1] != 0;
    length = (int) counts[2];
    unfired = file.doubles(prefix + ".unfired", 1)[0];
    try {
      world.restore(file.bytes(prefix + ".world"));
      random = RandomStream.ofState(file.longs(prefix + ".stream", 4));
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(file.source(), prefix, String.valueOf(e.getMessage()));
    }
  }
}
