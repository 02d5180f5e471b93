package io.fabula.model.simulator;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.graph.Gradients;
import io.fabula.model.graph.optimisers.Adam;
import io.fabula.model.training.Budget;
import io.fabula.model.training.CheckpointMetadata;
import io.fabula.model.training.FiniteCheck;
import io.fabula.model.training.OptimiserState;
import io.fabula.model.training.ShardThreads;
import io.fabula.model.training.Trainable;
import io.fabula.model.training.TrainingClock;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import io.fabula.model.windows.WindowDataset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trains a simulator on recorded windows.
 *
 * <p>The whole state is weights, moments and the number of steps: order of windows and random draws
 * of step {@code n} follow from the seed and {@code n}. So training that is saved and resumed gives
 * the same bits as training that never stopped. A batch is cut into a fixed number of shards whose
 * gradients are added in order; threads decide only who computes which.
 */
public final class SimulatorTrainer implements Trainable, AutoCloseable {
  private static final String SEED = "trainer.seed";
  private static final String SETTINGS = "trainer.settings";

  /** What to look at first when a value is not finite. */
  private static final FiniteCheck FINITE =
      new FiniteCheck(List.of("learning_rate", "kl_weight", "update_weight", "spread_weight"));

  private final Simulator simulator;
  private final SimulatorOptions settings;
  private final WindowDataset data;
  private final long seed;
  private final Adam adam;
  private final List<TrainingShard> shards = new ArrayList<>();
  private final ShardThreads threads;
  private final float[] bottlenecks;
  private final float[] spreadGradient;
  private final SimulatorLog log = new SimulatorLog();
  private final TrainingClock clock = new TrainingClock();
  private final Budget budget;
  private TrainingLog.@Nullable Row last;
  private int orderedEpoch = -1;
  private int[] order = new int[0];

  private SimulatorTrainer(
      Simulator simulator,
      AgentInLoop agent,
      WindowDataset data,
      SimulatorOptions settings,
      Budget budget,
      long seed,
      int threads) {
    simulator.requireFits(agent);
    requireFits(simulator.size(), data, settings);
    this.simulator = simulator;
    this.settings = settings;
    this.data = data;
    this.budget = budget;
    this.seed = seed;
    adam = new Adam(simulator.parameters(), Adam.Options.DEFAULT);
    for (int i = 0; i < settings.shards(); i++) {
      int windows = settings.firstWindow(i + 1) - settings.firstWindow(i);
      shards.add(new TrainingShard(simulator, agent, settings, windows, settings.batch(), false));
    }
    this.threads = new ShardThreads("simulator-shard", threads, settings.shards());
    bottlenecks = new float[settings.batch() * simulator.size().bottleneck()];
    spreadGradient = new float[bottlenecks.length];
  }

  /**
   * A trainer of a new simulator.
   *
   * @param data windows of {@link SimulatorOptions#windowLength} rows
   * @param budget how long to train; a step is a training step
   * @param threads at least 1; does not change the result
   */
  public static SimulatorTrainer start(
      SimulatorSize size,
      AgentInLoop agent,
      WindowDataset data,
      SimulatorOptions settings,
      Budget budget,
      long seed,
      int threads) {
    Simulator simulator = Simulator.create(size, Seeds.of(seed, "simulator"));
    return new SimulatorTrainer(simulator, agent, data, settings, budget, seed, threads);
  }

  private static void requireFits(
      SimulatorSize size, WindowDataset data, SimulatorOptions settings) {
    if (data.rule().length() != settings.windowLength()
        || data.rule().contextFrames() != settings.contextFrames()) {
      throw new IllegalArgumentException(
          "windows must have "
              + settings.windowLength()
              + " rows and "
              + settings.contextFrames()
              + " context frames, got "
              + data.rule());
    }
    if (data.frameSide() != size.frameSide() || data.agentHidden() != size.agentHidden()) {
      throw new IllegalArgumentException(
          "the simulator has frames of side "
              + size.frameSide()
              + " and agent states of "
              + size.agentHidden()
              + ", the recording "
              + data.frameSide()
              + " and "
              + data.agentHidden());
    }
    if (data.size() < settings.batch()) {
      throw new IllegalArgumentException(
          "the recording must give at least one batch of "
              + settings.batch()
              + " windows, got "
              + data.size());
    }
  }

  /** Training steps made so far. */
  @Override
  public long steps() {
    return adam.steps();
  }

  @Override
  public double seconds() {
    return clock.seconds();
  }

  @Override
  public double progress() {
    return budget.progress(steps(), steps(), seconds());
  }

  /** The log so far: the first step and every tenth. */
  public SimulatorLog log() {
    return log;
  }

  /** The losses of the last step, before its weights changed. */
  public TrainingLog.Row last() {
    if (last == null) throw new IllegalStateException("no step was made yet");
    return last;
  }

  @Override
  public TensorFile model() {
    return simulator.save();
  }

  /** Steps in which every window is seen once; what does not fill a batch is left out. */
  public int stepsPerEpoch() {
    return data.size() / settings.batch();
  }

  /** The simulator in training. It belongs to the trainer and is closed with it. */
  public Simulator simulator() {
    return simulator;
  }

  /** One training step. */
  @Override
  public void advance() {
    long step = adam.steps();
    String where = "step " + (step + 1);
    int epoch = (int) (step / stepsPerEpoch());
    int firstInOrder = (int) (step % stepsPerEpoch()) * settings.batch();
    int[] windows = order(epoch);
    int width = simulator.size().bottleneck();
    threads.each(
        i -> {
          TrainingShard shard = shards.get(i);
          int firstWindow = settings.firstWindow(i);
          for (int n = 0; n < shard.windows(); n++) {
            int window = firstWindow + n;
            data.fill(shard.batch(), n, windows[firstInOrder + window]);
            shard.draw(n, new RandomStream(Seeds.of(seed, "simulator draws", step, window)));
          }
          shard.forward();
          shard.bottlenecks(bottlenecks, firstWindow * width);
        });
    double spread =
        BottleneckSpread.lossAndGradient(
            bottlenecks, settings.batch(), width, settings.spreadWeight(), spreadGradient);
    threads.each(i -> shards.get(i).backward(spreadGradient, settings.firstWindow(i) * width));
    Gradients total = simulator.parameters().gradients();
    total.zero();
    for (TrainingShard shard : shards) total.add(shard.gradients());
    TrainingLog.Row row = log.row(epoch, step + 1, means(), settings.auxiliaryWeight(), spread);
    FINITE.number(where, "loss", row.get(SimulatorLog.TOTAL));
    FINITE.number(where, "norm of the gradient", total.clipNorm(settings.clipNorm()));
    adam.step(settings.learningRate());
    FINITE.weights(where, simulator.parameters());
    last = row;
    log.add(row);
  }

  private int[] order(int epoch) {
    if (orderedEpoch != epoch) {
      RandomStream random = new RandomStream(Seeds.of(seed, "simulator order", epoch));
      order = random.permutation(data.size());
      orderedEpoch = epoch;
    }
    return order;
  }

  /** Each term's sum over steps and mean over the whole batch. */
  private SimulatorTerms<Double> means() {
    double[] sums = new double[8];
    for (TrainingShard shard : shards) {
      List<float[]> terms = shard.values().list();
      for (int i = 0; i < sums.length; i++) {
        for (float value : terms.get(i)) sums[i] += value;
      }
    }
    for (int i = 0; i < sums.length; i++) sums[i] /= settings.batch();
    return new SimulatorTerms<>(
        sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], sums[7]);
  }

  /** The complete state of training as one file; it is also a simulator's file. */
  @Override
  public TensorFile checkpoint() {
    TensorFile file = simulator.save();
    identity().save(file);
    clock.save(file);
    log.save(file);
    OptimiserState.save(file, adam, simulator.parameters());
    return file;
  }

  /**
   * Continues from a checkpoint of a trainer with the same size, data, settings and seed.
   *
   * @throws DamagedFileException if the file is no whole checkpoint, or was made with another size,
   *     other settings or another seed
   */
  @Override
  public void restore(TensorFile file) throws DamagedFileException {
    identity().require(file);
    simulator.restore(file);
    OptimiserState.restore(file, adam, simulator.parameters());
    log.restore(file);
    clock.restore(file);
  }

  /** Returns all memory, the simulator's included. */
  @Override
  public void close() {
    threads.close();
    for (TrainingShard shard : shards) shard.close();
    adam.close();
    simulator.close();
  }

  private CheckpointMetadata identity() {
    return CheckpointMetadata.of(SETTINGS, settings).and(SEED, seed);
  }
}
