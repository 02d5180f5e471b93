package io.fabula.model.ppo;

import io.fabula.envs.ActionBatch;
import io.fabula.envs.VectorEnvironment;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trains an agent by recurrent PPO, one update at a time, over a state that can be saved whole:
 * training 2 n updates gives the same bits as training n, saving, loading and training n. The
 * number of threads changes no bit either.
 *
 * <p>The trainer owns the network that it trains and closes it with itself.
 */
public final class PpoTrainer implements AutoCloseable {
  private static final String FORMAT = "fabula-ppo-1";
  private static final double NANOS = 1e9;

  private final ImpalaNetwork network;
  private final PpoOptions options;
  private final Budget budget;
  private final long seed;
  private final ShardCrew crew;
  private final VectorEnvironment trainingWorlds;
  private final @Nullable VectorEnvironment validationWorlds;
  private final List<WorldShard> training = new ArrayList<>();
  private final List<WorldShard> validation = new ArrayList<>();
  private final Rollout rollout;
  private final PpoLearner learner;
  private final RewardScaling scaling;
  private final EpisodeStatistics trainingEpisodes = new EpisodeStatistics();
  private final EpisodeStatistics validationEpisodes = new EpisodeStatistics();
  private final RecentValues policyLosses = new RecentValues();
  private final RecentValues valueLosses = new RecentValues();
  private final RecentValues entropies = new RecentValues();
  private final List<Double> schedule = new ArrayList<>();
  private final TrainingLog log = new TrainingLog();
  private RandomStream permutations;
  private double largestRatioDeviation;
  private long frames;
  private double secondsBefore;
  private final long startedNanos = System.nanoTime();

  /**
   * Begins a training.
   *
   * @param network the agent to train, with its starting values; closed with this trainer
   * @param seed everything random of the training, but not of the worlds, comes from it
   * @param threads how many threads compute; changes no result
   * @param trainingWorlds {@code options.worlds()} worlds to learn in, whose own threads are not
   *     used; closed with this trainer
   * @param validationWorlds {@code options.validationWorlds()} worlds of unseen levels, closed with
   *     this trainer; null if there are none
   */
  public PpoTrainer(
      ImpalaNetwork network,
      PpoOptions options,
      Budget budget,
      long seed,
      int threads,
      VectorEnvironment trainingWorlds,
      @Nullable VectorEnvironment validationWorlds) {
    requireCount("training", options.worlds(), trainingWorlds);
    requireCount("validation", options.validationWorlds(), validationWorlds);
    this.trainingWorlds = trainingWorlds;
    this.validationWorlds = validationWorlds;
    this.network = network;
    this.options = options;
    this.budget = budget;
    this.seed = seed;
    crew = new ShardCrew(options.shards(), threads);
    addShards(training, trainingWorlds, Seeds.of(seed, "training"));
    addShards(validation, validationWorlds, Seeds.of(seed, "validation"));
    rollout = new Rollout(network.architecture(), options.steps(), options.worlds());
    learner = new PpoLearner(network, options, crew);
    scaling = new RewardScaling(options.worlds());
    permutations = new RandomStream(Seeds.of(seed, "permutations"));
  }

  private void addShards(
      List<WorldShard> shards, @Nullable VectorEnvironment worlds, long actionSeed) {
    if (worlds == null) return;
    ActionBatch actions = new ActionBatch(worlds.spec().actions(), worlds.count());
    int each = worlds.count() / options.shards();
    for (int shard = 0; shard < options.shards() && each > 0; shard++) {
      int first = shard * each;
      shards.add(new WorldShard(network, worlds, actions, first, each, options, actionSeed));
    }
  }

  private static void requireCount(String what, int expected, @Nullable VectorEnvironment worlds) {
    int actual = worlds == null ? 0 : worlds.count();
    if (actual != expected) {
      throw new IllegalArgumentException(
          "options ask for " + expected + " " + what + " worlds, got " + actual);
    }
  }

  /** The agent that is trained. */
  public ImpalaNetwork network() {
    return network;
  }

  /** Frames seen so far. */
  public long frames() {
    return frames;
  }

  /** Updates made so far. */
  public int updates() {
    return schedule.size();
  }

  /** The progress that each update so far used; {@link Budget.Replay} repeats it. */
  public List<Double> schedule() {
    return List.copyOf(schedule);
  }

  /** One row per update so far. */
  public TrainingLog log() {
    return log;
  }

  /** Wall-clock seconds spent so far, over all sessions. */
  public double seconds() {
    return secondsBefore + (System.nanoTime() - startedNanos) / NANOS;
  }

  /** Progress from 0 to 1; at least 1 when the budget is spent. */
  public double progress() {
    return budget.progress(updates(), frames, seconds());
  }

  /**
   * Plays one block, learns from it, and reports. Not interrupted half-way: an interrupt is left
   * for the caller to see.
   *
   * @return the training log's row
   */
  public TrainingLogRow update() {
    double progress = progress();
    crew.each(shard -> training.get(shard).play(options.steps(), rollout));
    collect(training, trainingEpisodes);
    rollout.evaluate(scaling, options.gamma(), options.lambda());
    if (!validation.isEmpty() && updates() % options.validationEvery() == 0) {
      crew.each(shard -> validation.get(shard).play(options.steps(), null));
      collect(validation, validationEpisodes);
    }
    PpoLearner.Losses losses = learner.learn(rollout, progress, permutations);
    largestRatioDeviation = losses.firstRatioDeviation();
    policyLosses.add(losses.policy());
    valueLosses.add(losses.value());
    entropies.add(losses.entropy());
    frames += options.framesPerUpdate();
    schedule.add(progress);
    network.setReturnVariance(scaling.moments()[1]);
    TrainingLogRow row = row();
    log.add(row);
    return row;
  }

  /**
   * Largest difference from 1 of a probability ratio before the last update's first step: rounding,
   * unless acting and learning treat hidden states differently.
   */
  double largestRatioDeviation() {
    return largestRatioDeviation;
  }

  private static void collect(List<WorldShard> shards, EpisodeStatistics statistics) {
    List<EpisodeStatistics.Finished> finished = new ArrayList<>();
    for (WorldShard shard : shards) finished.addAll(shard.takeFinished());
    finished.sort(EpisodeStatistics.ORDER);
    finished.forEach(statistics::add);
  }

  private TrainingLogRow row() {
    EpisodeStatistics t = trainingEpisodes;
    EpisodeStatistics v = validationEpisodes;
    return new TrainingLogRow(
        frames,
        seconds(),
        t.count(),
        v.count(),
        t.returns().max(),
        t.returns().mean(),
        t.returns().min(),
        t.lengths().max(),
        t.lengths().mean(),
        t.lengths().min(),
        t.values().mean(),
        policyLosses.mean(),
        valueLosses.mean(),
        entropies.mean(),
        v.returns().max(),
        v.returns().mean(),
        v.returns().min(),
        v.lengths().max(),
        v.lengths().mean(),
        v.lengths().min());
  }

  /**
   * The complete state: an agent file (its parameters under their own names) with everything else
   * beside it.
   */
  public TensorFile checkpoint() {
    TensorFile file = network.save();
    file.putMetadata("format", FORMAT);
    file.putMetadata("options", options.toString());
    file.putMetadata("seed", Long.toString(seed));
    file.putMetadata("frames", Long.toString(frames));
    learner.save(file);
    file.put("trainer.frames", Tensor.of(new long[] {frames}));
    file.put("trainer.seconds", Tensor.of(new double[] {seconds()}));
    file.put(
        "trainer.schedule",
        Tensor.of(schedule.stream().mapToDouble(Double::doubleValue).toArray()));
    file.put("trainer.permutations", Tensor.of(permutations.state()));
    file.put("trainer.reward_scaling", Tensor.of(scaling.state()));
    file.put("trainer.policy_losses", Tensor.of(policyLosses.state()));
    file.put("trainer.value_losses", Tensor.of(valueLosses.state()));
    file.put("trainer.entropies", Tensor.of(entropies.state()));
    log.save(file);
    trainingEpisodes.save(file, "training.episodes");
    validationEpisodes.save(file, "validation.episodes");
    save(file, "training", training, options.worlds());
    save(file, "validation", validation, options.validationWorlds());
    return file;
  }

  private void save(TensorFile file, String prefix, List<WorldShard> shards, int worlds) {
    if (shards.isEmpty()) return;
    WorldStates states = new WorldStates(worlds, network.architecture().hidden());
    for (WorldShard shard : shards) shard.save(states);
    states.save(file, prefix);
  }

  /**
   * Continues from a {@link #checkpoint()} of a training with the same agent, options and seed.
   *
   * @throws DamagedFileException if the file is not such a checkpoint; the trainer is then of no
   *     use
   */
  public void restore(TensorFile file) throws DamagedFileException {
    requireMetadata(file, "format", FORMAT);
    requireMetadata(file, "options", options.toString());
    requireMetadata(file, "seed", Long.toString(seed));
    network.restore(file);
    learner.restore(file);
    frames = file.longs("trainer.frames", 1)[0];
    secondsBefore = file.doubles("trainer.seconds", 1)[0];
    schedule.clear();
    for (double each : file.doubles("trainer.schedule", -1)) schedule.add(each);
    permutations = RandomStream.ofState(file.longs("trainer.permutations", 4));
    scaling.restore(file.doubles("trainer.reward_scaling", 3 + options.worlds()));
    int size = RecentValues.stateSize();
    policyLosses.restore(file.doubles("trainer.policy_losses", size));
    valueLosses.restore(file.doubles("trainer.value_losses", size));
    entropies.restore(file.doubles("trainer.entropies", size));
    log.restore(file);
    trainingEpisodes.restore(file, "training.episodes");
    validationEpisodes.restore(file, "validation.episodes");
    restore(file, "training", training, options.worlds());
    restore(file, "validation", validation, options.validationWorlds());
  }

  private void restore(TensorFile file, String prefix, List<WorldShard> shards, int worlds)
      throws DamagedFileException {
    if (shards.isEmpty()) return;
    WorldStates states = WorldStates.read(file, prefix, worlds, network.architecture().hidden());
    try {
      for (WorldShard shard : shards) shard.restore(states);
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(
          file.source(), prefix + " worlds", String.valueOf(e.getMessage()));
    }
  }

  private static void requireMetadata(TensorFile file, String key, String expected)
      throws DamagedFileException {
    String actual = file.metadata(key);
    if (!actual.equals(expected)) {
      throw new DamagedFileException(
          file.source(), "metadata \"" + key + "\"", "expected " + expected + ", got " + actual);
    }
  }

  @Override
  public void close() {
    crew.close();
    learner.close();
    training.forEach(WorldShard::close);
    validation.forEach(WorldShard::close);
    trainingWorlds.close();
    if (validationWorlds != null) validationWorlds.close();
    network.close();
  }
}
