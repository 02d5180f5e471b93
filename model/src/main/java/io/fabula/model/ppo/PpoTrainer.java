package io.fabula.model.ppo;

import io.fabula.envs.ActionBatch;
import io.fabula.envs.VectorEnvironment;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.LearnableNetwork;
import io.fabula.model.agents.NormalisedNetwork;
import io.fabula.model.agents.RewardScale;
import io.fabula.model.training.Budget;
import io.fabula.model.training.CheckpointMetadata;
import io.fabula.model.training.ShardThreads;
import io.fabula.model.training.Trainable;
import io.fabula.model.training.TrainingClock;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trains an agent by PPO, with or without recurrence, one update at a time, over a state that can
 * be saved whole: training 2 n updates gives the same bits as training n, saving, loading and
 * training n. The number of threads changes no bit either.
 *
 * <p>The trainer owns the network that it trains and closes it with itself.
 */
public final class PpoTrainer implements Trainable, AutoCloseable {
  private static final String FORMAT = "fabula-ppo-2";

  private final LearnableNetwork network;
  private final @Nullable NormalisedNetwork normalised;
  private final PpoOptions options;
  private final Budget budget;
  private final long seed;
  private final ShardThreads crew;
  private final VectorEnvironment trainingWorlds;
  private final @Nullable VectorEnvironment validationWorlds;
  private final List<WorldShard> training = new ArrayList<>();
  private final List<WorldShard> validation = new ArrayList<>();
  private final Rollout rollout;
  private final PpoLearner learner;
  private final RewardScaling scaling;
  private final EpisodeStatistics trainingEpisodes = new EpisodeStatistics();
  private final EpisodeStatistics validationEpisodes = new EpisodeStatistics();
  private final List<Double> schedule = new ArrayList<>();
  private final PpoLog log = new PpoLog();
  private final TrainingClock clock = new TrainingClock();
  private RandomStream permutations;
  private double largestRatioDeviation;
  private long frames;

  /**
   * Begins a training.
   *
   * @param network the agent to train, with its starting values; closed with this trainer
   * @param seed everything random of the training, but not of the worlds, comes from it
   * @param threads how many threads compute; changes no result
   * @param trainingWorlds {@code options.block().worlds()} worlds to learn in, whose own threads
   *     are not used; closed with this trainer
   * @param validationWorlds {@code options.validation().worlds()} worlds that are only measured,
   *     closed with this trainer; null if there are none
   * @throws IllegalArgumentException if the network cannot play these worlds, or there are not as
   *     many as the options say
   */
  public PpoTrainer(
      LearnableNetwork network,
      PpoOptions options,
      Budget budget,
      long seed,
      int threads,
      VectorEnvironment trainingWorlds,
      @Nullable VectorEnvironment validationWorlds) {
    requireCount("training", options.block().worlds(), trainingWorlds);
    requireCount("validation", options.validation().worlds(), validationWorlds);
    network.requireFits(trainingWorlds.spec());
    this.trainingWorlds = trainingWorlds;
    this.validationWorlds = validationWorlds;
    this.options = options;
    normalised =
        options.observations().standardised()
            ? NormalisedNetwork.create(
                network, trainingWorlds.spec(), options.observations().limit())
            : null;
    this.network = normalised == null ? network : normalised;
    this.budget = budget;
    this.seed = seed;
    crew = new ShardThreads("ppo-shard", threads, options.shards());
    addShards(training, trainingWorlds, Seeds.of(seed, "training"));
    addShards(validation, validationWorlds, Seeds.of(seed, "validation"));
    rollout = new Rollout(this.network, options.block());
    learner = new PpoLearner(this.network, options, crew);
    scaling = new RewardScaling(options.block().worlds());
    permutations = new RandomStream(Seeds.of(seed, "permutations"));
  }

  private void addShards(
      List<WorldShard> shards, @Nullable VectorEnvironment worlds, long actionSeed) {
    if (worlds == null) return;
    ActionBatch actions = new ActionBatch(worlds.spec().actions(), worlds.count());
    int each = worlds.count() / options.shards();
    for (int shard = 0; shard < options.shards(); shard++) {
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

  /** The network that is trained, behind the moments of its observations if it has any. */
  public LearnableNetwork network() {
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
  public PpoLog log() {
    return log;
  }

  @Override
  public double seconds() {
    return clock.seconds();
  }

  @Override
  public double progress() {
    return budget.progress(updates(), frames, seconds());
  }

  /** The frames seen so far. */
  @Override
  public long steps() {
    return frames;
  }

  /** The agent so far, with the units in which it learned. */
  @Override
  public TensorFile model() {
    TensorFile file = network.save();
    rewardScale().save(file);
    return file;
  }

  private RewardScale rewardScale() {
    return options.estimation().scalesRewards() ? scaling.scale() : RewardScale.NONE;
  }

  /**
   * Plays one block, learns from it, and adds a row to the log. Not interrupted half-way: an
   * interrupt is left for the caller to see.
   */
  @Override
  public void advance() {
    double progress = progress();
    String where = "update " + (updates() + 1);
    int steps = options.block().steps();
    play(steps);
    collect(training, trainingEpisodes);
    PpoLearner.FINITE.numbers(where, "reward", rollout.rewards);
    PpoLearner.FINITE.numbers(where, "predicted value", rollout.values);
    rollout.evaluate(scaling, options.estimation());
    if (!validation.isEmpty() && updates() % options.validation().every() == 0) {
      crew.each(shard -> validation.get(shard).play(steps, null));
      collect(validation, validationEpisodes);
    }
    PpoLearner.Losses losses = learner.learn(where, rollout, progress, permutations);
    largestRatioDeviation = losses.firstRatioDeviation();
    frames += options.block().frames();
    schedule.add(progress);
    log.add(frames, seconds(), trainingEpisodes, validationEpisodes, losses);
  }

  /** Plays a block; step by step where all worlds together say how the next one is shown. */
  private void play(int steps) {
    if (normalised == null) {
      crew.each(shard -> training.get(shard).play(steps, rollout));
      return;
    }
    if (updates() == 0) normalised.takeIn(trainingWorlds.observations());
    crew.each(shard -> training.get(shard).begin(rollout));
    for (int t = 0; t < steps; t++) {
      int step = t;
      crew.each(shard -> training.get(shard).step(step, rollout));
      normalised.takeIn(trainingWorlds.observations());
    }
    crew.each(shard -> training.get(shard).bootstrap(rollout));
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

  /**
   * The complete state: an agent file (its parameters under their own names) with everything else
   * beside it.
   */
  @Override
  public TensorFile checkpoint() {
    TensorFile file = model();
    identity().save(file);
    file.putMetadata("frames", Long.toString(frames));
    learner.save(file);
    file.put("trainer.frames", Tensor.of(new long[] {frames}));
    clock.save(file);
    file.put(
        "trainer.schedule",
        Tensor.of(schedule.stream().mapToDouble(Double::doubleValue).toArray()));
    file.put("trainer.permutations", Tensor.of(permutations.state()));
    file.put("trainer.reward_scaling", Tensor.of(scaling.state()));
    log.save(file);
    trainingEpisodes.save(file, "training.episodes");
    validationEpisodes.save(file, "validation.episodes");
    save(file, "training", training, options.block().worlds());
    save(file, "validation", validation, options.validation().worlds());
    return file;
  }

  private void save(TensorFile file, String prefix, List<WorldShard> shards, int worlds) {
    if (shards.isEmpty()) return;
    WorldStates states = new WorldStates(worlds, network.stateSize());
    for (WorldShard shard : shards) shard.save(states);
    states.save(file, prefix);
  }

  /**
   * Continues from a {@link #checkpoint()} of a training with the same agent, options and seed.
   *
   * @throws DamagedFileException if the file is not such a checkpoint; the trainer is then of no
   *     use
   */
  @Override
  public void restore(TensorFile file) throws DamagedFileException {
    identity().require(file);
    network.restore(file);
    learner.restore(file);
    frames = file.longs("trainer.frames", 1)[0];
    clock.restore(file);
    schedule.clear();
    for (double each : file.doubles("trainer.schedule", -1)) schedule.add(each);
    permutations = RandomStream.ofState(file.longs("trainer.permutations", 4));
    scaling.restore(file.doubles("trainer.reward_scaling", 3 + options.block().worlds()));
    log.restore(file);
    trainingEpisodes.restore(file, "training.episodes");
    validationEpisodes.restore(file, "validation.episodes");
    restore(file, "training", training, options.block().worlds());
    restore(file, "validation", validation, options.validation().worlds());
  }

  private void restore(TensorFile file, String prefix, List<WorldShard> shards, int worlds)
      throws DamagedFileException {
    if (shards.isEmpty()) return;
    WorldStates states = WorldStates.read(file, prefix, worlds, network.stateSize());
    try {
      for (WorldShard shard : shards) shard.restore(states);
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(
          file.source(), prefix + " worlds", String.valueOf(e.getMessage()));
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

  private CheckpointMetadata identity() {
    return CheckpointMetadata.of(FORMAT, options, seed);
  }
}
