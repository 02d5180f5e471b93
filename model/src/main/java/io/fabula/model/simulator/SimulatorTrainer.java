package io.fabula.model.simulator;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.graph.Gradients;
import io.fabula.model.graph.optimisers.Adam;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import io.fabula.model.windows.WindowDataset;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains a simulator on recorded windows.
 *
 * <p>The whole state is weights, moments and the number of steps: order of windows and random draws
 * of step {@code n} follow from the seed and {@code n}. So training that is saved and resumed gives
 * the same bits as training that never stopped. A batch is cut into a fixed number of shards whose
 * gradients are added in order; threads decide only who computes which.
 */
public final class SimulatorTrainer implements AutoCloseable {
  private static final String SEED = "trainer.seed";
  private static final String SETTINGS = "trainer.settings";
  private static final String STEPS = "optimizer.steps";
  private static final String SECONDS = "trainer.seconds";
  private static final double NANOSECOND = 1e-9;

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
  private double seconds;
  private int orderedEpoch = -1;
  private int[] order = new int[0];

  private SimulatorTrainer(
      Simulator simulator,
      AgentInLoop agent,
      WindowDataset data,
      SimulatorOptions settings,
      long seed,
      int threads) {
    simulator.requireFits(agent);
    requireFits(simulator.size(), data, settings);
    this.simulator = simulator;
    this.settings = settings;
    this.data = data;
    this.seed = seed;
    adam = new Adam(simulator.parameters(), Adam.Options.DEFAULT);
    for (int i = 0; i < settings.shards(); i++) {
      int windows = settings.firstWindow(i + 1) - settings.firstWindow(i);
      shards.add(new TrainingShard(simulator, agent, settings, windows, settings.batch(), false));
    }
    this.threads = new ShardThreads(threads, settings.shards());
    bottlenecks = new float[settings.batch() * simulator.size().bottleneck()];
    spreadGradient = new float[bottlenecks.length];
  }

  /**
   * A trainer of a new simulator.
   *
   * @param data windows of {@link SimulatorOptions#windowLength} rows
   * @param threads at least 1; does not change the result
   */
  public static SimulatorTrainer start(
      SimulatorSize size,
      AgentInLoop agent,
      WindowDataset data,
      SimulatorOptions settings,
      long seed,
      int threads) {
    Simulator simulator = Simulator.create(size, Seeds.of(seed, "simulator"));
    return new SimulatorTrainer(simulator, agent, data, settings, seed, threads);
  }

  private static void requireSame(TensorFile checkpoint, String key, String expected)
      throws DamagedFileException {
    String found = checkpoint.metadata(key);
    if (!found.equals(expected)) {
      throw new IllegalArgumentException(
          checkpoint.source()
              + " has "
              + key
              + " "
              + found
              + ", but "
              + expected
              + " was asked for");
    }
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
  public long steps() {
    return adam.steps();
  }

  /** Wall-clock seconds spent in training steps so far, over all sessions. */
  public double seconds() {
    return seconds;
  }

  /** The log so far: the first step and every tenth. */
  public List<SimulatorProgress> log() {
    return log.rows();
  }

  /** Steps in which every window is seen once; what does not fill a batch is left out. */
  public int stepsPerEpoch() {
    return data.size() / settings.batch();
  }

  /** The simulator in training. It belongs to the trainer and is closed with it. */
  public Simulator simulator() {
    return simulator;
  }

  /** One training step; returns its losses before the weights changed. */
  public SimulatorProgress step() {
    long began = System.nanoTime();
    long step = adam.steps();
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
    total.clipNorm(settings.clipNorm());
    adam.step(settings.learningRate());
    SimulatorProgress progress =
        SimulatorProgress.of(epoch, step + 1, means(), settings.auxiliaryWeight(), spread);
    log.add(progress);
    seconds += (System.nanoTime() - began) * NANOSECOND;
    return progress;
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
  public TensorFile checkpoint() {
    TensorFile file = simulator.save();
    file.putMetadata(SETTINGS, settings.toString());
    file.putMetadata(SEED, Long.toString(seed));
    file.putMetadata(SECONDS, Double.toString(seconds));
    log.save(file);
    file.put(STEPS, Tensor.of(new long[] {adam.steps()}));
    for (String slot : adam.slots()) {
      for (SimulatorTensor tensor : simulator.tensors()) {
        float[] moment = adam.moment(slot, tensor.name());
        file.put(momentName(slot, tensor), new Tensor.Floats(tensor.shape(), moment));
      }
    }
    return file;
  }

  /**
   * Continues from a checkpoint of a trainer with the same size, data, settings and seed.
   *
   * @throws DamagedFileException if the file is no whole checkpoint
   * @throws IllegalArgumentException if it was made with another size, other settings or another
   *     seed
   */
  public void restore(TensorFile file) throws DamagedFileException {
    requireSame(file, SETTINGS, settings.toString());
    requireSame(file, SEED, Long.toString(seed));
    simulator.restore(file);
    for (String slot : adam.slots()) {
      for (SimulatorTensor tensor : simulator.tensors()) {
        float[] moment = file.floats(momentName(slot, tensor), tensor.shape());
        adam.setMoment(slot, tensor.name(), moment);
      }
    }
    log.restore(file);
    adam.setSteps(file.longs(STEPS, 1)[0]);
    seconds = secondsOf(file);
  }

  private static double secondsOf(TensorFile file) throws DamagedFileException {
    String text = file.metadata(SECONDS);
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new DamagedFileException(
          file.source(), "metadata \"" + SECONDS + "\"", "expected a number, got \"" + text + "\"");
    }
  }

  private static String momentName(String slot, SimulatorTensor tensor) {
    return "optimizer." + slot + "." + tensor.name();
  }

  /** Returns all memory, the simulator's included. */
  @Override
  public void close() {
    threads.close();
    for (TrainingShard shard : shards) shard.close();
    adam.close();
    simulator.close();
  }
}
