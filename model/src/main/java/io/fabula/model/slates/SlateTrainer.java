package io.fabula.model.slates;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.training.CheckpointMetadata;
import io.fabula.model.training.Trainable;
import io.fabula.model.training.TrainingClock;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trains an agent that shows slates: an episode of a group of users, then gradient steps, epoch by
 * epoch. Its state can be saved whole between two epochs.
 *
 * <p>The trainer owns the network that it trains and closes it with itself.
 */
public final class SlateTrainer implements Trainable, AutoCloseable {
  /** Columns of the log, one row per epoch; of evaluations only where one was made. */
  public static final List<String> COLUMNS =
      List.of(
          "epoch",
          "user_steps",
          "epsilon",
          "reward",
          "hit_rate",
          "specificity",
          "shannon_entropy",
          "loss",
          "train_reward",
          "train_hit_rate",
          "train_specificity",
          "train_shannon_entropy",
          "test_reward",
          "test_hit_rate",
          "test_specificity",
          "test_shannon_entropy",
          "wall_time");

  private static final List<String> TOLD = List.of("hit_rate", "specificity", "shannon_entropy");
  private static final String FORMAT = "fabula-slates-training-1";

  private final SlateNetwork network;
  private final SlateOptions options;
  private final long seed;
  private final Worlds worlds;
  private final SlateActor actor;
  private final SlateEpisode training;
  private final SlateEpisode onTrainItems;
  private final @Nullable SlateEpisode onTestItems;
  private final SlateReplay replay;
  private final SlateUpdate update;
  private final TrainingLog log = new TrainingLog(COLUMNS);
  private final TrainingClock clock = new TrainingClock();
  private RandomStream exploring;
  private RandomStream drawing;
  private long epochs;
  private long userSteps;

  /**
   * Where an agent learns and is judged.
   *
   * @param training users to learn with
   * @param train users to judge with, on training items
   * @param test the same on held-back items; null for agents that cannot show them
   * @param seed of all episodes
   */
  public record Worlds(
      SlateWorld training, SlateWorld train, @Nullable SlateWorld test, long seed) {}

  /**
   * Begins a training.
   *
   * @param network the agent to train, with its starting values; closed with this trainer
   * @param seed of exploration and of what is drawn from the replay
   */
  public SlateTrainer(SlateNetwork network, SlateOptions options, Worlds worlds, long seed) {
    this.network = network;
    this.options = options;
    this.worlds = worlds;
    this.seed = seed;
    SlateArchitecture agent = network.architecture();
    ItemFeatures items = worlds.training().items();
    actor = new SlateActor(network, items, false);
    training = episode(worlds.training());
    onTrainItems = episode(worlds.train());
    onTestItems = worlds.test() == null || agent.masks() ? null : episode(worlds.test());
    replay =
        new SlateReplay(
            agent,
            options.replay(),
            options.learning().batch(),
            options.lastReward(),
            options.endsTogether());
    update = new SlateUpdate(network, options.learning(), items);
    exploring = new RandomStream(Seeds.of(seed, "exploration"));
    drawing = new RandomStream(Seeds.of(seed, "replay"));
  }

  private SlateEpisode episode(SlateWorld world) {
    SlateArchitecture agent = network.architecture();
    return new SlateEpisode(world, agent.user().inputs(), agent.candidates(), actor);
  }

  @Override
  public void advance() {
    TrainingLog.Row row = log.newRow();
    if (epochs == 0) fill();
    if ((epochs + 1) % options.evaluation().every() == 0) {
      evaluate(row, "train", onTrainItems);
      if (onTestItems != null) evaluate(row, "test", onTestItems);
    }
    double epsilon = options.epsilon().at(epochs);
    SlateEpisode.Result result =
        training.play(
            Seeds.of(worlds.seed(), "training", epochs),
            epsilon,
            options.sampling(),
            exploring,
            replay::add);
    userSteps += result.userSteps();
    double loss = 0;
    for (int i = 0; i < options.updates(); i++) {
      replay.sample(drawing, update.batch());
      loss += update.run(epochs) / options.updates();
    }
    update.follow(epochs);
    row.set("epoch", (double) epochs)
        .set("user_steps", (double) userSteps)
        .set("epsilon", epsilon)
        .set("reward", result.reward())
        .set("wall_time", seconds());
    if (options.updates() > 0) row.set("loss", loss);
    tell(row, "", result);
    log.add(row);
    epochs++;
  }

  private void fill() {
    int wanted = Math.min(options.replay() / 10, options.firstFill());
    for (int i = 0; replay.size() < wanted; i++) {
      training.play(Seeds.of(worlds.seed(), "fill", i), 1, false, exploring, replay::add);
    }
  }

  private void evaluate(TrainingLog.Row row, String split, SlateEpisode episodes) {
    double reward = 0;
    double[] told = new double[TOLD.size()];
    int n = options.evaluation().episodes();
    for (int i = 0; i < n; i++) {
      SlateEpisode.Result result =
          episodes.play(
              Seeds.of(worlds.seed(), "evaluation/" + split, epochs, i),
              options.evaluation().epsilon(),
              false,
              exploring);
      reward += result.reward() / n;
      for (int k = 0; k < told.length; k++) {
        told[k] += result.measure(worlds.training().measures(), TOLD.get(k)) / n;
      }
    }
    row.set(split + "_reward", reward);
    for (int k = 0; k < told.length; k++) row.set(split + "_" + TOLD.get(k), told[k]);
  }

  private void tell(TrainingLog.Row row, String prefix, SlateEpisode.Result result) {
    for (String name : TOLD) {
      row.set(prefix + name, result.measure(worlds.training().measures(), name));
    }
  }

  /** One row per epoch so far. */
  public TrainingLog log() {
    return log;
  }

  /** The network that is trained. */
  public SlateNetwork network() {
    return network;
  }

  /** Epochs that have ended. */
  public long epochs() {
    return epochs;
  }

  @Override
  public double progress() {
    return (double) epochs / options.epochs();
  }

  @Override
  public double seconds() {
    return clock.seconds();
  }

  /** Steps of all users. */
  @Override
  public long steps() {
    return userSteps;
  }

  @Override
  public TensorFile model() {
    return network.save();
  }

  @Override
  public TensorFile checkpoint() {
    TensorFile file = network.save();
    identity().save(file);
    update.save(file);
    replay.save(file);
    log.save(file);
    clock.save(file);
    file.put("trainer.counts", Tensor.of(new long[] {epochs, userSteps}));
    file.put("trainer.exploring", Tensor.of(exploring.state()));
    file.put("trainer.drawing", Tensor.of(drawing.state()));
    return file;
  }

  @Override
  public void restore(TensorFile file) throws DamagedFileException {
    identity().require(file);
    network.weights().restore(file, "");
    update.restore(file);
    replay.restore(file);
    log.restore(file);
    clock.restore(file);
    long[] counts = file.longs("trainer.counts", 2);
    epochs = counts[0];
    userSteps = counts[1];
    exploring = RandomStream.ofState(file.longs("trainer.exploring", 4));
    drawing = RandomStream.ofState(file.longs("trainer.drawing", 4));
  }

  private CheckpointMetadata identity() {
    return CheckpointMetadata.of(FORMAT, options, seed).and("worlds_seed", worlds.seed());
  }

  /** What an update computes, step by step, with the share of time of each. */
  public List<String> profile(int runs) {
    return update.profile(runs);
  }

  @Override
  public void close() {
    actor.close();
    update.close();
    network.close();
  }
}
