package io.fabula.model.scinet;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.training.CheckpointMetadata;
import io.fabula.model.training.FiniteCheck;
import io.fabula.model.training.Trainable;
import io.fabula.model.training.TrainingClock;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Trains an encoder, the decoder that rebuilds the observation, a decoder per agent, and the noise
 * between them. A round, one advance, is one step for each agent in turn: a batch of its data, one
 * loss, and all optimisers that the loss concerns.
 *
 * @implNote the original's trainers step as fast as they can, without locks; the published steps
 *     per agent are nearly equal, here they are equal.
 */
public final class SelectionTraining implements Trainable, AutoCloseable {
  private static final String FORMAT = "fabula-scinet-selection-1";
  private static final String STREAMS = "streams";
  private static final String COUNTERS = "counters";
  private static final String SUMS = "sums";

  private final SelectionNetwork network;
  private final List<SelectionData> data;
  private final SelectionOptions options;
  private final long seed;
  private final List<SelectionStep> steps = new ArrayList<>();
  private final List<SelectionOptimisers> optimisers = new ArrayList<>();
  private final List<RandomStream> streams = new ArrayList<>();
  private final BatchDraw draw;
  private final TrainingLog log;
  private final TrainingClock clock = new TrainingClock();
  private final FiniteCheck check =
      new FiniteCheck(List.of("learning_rate", "noise_learning_rate"));
  private double[] sums;
  private long rounds;

  /**
   * Begins a training.
   *
   * @param data of each agent
   * @param seed everything random comes from it
   */
  public SelectionTraining(
      SelectionArchitecture architecture,
      StateSpace space,
      List<SelectionData> data,
      SelectionOptions options,
      long seed) {
    this.data = List.copyOf(data);
    this.options = options;
    this.seed = seed;
    int agents = data.size();
    network = SelectionNetwork.create(architecture, agents, options.initialLogNoise(), seed);
    for (int e = 0; e < agents; e++) {
      steps.add(new SelectionStep(network, e, options.batch(), options.weights()));
      boolean common = e > 0 && options.variants().commonMoments();
      optimisers.add(
          new SelectionOptimisers(
              network, e, options.weightDecay(), common ? optimisers.get(0) : null));
      streams.add(new RandomStream(Seeds.of(seed, "batches", e)));
    }
    draw =
        new BatchDraw(architecture, space, options.batch(), options.variants().independentDraws());
    log = new TrainingLog(columns(agents, architecture.latents()));
    sums = new double[agents + 1];
  }

  /**
   * Columns of the log: rounds, the loss of each agent's decoder and of the autoencoder, means
   * since the row before, and all noise parameters as they are after the round.
   */
  public static List<String> columns(int agents, int latents) {
    List<String> columns = new ArrayList<>(List.of("round"));
    for (int e = 0; e < agents; e++) columns.add("policy_loss_" + e);
    columns.add("autoencoder_loss");
    for (int k = 0; k < latents; k++) columns.add("encoder_noise_" + k);
    for (int e = 0; e < agents; e++) {
      for (int k = 0; k < latents; k++) columns.add("decoder_noise_" + e + "_" + k);
    }
    return List.copyOf(columns);
  }

  /** The networks that are trained. */
  public SelectionNetwork network() {
    return network;
  }

  /** The log so far. */
  public TrainingLog log() {
    return log;
  }

  @Override
  public void advance() {
    int agents = data.size();
    for (int e = 0; e < agents; e++) {
      SelectionStep step = steps.get(e);
      step.run(draw.next(data.get(e), streams.get(e)));
      check.number("round " + rounds, "policy loss of agent " + e, step.policyLoss());
      check.number("round " + rounds, "autoencoder loss", step.autoencoderLoss());
      sums[e] += step.policyLoss();
      sums[agents] += step.autoencoderLoss();
      optimisers.get(e).step(options.learningRate(), options.noiseLearningRate());
    }
    rounds++;
    if (rounds % options.logEvery() == 0) addRow();
  }

  private void addRow() {
    int agents = data.size();
    TrainingLog.Row row = log.newRow().set("round", (double) rounds);
    for (int e = 0; e < agents; e++) row.set("policy_loss_" + e, sums[e] / options.logEvery());
    row.set("autoencoder_loss", sums[agents] / options.logEvery() / agents);
    put(row, "encoder_noise_", network.encoderLogNoise());
    for (int e = 0; e < agents; e++) {
      put(row, "decoder_noise_" + e + "_", network.decoderLogNoise(e));
    }
    log.add(row);
    Arrays.fill(sums, 0);
  }

  private static void put(TrainingLog.Row row, String prefix, float[] noise) {
    for (int k = 0; k < noise.length; k++) row.set(prefix + k, noise[k]);
  }

  @Override
  public double progress() {
    return options.budget().progress(rounds * data.size(), rounds, seconds());
  }

  @Override
  public double seconds() {
    return clock.seconds();
  }

  /** Rounds made so far. */
  @Override
  public long steps() {
    return rounds;
  }

  @Override
  public TensorFile model() {
    TensorFile file = new TensorFile();
    network.save(file);
    return file;
  }

  @Override
  public TensorFile checkpoint() {
    TensorFile file = model();
    identity().save(file);
    for (SelectionOptimisers each : optimisers) each.save(file);
    long[] state = new long[4 * streams.size()];
    for (int i = 0; i < streams.size(); i++) {
      System.arraycopy(streams.get(i).state(), 0, state, 4 * i, 4);
    }
    file.put(STREAMS, Tensor.of(state));
    file.put(COUNTERS, Tensor.of(new long[] {rounds}));
    file.put(SUMS, Tensor.of(sums.clone()));
    log.save(file);
    clock.save(file);
    return file;
  }

  @Override
  public void restore(TensorFile file) throws DamagedFileException {
    identity().require(file);
    network.restore(file);
    for (SelectionOptimisers each : optimisers) each.restore(file);
    long[] state = file.longs(STREAMS, 4 * streams.size());
    for (int i = 0; i < streams.size(); i++) {
      streams.set(i, RandomStream.ofState(Arrays.copyOfRange(state, 4 * i, 4 * i + 4)));
    }
    rounds = file.longs(COUNTERS, 1)[0];
    sums = file.doubles(SUMS, sums.length).clone();
    log.restore(file);
    clock.restore(file);
  }

  /** What a checkpoint must agree with; the budget may differ. */
  private CheckpointMetadata identity() {
    String chosen =
        "seed %d, %d agents, %s, batch %d, rates %s and %s, %s, %s"
            .formatted(
                seed,
                data.size(),
                network.architecture(),
                options.batch(),
                options.learningRate(),
                options.noiseLearningRate(),
                options.weights(),
                options.variants());
    return CheckpointMetadata.of("format", FORMAT).and("options", chosen);
  }

  @Override
  public void close() {
    steps.forEach(SelectionStep::close);
    optimisers.forEach(SelectionOptimisers::close);
    network.close();
  }
}
