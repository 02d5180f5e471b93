package io.fabula.model.mpdqn;

import io.fabula.envs.Environment;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.AgentEvaluation;
import io.fabula.model.training.BestEvaluation;
import io.fabula.model.training.CheckpointMetadata;
import io.fabula.model.training.Trainable;
import io.fabula.model.training.TrainingClock;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.List;
import java.util.function.Supplier;

/**
 * Trains an agent with parameterised actions, one episode at a time, over a state that can be saved
 * whole between two of them.
 *
 * <p>The trainer owns the network that it trains and closes it with itself.
 */
public final class MpDqnTrainer implements Trainable, AutoCloseable {
  /** Columns of the log, one row per episode; of evaluations only where one was made. */
  public static final List<String> COLUMNS =
      List.of(
          "episode",
          "steps",
          "return",
          "length",
          "epsilon",
          "loss",
          "value_gradient_norm",
          "actor_gradient_norm",
          "replay",
          "evaluation_return",
          "evaluation_deviation",
          "wall_time");

  private static final String FORMAT = "fabula-mpdqn-training-2";

  private final MpDqnNetwork network;
  private final MpDqnNetwork bestNetwork;
  private final MpDqnOptions options;
  private final long seed;
  private final AgentEvaluation evaluation;
  private final EpisodeLearning learning;
  private final Explorer explorer;
  private final TrainingEpisode episode;
  private final TrainingLog log = new TrainingLog(COLUMNS);
  private final TrainingClock clock = new TrainingClock();
  private final BestEvaluation best = new BestEvaluation();
  private long episodes;
  private long steps;

  /**
   * Begins a training.
   *
   * @param network the agent to train, with its starting values; closed with this trainer
   * @param worlds makes worlds to learn and to be judged in
   * @param seed of everything random
   * @throws IllegalArgumentException if the network cannot play these worlds
   */
  public MpDqnTrainer(
      MpDqnNetwork network,
      MpDqnOptions options,
      Supplier<? extends Environment> worlds,
      long seed) {
    this.network = network;
    this.options = options;
    this.seed = seed;
    Environment world = worlds.get();
    network.requireFits(world.spec());
    bestNetwork = network.copy();
    learning = new EpisodeLearning(network, options, seed);
    explorer = new Explorer(network, options.exploration(), seed);
    episode =
        new TrainingEpisode(
            world, network.architecture(), explorer, learning, options.bootstrapOnTimeout());
    evaluation =
        new AgentEvaluation(
            worlds,
            options.evaluation().firstLevel(),
            options.evaluation().episodes(),
            Seeds.of(seed, "evaluation"),
            1);
  }

  @Override
  public void advance() {
    double epsilon = options.exploration().epsilon(episodes);
    episode.begin(Seeds.of(seed, "training", episodes), epsilon);
    while (!episode.ended()) {
      steps++;
      episode.step(steps);
    }
    episodes++;
    report(episode.total(), episode.length(), epsilon);
  }

  private void report(double total, int length, double epsilon) {
    TrainingLog.Row row = log.newRow();
    learning.end(steps, row);
    row.set("episode", (double) episodes)
        .set("steps", (double) steps)
        .set("return", total)
        .set("length", length)
        .set("epsilon", epsilon)
        .set("wall_time", seconds());
    if ((episodes - 1) % options.evaluation().every() == 0 || episodes == options.episodes()) {
      judge(row);
    }
    log.add(row);
  }

  private void judge(TrainingLog.Row row) {
    MpDqnUpdate.FINITE.weights("episode " + episodes, network.values());
    MpDqnUpdate.FINITE.weights("episode " + episodes, network.actor());
    double[] returns = evaluation.returns(new MpDqnPolicy(network));
    if (best.note(returns, episodes, row)) bestNetwork.copyFrom(network);
  }

  /** One row per episode so far. */
  public TrainingLog log() {
    return log;
  }

  /** The network that is trained. */
  public MpDqnNetwork network() {
    return network;
  }

  /** The best evaluation so far, by the episodes that had ended. */
  public BestEvaluation best() {
    return best;
  }

  /** The agent of the best evaluation so far, as a file. */
  public TensorFile bestModel() {
    return bestNetwork.save();
  }

  /** Episodes that have ended. */
  public long episodes() {
    return episodes;
  }

  @Override
  public double progress() {
    return (double) episodes / options.episodes();
  }

  @Override
  public double seconds() {
    return clock.seconds();
  }

  /** Steps of the world. */
  @Override
  public long steps() {
    return steps;
  }

  @Override
  public TensorFile model() {
    return network.save();
  }

  @Override
  public TensorFile checkpoint() {
    TensorFile file = network.save();
    identity().save(file);
    bestNetwork.save(file, "best.");
    best.save(file);
    learning.save(file);
    explorer.save(file);
    log.save(file);
    clock.save(file);
    file.put("trainer.counts", Tensor.of(new long[] {episodes, steps}));
    return file;
  }

  @Override
  public void restore(TensorFile file) throws DamagedFileException {
    identity().require(file);
    network.restore(file, "");
    bestNetwork.restore(file, "best.");
    best.restore(file);
    learning.restore(file);
    explorer.restore(file);
    log.restore(file);
    clock.restore(file);
    long[] counts = file.longs("trainer.counts", 2);
    episodes = counts[0];
    steps = counts[1];
  }

  private CheckpointMetadata identity() {
    return CheckpointMetadata.of(FORMAT, options, seed);
  }

  @Override
  public void close() {
    explorer.close();
    learning.close();
    bestNetwork.close();
    network.close();
  }
}
